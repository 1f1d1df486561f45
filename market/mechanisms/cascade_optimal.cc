// Vickrey-Clarke-Groves for users who read from the top and may stop after any
// ad: the list of the greatest expected value wins, winners pay the harm they
// do. Slots matter by their order and number only, not by their weights.
//
//   c_i     = after_skip * (1 - rate_i) + after_click * rate_i
//   theta_i = rate_i * product of the c of the ads above it
//   A*      = the list of the greatest sum of bid_i * theta_i
//   price   = (W_{-i} - (W - bid_i * theta_i)) / theta_i
//
// per charged event, with W the greatest sum and W_{-i} the greatest without
// i. Ads that read on well may stand above better ones, so a higher bid never
// loses events, but may lose a slot. Lists of equal worth: the one with the
// item of the greater bid * rate / (1 - c), then of the lower position. Prices
// are rounded to the nearest micro-unit and never exceed the bid. Kempe,
// Mahdian, "A Cascade Model for Externalities in Sponsored Search", 2008.
//
// Parameters:
//   after_skip   [1]  P(reads on | no event), default 0.9
//   after_click  [1]  P(reads on | event), default 0.5
#include <algorithm>

#include "market/auction.h"
#include "market/check.h"
#include "market/mechanisms/cascade.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

class CascadeOptimalMechanism final : public Mechanism {
 public:
  CascadeOptimalMechanism(double after_skip, double after_click)
      : after_skip_(after_skip), after_click_(after_click) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    SOUK_CHECK(auction.bid.size() == auction.rate.size(), auction.bid.size(),
               " bids, ", auction.rate.size(), " rates");
    std::vector<double> gain, continuation;
    for (size_t i = 0; i < auction.bid.size(); ++i) {
      const double rate = auction.rate[i];
      gain.push_back(auction.bid[i] * rate);
      continuation.push_back(after_skip_ * (1 - rate) + after_click_ * rate);
    }
    const Cascade cascade(gain, continuation);
    const size_t slots = auction.slot_weight.size();
    const Cascade::List best = cascade.Best(slots);
    double read = 1;
    for (uint32_t k = 0; k < best.items.size() && read > 0; ++k) {
      const uint32_t winner = best.items[k];
      const double bid = auction.bid[winner];
      const double events = read * auction.rate[winner];
      const double harm = cascade.BestWithout(winner, slots).worth -
                          (best.worth - bid * events);
      outcome.Add({k, winner, WholePrice(std::max(0.0, harm / events), bid)});
      read *= continuation[winner];
    }
  }

  double after_skip_;
  double after_click_;
};

ParamSpec ReadsOnParam(std::string name, double usual, std::string help) {
  return {.name = std::move(name),
          .default_value = {usual},
          .min = 0,
          .max = 1,
          .help = std::move(help)};
}

}  // namespace

MechanismEntry CascadeOptimal() {
  return {
      .name = "cascade_optimal",
      .help = "VCG for users who read from the top until they stop",
      .traits = {.truthful = true, .reads_as_cascade = true, .anonymous = true},
      .params = {ReadsOnParam("after_skip", 0.9,
                              "P(reads on after an ad without an event)."),
                 ReadsOnParam("after_click", 0.5,
                              "P(reads on after an ad with an event).")},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const CascadeOptimalMechanism>(
            params.number("after_skip"), params.number("after_click"));
      }};
}

}  // namespace souk::market
