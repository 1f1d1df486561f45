// What a learning bidder knows about its day, as features: the same in a
// market, in a replay and in recorded traces.
//
// A view is taught after every tick by what the line got and by the auctions
// that it saw (a sample: BidFunction::watch_share), and describes the day when
// the next tick is planned. It knows nothing of other days. A tick in which no
// auction was seen repeats what samples tell (bids, prices, rates) of the tick
// before.
#pragma once

#include <array>

#include "agents/learning/aim.h"
#include "agents/learning/market_features.h"

namespace souk::agents {

class MarketView {
 public:
  MarketView(const LineFacts& facts, const Aim& aim)
      : aim_(aim),
        ticks_per_day_(facts.ticks_per_day),
        budget_(facts.daily_budget),
        target_micros_(facts.target_cpa_micros),
        value_micros_(facts.value_per_conversion_micros) {}

  /// A tick's outcome; `coefficient`: what the line bid in it.
  void Learn(const market::Feedback& feedback, double coefficient);
  /// For who does not know: what the bids seen amounted to.
  void Learn(const market::Feedback& feedback);

  /// All features as of the start of the coming tick.
  void Describe(const market::PlanInput& input, std::span<double> values) const;
  /// Those of a set, as a network takes them.
  void Describe(const market::PlanInput& input, const FeatureSet& set,
                std::span<float> values) const;

  /// Coefficient of the last tick of the same day before `time`; 0: none.
  double CoefficientBefore(market::TickTime time) const;
  /// Of the day so far, as of the last tick learnt.
  double gained() const { return gained_; }
  double expected() const { return expected_; }
  double spent_micros() const { return spent_; }
  const Aim& aim() const { return aim_; }

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  bool has_budget() const {
    return budget_ != market::kNoLimit && budget_.micros > 0;
  }
  MarketLook LookAt(const market::PlanInput& input) const;
  void AddToday(MarketLook& look) const;
  void StartDay(uint32_t day);
  void Add(const TickGlance& tick);

  Aim aim_;
  uint32_t ticks_per_day_;
  market::Money budget_;
  double target_micros_;
  double value_micros_;

  uint32_t day_ = 0;
  uint32_t ticks_ = 0;                   // learnt today
  TickGlance sum_;                       // of today's
  std::array<TickGlance, 3> last_ = {};  // the latest first
  double gained_ = 0;
  double expected_ = 0;
  double spent_ = 0;
};

}  // namespace souk::agents
