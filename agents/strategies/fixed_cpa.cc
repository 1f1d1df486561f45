// fixed_cpa: offers the target, or a multiple of it, for every conversion.
//
//   bid = multiple * C * (expected conversions of a charged event)
//
// with C the target of the campaign. It pays at most multiple * C per
// conversion in any mechanism that charges at most the bid. Reference: the
// FixedCPA bidder of AuctionNet (NeurIPS 2024).
//
// Parameters: multiple.
#include "agents/strategies/requirements.h"
#include "agents/strategies/steady.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (auto target = NeedTargetCpa("fixed_cpa", facts); !target) {
    return target.error();
  }
  market::LinearBid bid = ConversionBid(facts);
  bid.factor = params.number("multiple") * facts.target_cpa_micros;
  return Steady(bid);
}

}  // namespace

StrategyEntry FixedCpaStrategy() {
  return {.name = "fixed_cpa",
          .help = "Offers the target for every conversion (needs a target)",
          .params = {NumberParam("multiple", 1, {0, 1000},
                                 "Offer for a conversion, in targets")},
          .signals = {},
          .make = Make};
}

}  // namespace souk::agents
