// Repeats fade: an ad that stands on the page again is clicked less by a fixed
// factor for every time that it stands above; slots are then looked at as in
// pbm.
//
//   P(examined_r) = e_r,  P(clicked_r) = e_r * p_r * factor^n_r
//   n_r = number of slots above r whose ad has the category of r's
//
// with p_r the attraction of the ad alone. An ad without a category repeats
// itself only.
//
// Parameters:
//   factor       [1]  0..1, default 0.5
//   examination  [1]  list of e_r in [0, 1], not increasing, default 1, 0.8,
//                     0.6; the last value goes on
#include "market/user_models/listed.h"
#include "market/user_models/position_based.h"

namespace souk::market {
namespace {

class FadingEffect final : public ListEffect {
 public:
  explicit FadingEffect(double factor) : factor_(factor) {}

  void Attraction(std::span<const SlotView> slots,
                  std::span<double> attraction) const override {
    for (size_t i = 0; i < slots.size(); ++i) {
      attraction[i] = slots[i].attraction;
      for (const SlotView& above : slots.first(i)) {
        const bool known = slots[i].ad != nullptr && above.ad != nullptr;
        if (known && slots[i].ad->category == above.ad->category) {
          attraction[i] *= factor_;
        }
      }
    }
  }

 private:
  double factor_;
};

}  // namespace

UserModelEntry PbmRepeats() {
  return {.name = "pbm_repeats",
          .help = "As pbm, with fewer clicks on what stands on the page again",
          .params = {{.name = "factor",
                      .default_value = {0.5},
                      .min = 0,
                      .max = 1,
                      .help = "Factor on clicks for every time that the ad's "
                              "category stands above."},
                     ExaminationParam({1, 0.8, 0.6})},
          .make = [](const ParamSet& params) {
            return Listed(
                std::make_unique<const FadingEffect>(params.number("factor")),
                PositionBased(params.list("examination")));
          }};
}

}  // namespace souk::market
