// The users of synthetic traffic: who they are, not what they do.
#pragma once

#include <span>
#include <vector>

#include "market/random.h"
#include "market/traffic/shares.h"
#include "market/traffic/synthetic.h"

namespace souk::market {

/// A page's id is its user + wave * kWaveStep.
inline constexpr uint64_t kWaveStep = uint64_t{1} << 40;

/// Immutable, shared by the cells.
class Population {
 public:
  explicit Population(SyntheticConfig config);

  const SyntheticConfig& config() const { return config_; }
  Stream StreamOf(Purpose purpose) const {
    return {config_.seed, config_.run, purpose};
  }
  /// Users first .. FirstUser(cell + 1, cells) - 1 belong to the cell.
  uint64_t FirstUser(uint64_t cell, uint32_t cells) const {
    return config_.users * cell / cells;
  }
  size_t interests() const { return interests_.size(); }
  /// One of the interests that a user moves among; mode 0: where it starts.
  uint16_t InterestOf(uint64_t user, uint32_t mode) const;
  size_t places() const { return places_.size(); }
  size_t categories() const { return categories_.size(); }
  uint16_t PlaceOf(uint64_t user) const;
  /// Whether all pages are on one channel and about one category.
  bool pages_alike() const {
    return channels_.size() == 1 && categories() == 1;
  }
  /// `u` in [0, 1).
  uint16_t ChannelBy(double u) const { return channels_.Pick(u); }
  uint16_t CategoryBy(double u) const { return categories_.Pick(u); }
  /// Expected: users and pages are drawn by share.
  double PageShare(const PageView& page) const {
    return interests_.Of(page.segment) * places_.Of(page.place) *
           categories_.Of(page.category) * channels_.Of(page.channel);
  }
  double SessionRate(TickTime time) const {
    return session_rate_[time.tick_of_day()];
  }
  uint32_t CampaignOf(size_t line) const {
    const uint32_t campaign = config_.lines[line].campaign;
    return campaign == kNone ? static_cast<uint32_t>(line) : campaign;
  }
  Habits::Ad AdOf(size_t line) const {
    return {CampaignOf(line), config_.lines[line].interest};
  }

 private:
  SyntheticConfig config_;
  Stream traits_;
  std::vector<double> session_rate_;  // by tick of the day
  Shares interests_, channels_, places_, categories_;
};

}  // namespace souk::market
