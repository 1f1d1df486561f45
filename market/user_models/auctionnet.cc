// Exposure as in AuctionNet: every slot has a coefficient, and what stands
// below a slot that was not exposed is not exposed either.
//
//   P(examined_r | all above examined) = c_r,  P(examined_r) = c_0 ... c_r
//   clicked and converted by the true rates, as everywhere
//
// By default c = 1, .8, .6, so that slots are exposed with 1, .8 and .48. An
// empty slot counts with its coefficient. A list shorter than the page goes on
// with its last value. "AuctionNet", NeurIPS 2024 (datasets and benchmarks).
//
// Parameters:
//   coefficients  [1]  list of c_r in (0, 1], default 1, 0.8, 0.6
#include <algorithm>

#include "market/user_model.h"

namespace souk::market {
namespace {

class AuctionNetModel final : public UserModel {
 public:
  /// `coefficients` is not empty.
  explicit AuctionNetModel(std::vector<double> coefficients)
      : coefficients_(std::move(coefficients)) {}

 private:
  void DoRespond(std::span<const SlotView> slots,
                 std::span<const SlotChance> chance,
                 std::span<SlotResponse> response) const override {
    bool seen = true;
    size_t next = 0;
    for (size_t i = 0; i < slots.size(); ++i) {
      double coefficient = 1;  // of this slot and the empty ones above it
      for (; next <= slots[i].slot; ++next) coefficient *= At(next);
      seen = seen && chance[i].examine < coefficient;
      const bool clicked = seen && chance[i].click < slots[i].attraction;
      response[i] = {seen, clicked,
                     clicked && chance[i].convert < slots[i].conversion};
    }
  }

  void DoExamination(std::span<const double>,
                     std::span<double> weight) const override {
    double examined = 1;
    for (size_t r = 0; r < weight.size(); ++r) {
      examined *= At(r);
      weight[r] = examined;
    }
  }

  double At(size_t slot) const {
    return coefficients_[std::min(slot, coefficients_.size() - 1)];
  }

  std::vector<double> coefficients_;
};

}  // namespace

UserModelEntry AuctionNetExposure() {
  return {.name = "auctionnet",
          .help = "Sees a slot by its coefficient, if it saw all above",
          .params = {{.name = "coefficients",
                      .shape = ParamShape::kList,
                      .default_value = {1, 0.8, 0.6},
                      .min = 1e-6,
                      .max = 1,
                      .help = "P(exposed) of each slot from the top, if all "
                              "above it are; the last value goes on."}},
          .make = [](const ParamSet& params) {
            return std::make_shared<const AuctionNetModel>(
                params.list("coefficients"));
          }};
}

}  // namespace souk::market
