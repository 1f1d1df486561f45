// Cascade choice: the user passes the slots from the top, looks at each with
// the same attention, and stops at the first click.
//
//   P(clicked_r) = attention * a_r * prod over q < r of (1 - attention * a_q)
//
// Unlike `cascade`, a slot that was overlooked does not end the visit. RecSim's
// cascade choice model (Ie et al., arXiv 1909.04847), where a = scaling *
// score.
//
// Parameters:
//   attention  [1]  P(examined | no click above), 0..1, default 0.65
#include "market/user_model.h"

namespace souk::market {
namespace {

class CascadeChoiceModel final : public UserModel {
 public:
  explicit CascadeChoiceModel(double attention) : attention_(attention) {}

 private:
  void DoRespond(std::span<const SlotView> slots,
                 std::span<const SlotChance> chance,
                 std::span<SlotResponse> response) const override {
    bool chosen = false;
    for (size_t i = 0; i < slots.size(); ++i) {
      SlotResponse& answer = response[i];
      answer.examined = !chosen && chance[i].examine < attention_;
      answer.clicked = answer.examined && chance[i].click < slots[i].attraction;
      answer.converted =
          answer.clicked && chance[i].convert < slots[i].conversion;
      chosen = chosen || answer.clicked;
    }
  }

  void DoExamination(std::span<const double> attraction,
                     std::span<double> weight) const override {
    double reading = 1;
    for (size_t r = 0; r < weight.size(); ++r) {
      weight[r] = reading * attention_;
      reading *= 1 - attention_ * attraction[r];
    }
  }

  double attention_;
};

}  // namespace

UserModelEntry CascadeChoice() {
  return {.name = "cascade_choice",
          .help = "Overlooks slots at random, stops at the first click",
          .params = {{.name = "attention",
                      .default_value = {0.65},
                      .min = 0,
                      .max = 1,
                      .help = "P(a slot is looked at) while nothing was "
                              "clicked."}},
          .make = [](const ParamSet& params) {
            return std::make_shared<const CascadeChoiceModel>(
                params.number("attention"));
          }};
}

}  // namespace souk::market
