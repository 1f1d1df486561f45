#include "market/expected_events.h"

namespace souk::market {
namespace {

double RateAtSlot(const Auction& auction, const Award& award) {
  const size_t slots = auction.slot_weight.size();
  return auction.slot_rate.empty()
             ? auction.slot_weight[award.slot] * auction.rate[award.candidate]
             : auction.slot_rate[award.candidate * slots + award.slot];
}

}  // namespace

double ExpectedEvents(const Auction& auction, const Outcome& outcome,
                      const Award& award) {
  double rates = 0;
  int members = 0;
  for (const Award& other : outcome.awards()) {
    if (other.slot != award.slot) continue;
    rates += RateAtSlot(auction, other);
    ++members;
  }
  return rates / members;
}

double ExpectedEvents(const Auction& auction, const Outcome& outcome,
                      uint32_t candidate) {
  double events = 0;
  for (const Award& award : outcome.awards()) {
    if (award.candidate != candidate) continue;
    events += ExpectedEvents(auction, outcome, award);
  }
  return events;
}

double ExpectedUtility(const Auction& auction, const Outcome& outcome,
                       uint32_t candidate, double value) {
  double utility = 0;
  for (const Award& award : outcome.awards()) {
    if (award.candidate != candidate) continue;
    utility += ExpectedEvents(auction, outcome, award) * (value - award.price);
  }
  return utility;
}

double ExpectedRevenue(const Auction& auction, const Outcome& outcome) {
  double revenue = 0;
  for (const Award& award : outcome.awards()) {
    revenue += ExpectedEvents(auction, outcome, award) * award.price;
  }
  return revenue;
}

}  // namespace souk::market
