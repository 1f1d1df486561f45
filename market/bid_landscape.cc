#include "market/bid_landscape.h"

#include <algorithm>

#include "market/bid_function.h"
#include "market/bid_trials.h"
#include "market/expected_events.h"

namespace souk::market {
namespace {

LandscapeStep Try(BidTrials& trials, double bid) {
  const Outcome& outcome = trials.Clear(bid);
  LandscapeStep step{.bid = bid, .slots = {}};
  double payment = 0;
  for (const Award& award : outcome.awards()) {
    if (award.candidate != trials.candidate()) continue;
    const double events = ExpectedEvents(trials.auction(), outcome, award);
    step.slots.push_back(award.slot);
    step.events += events;
    payment += events * award.price;
  }
  if (step.events > 0) step.price = payment / step.events;
  return step;
}

bool SameGain(const LandscapeStep& a, const LandscapeStep& b) {
  return a.slots == b.slots && a.events == b.events;
}

}  // namespace

std::vector<LandscapeStep> BidLandscape(const Mechanism& mechanism,
                                        const Auction& auction,
                                        uint32_t candidate) {
  BidTrials trials(mechanism);
  trials.Take(auction, candidate);
  std::vector<LandscapeStep> tried;
  const auto try_bid = [&](double bid) {
    tried.push_back(Try(trials, bid));
    return tried.back();
  };
  // From 0 to 1 a candidate may enter, and at its own bid stand in a tie.
  std::vector<double> corners = {0, 1, trials.own_bid(), kMaxBid};
  std::ranges::sort(corners);
  LandscapeStep low = try_bid(corners[0]);
  for (const double corner : {corners[1], corners[2], corners[3]}) {
    const LandscapeStep high = try_bid(corner);
    TryBetween(low, high, try_bid, SameGain);
    low = high;
  }
  std::ranges::stable_sort(tried, {}, &LandscapeStep::bid);
  const auto rest = std::ranges::unique(tried, SameGain);
  tried.erase(rest.begin(), rest.end());
  return tried;
}

}  // namespace souk::market
