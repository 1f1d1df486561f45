// Position-based model: each slot is looked at by itself, the less the lower.
//
//   P(examined_r) = e_r,  P(clicked_r) = e_r * a_r
//   e_r = (1 / (r + 1))^eta for r = 0, 1, ..., or the list `examination`
//
// A list shorter than the page goes on with its last value. Richardson,
// Dominowska, Ragno, "Predicting Clicks", WWW 2007; Chuklin, Markov, de Rijke,
// "Click Models for Web Search", 2015.
//
// Parameters:
//   eta          [1]  >= 0, default 1: how fast attention falls
//   examination  [1]  list of e_r in [0, 1], not increasing; a single 0, the
//                     default, means: by eta
#include "market/auction.h"
#include "market/user_models/position_based.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

std::vector<double> PowerLaw(double eta) {
  std::vector<double> examination;
  for (size_t r = 0; r < kMaxSlots; ++r) {
    const double rank = static_cast<double>(r + 1);
    examination.push_back(eta == 1 ? 1 / rank : Exp(-eta * Log(rank)));
  }
  return examination;
}

std::shared_ptr<const UserModel> Make(const ParamSet& params) {
  const std::vector<double>& given = params.list("examination");
  const bool by_eta = given.size() == 1 && given[0] == 0;
  return PositionBased(by_eta ? PowerLaw(params.number("eta")) : given);
}

}  // namespace

UserModelEntry Pbm() {
  return {
      .name = "pbm",
      .help = "Looks at every slot by itself, the less the lower it is",
      .params = {{.name = "eta",
                  .default_value = {1},
                  .min = 0,
                  .max = 100,
                  .help = "Slot r is examined with P = (1 / (r + 1))^eta, "
                          "r = 0, 1, ..."},
                 {.name = "examination",
                  .shape = ParamShape::kList,
                  .default_value = {0},
                  .min = 0,
                  .max = 1,
                  .help = "P(examined) of each slot from the top, not "
                          "increasing; the last value goes on; 0: by eta."}},
      .make = Make};
}

}  // namespace souk::market
