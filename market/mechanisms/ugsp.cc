// Utility-based generalised second price: the score adds what the platform
// itself gains from an event; winners pay the least that keeps their slot.
//
//   o_i     = rate_value * rate_i + conversion_value * conversion_i
//   score_i = bid_weight * bid_i * rate_i + o_i, s_k the k-th highest
//   slot k goes to s_k, of candidate i
//   price   = max(reserve, (s_{k+1} - o_i) / (bid_weight * rate_i))
//
// and the reserve behind the last. Ties go to the candidate with the lower
// position. Prices are rounded to the nearest micro-unit and never exceed the
// bid. Liu et al., "Neural Auction", KDD 2021 (baseline uGSP).
//
// Parameters:
//   bid_weight               [1]       what a bid counts for, default 1
//   rate_value_micros        [micros]  of a charged event, default 0
//   conversion_value_micros  [micros]  of a conversion rate of 1, default 0
//   reserve_micros           [micros]  least bid and price, default 0
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/ranking.h"
#include "market/mechanisms/term_ranking.h"

namespace souk::market {
namespace {

struct UgspRule {
  double bid_weight;
  double rate_value;
  double conversion_value;
  double reserve;
};

class UgspMechanism final : public Mechanism {
 public:
  explicit UgspMechanism(UgspRule rule) : rule_(rule) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const std::span<const double> conversion = auction.conversion;
    SOUK_CHECK(conversion.empty() || conversion.size() == auction.bid.size(),
               conversion.size(), " conversion rates, ", auction.bid.size(),
               " bids");
    TermRanking ranking;
    RankWithTerms(
        auction, rule_.reserve,
        [&](size_t i) -> ScoreTerms {
          const double rate = auction.rate[i];
          const double buys = conversion.empty() ? 0 : conversion[i];
          return {rule_.bid_weight * rate,
                  rule_.rate_value * rate + rule_.conversion_value * buys};
        },
        ranking);
    AwardToTheNext(auction, ranking, rule_.reserve, outcome);
  }

  UgspRule rule_;
};

ParamSpec ValueParam(std::string name, std::string help) {
  return {.name = std::move(name),
          .unit = "micros",
          .default_value = {0},
          .min = 0,
          .max = 1e15,
          .help = std::move(help)};
}

std::shared_ptr<const Mechanism> Make(const ParamSet& params) {
  return std::make_shared<const UgspMechanism>(
      UgspRule{params.number("bid_weight"), params.number("rate_value_micros"),
               params.number("conversion_value_micros"),
               params.number("reserve_micros")});
}

}  // namespace

MechanismEntry Ugsp() {
  return {.name = "ugsp",
          .help = "GSP on a score that adds the platform's own gain",
          .traits = {.anonymous = true},
          .params = {{.name = "bid_weight",
                      .default_value = {1},
                      .min = 1e-6,
                      .max = 1e6,
                      .help = "What a bid counts for beside the own gain."},
                     ValueParam("rate_value_micros",
                                "What a charged event is worth by itself."),
                     ValueParam("conversion_value_micros",
                                "Score of a predicted conversion rate of 1."),
                     ReserveParam()},
          .make = Make};
}

}  // namespace souk::market
