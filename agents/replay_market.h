// What a strategy would have got on a day whose other bids are known.
//
// The slot-aware replay of AuctionNet's market: the others keep the bids that
// they placed, o_1 >= o_2 >= o_3 >= o_4 on each page view; a bid b (whole
// micro-units)
//
//   gets slot k = 1 + #(o_j >= b), k <= 3: ties go to the others
//   at a charge of max(o_k, reserve), if that is not the reserve itself
//   is exposed with 1, .8, .48 by slot, and pays only then
//   converts with the predicted rate p, if exposed
//
// Exposures are drawn by (page view, tick) and so are common to all strategies.
// A charge that the remaining budget does not cover ends the tick; with less
// than the minimum left at its start, the strategy does not bid. The strategy
// plans and learns tick by tick as in a market, from the sums of its line and
// from the auctions that it asks to see (market/auction_watch.h): the same page
// views, with the prices that it met there.
//
// Scores come twice: of sampled conversions and of expected ones, which are the
// sum of p over exposures. Replays are of one day.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "agents/bid_log.h"
#include "agents/strategy.h"
#include "market/cpa_score.h"
#include "market/random.h"

namespace souk::agents {

struct ReplayRule {
  double reserve_micros = 100;
  std::array<double, 3> exposure = {1, 0.8, 0.48};  ///< by slot
  market::Money min_remaining{100000};
  uint64_t seed = 1;
  uint32_t run = 0;
};

struct ReplayOutcome {
  market::LineTally tally;

  /// By sampled conversions; `target` > 0 in micro-units.
  double Score(double target, double beta = market::kScoreExponent) const;
  /// By expected conversions.
  double ExpectedScore(double target,
                       double beta = market::kScoreExponent) const;
};

/// The best bid of the form `micros_per_conversion` * p in hindsight.
struct BestCoefficient {
  double micros_per_conversion = 0;
  ReplayOutcome outcome;
};

class ReplayMarket {
 public:
  /// One tick of `ticks` is one of the day.
  ReplayMarket(std::vector<LoggedTick> ticks, const ReplayRule& rule);

  /// `budget`: kNoLimit or what the line's advertiser has for the day.
  ReplayOutcome Play(Strategy& strategy, market::Money budget) const;
  /// The best expected score on a logarithmic grid of 45 points from 0.3 to 2.5
  /// times the target; ties go to the lower one.
  BestCoefficient Best(double target, market::Money budget) const;

 private:
  /// A line in the middle of a tick.
  struct Seat {
    market::Money remaining;
    uint64_t page_views_today = 0;
    bool bids = true;  ///< until its budget ends
    market::LineTally tally;
    std::vector<market::AuctionSeen> seen;
  };
  struct Page {
    size_t tick = 0;
    size_t number = 0;
  };

  void PlayTick(size_t tick, const market::BidFunction& bid, Seat& seat) const;
  double BidOn(Page page, const market::BidFunction& bid,
               const Seat& seat) const;
  /// What a bid meets, but for the prices of others.
  market::AuctionSeen Meet(Page page, double bid) const;
  /// False: the budget does not cover the charge.
  static bool Book(const market::AuctionSeen& met, Seat& seat);
  bool Watches(Page page, double share) const;
  void AddPrices(Page page, market::AuctionSeen& met) const;

  std::vector<LoggedTick> ticks_;
  ReplayRule rule_;
  market::Stream chance_;
  market::Stream watching_;
};

}  // namespace souk::agents
