#include "market/traffic/replay.h"

#include <algorithm>

#include "market/check.h"
#include "market/traffic/listed_pages.h"

namespace souk::market {
namespace {

class Replay final : public Traffic,
                     public std::enable_shared_from_this<Replay> {
 public:
  explicit Replay(ReplayConfig config) : config_(std::move(config)) {
    for (const double rate : config_.log.rate) mean_rate_ += rate;
    mean_rate_ /= static_cast<double>(rows());
  }

  std::unique_ptr<CellTraffic> OpenCell(CellId cell,
                                        uint32_t cells) const override;
  double CellShare(CellId, uint32_t cells) const override {
    return 1.0 / cells;
  }
  size_t segments() const override { return 1; }

  void Predict(const PageView& page, CandidateLines candidates,
               std::span<double> click,
               std::span<double> conversion) const override {
    const double rate = config_.log.rate[page.page];
    std::fill_n(click.begin(), candidates.lines.size(), rate);
    std::fill_n(conversion.begin(), candidates.lines.size(), 0.0);
  }
  Rates Truth(const PageView& page, LineId, Rates) const override {
    return {static_cast<double>(config_.log.click[page.page]), 0};
  }
  double RivalBid(const PageView& page) const override {
    return static_cast<double>(config_.log.price_micros[page.page]);
  }
  bool RivalWinsTies() const override {
    return config_.ties == TieRule::kRivalWins;
  }

  double ExpectedPageViews(TickTime time) const override {
    return static_cast<double>(RowsOf(time).size);
  }
  double MeanClickRate(const PageView&, LineId) const override {
    return mean_rate_;
  }

  ListedPages::Rows RowsOf(TickTime time) const {
    const uint64_t per_tick = config_.page_views_per_tick;
    const uint64_t first = std::min(rows(), time.tick * per_tick);
    return {first, std::min(rows() - first, per_tick)};
  }

 private:
  uint64_t rows() const { return config_.log.click.size(); }

  ReplayConfig config_;
  double mean_rate_ = 0;  // as logged
};

std::unique_ptr<CellTraffic> Replay::OpenCell(CellId cell,
                                              uint32_t cells) const {
  return std::make_unique<ListedPages>(
      ListedPages::Part{cell, cells},
      [self = shared_from_this()](TickTime time) {
        return self->RowsOf(time);
      });
}

}  // namespace

std::shared_ptr<const Traffic> MakeReplay(ReplayConfig config) {
  SOUK_CHECK(!config.log.click.empty() &&
                 config.log.click.size() == config.log.price_micros.size() &&
                 config.log.click.size() == config.log.rate.size() &&
                 config.page_views_per_tick > 0,
             "a replay needs rows, in columns of one length");
  return std::make_shared<const Replay>(std::move(config));
}

}  // namespace souk::market
