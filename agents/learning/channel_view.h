// What a HiBid executor knows about its line and its campaign, as numbers: the
// same when it is trained and when it bids.
//
// Money is in daily budgets B of the campaign, clicks in B / C, where C is the
// value of a click: a click at the target cost counts as what it costs. T:
// ticks of a day.
#pragma once

#include <span>

#include "market/archive.h"
#include "market/observation.h"

namespace souk::agents {

struct ChannelFacts {
  double budget_micros = 0;  ///< B, above 0
  double target_micros = 0;  ///< C, above 0
  uint32_t channel = 0;      ///< below `channels`
  uint32_t channels = 4;
};

/// A tick of a line.
struct ChannelTick {
  market::LineTally tally;
  double coefficient = 0;
};

class ChannelView {
 public:
  explicit ChannelView(const ChannelFacts& facts) : facts_(facts) {}

  /// Numbers of Describe.
  static size_t width(uint32_t channels) { return kFeatures + channels; }

  /// Before a tick: the line's share of the day, what is left of it, and what
  /// its campaign has got so far.
  void Open(const market::PlanInput& input);
  /// After it.
  void Close(const ChannelTick& tick);

  /// What the coming tick is planned from, width() numbers:
  ///   0 t / T                      8, 9    own cost, clicks today
  ///   1 1 - t / T                  10, 11  last tick's, times T
  ///   2 share of the budget        12      last coefficient
  ///   3 of it left                 13      last tick's win rate
  ///   4, 5 campaign's cost, clicks 14      its mean click rate, times 10
  ///   6 campaign's cost per click  15      its auctions in B, squashed
  ///   7 budget in clicks a tick,   16-19   yesterday's cost, clicks, cost per
  ///     squashed                           click and mean coefficient
  /// and one number per channel, 1 for its own. Costs per click are over C, 1
  /// without a click; all are cut at 3.
  void Describe(std::span<float> values) const;

  double left() const { return today_.left; }    ///< of the line, over B
  double share() const { return today_.share; }  ///< of the line
  /// Of the campaign today, in B and B / C.
  double campaign_cost() const { return today_.campaign_cost; }
  double campaign_clicks() const { return today_.campaign_clicks; }

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  static constexpr size_t kFeatures = 20;

  struct Day {
    double time = 0;   ///< t / T
    double ticks = 1;  ///< T
    double share = 1;
    double left = 1;
    double campaign_cost = 0;
    double campaign_clicks = 0;
    double cost = 0;
    double clicks = 0;
    double coefficients = 0;  ///< sum
    double closed = 0;        ///< ticks
  };
  struct Last {
    double cost = 0;
    double clicks = 0;
    double coefficient = 1;
    double win_rate = 0;
    double click_rate = 0;
    double auctions = 0;  ///< over B / C
  };
  struct Yesterday {
    double cost = 0;
    double clicks = 0;
    double coefficient = 1;
  };

  ChannelFacts facts_;
  Day today_;
  Last last_;
  Yesterday yesterday_;
};

}  // namespace souk::agents
