#include "market/user_models/top_down.h"

#include <algorithm>

namespace souk::market {
namespace {

class TopDownModel final : public UserModel {
 public:
  explicit TopDownModel(ReadingHabit habit) : habit_(std::move(habit)) {}

 private:
  void DoRespond(std::span<const SlotView> slots,
                 std::span<const SlotChance> chance,
                 std::span<SlotResponse> response) const override {
    bool reading = true;
    double step = 1;  // P(going on) from the slot that the user has reached
    uint32_t eyes = 0;
    for (size_t i = 0; i < slots.size(); ++i) {
      const uint32_t gap = slots[i].slot - eyes;
      if (i == 0) step = habit_.after_skip;  // the slots above are empty
      if (gap > 0) {
        reading = reading && chance[i].examine < step * Skips(gap - 1);
      }
      eyes = slots[i].slot;
      step = Read(slots[i], chance[i], reading, response[i]);
    }
  }

  /// The answer to one slot; P(going on) from it.
  double Read(const SlotView& slot, const SlotChance& chance, bool& reading,
              SlotResponse& answer) const {
    answer.examined = reading;
    answer.clicked = reading && chance.click < slot.attraction;
    answer.converted = answer.clicked && chance.convert < slot.conversion;
    if (!answer.clicked) return habit_.after_skip;
    if (chance.satisfy < habit_.satisfaction) reading = false;
    return AfterClick(slot.slot, slot.attraction);
  }

  void DoExamination(std::span<const double> attraction,
                     std::span<double> weight) const override {
    double examined = 1;
    for (size_t r = 0; r < weight.size(); ++r) {
      weight[r] = examined;
      const double a = attraction[r];
      examined *= a * (1 - habit_.satisfaction) * AfterClick(r, a) +
                  (1 - a) * habit_.after_skip;
    }
  }

  double AfterClick(size_t slot, double attraction) const {
    const ClickStep& step =
        habit_.after_click[std::min(slot, habit_.after_click.size() - 1)];
    return step.plain * (1 - attraction) + step.attractive * attraction;
  }

  /// P(going on `steps` times without a click).
  double Skips(uint32_t steps) const {
    double reach = 1;
    for (uint32_t i = 0; i < steps; ++i) reach *= habit_.after_skip;
    return reach;
  }

  ReadingHabit habit_;
};

}  // namespace

std::shared_ptr<const UserModel> TopDown(ReadingHabit habit) {
  return std::make_shared<const TopDownModel>(std::move(habit));
}

ParamSpec ContinuationParam(double default_value) {
  return {
      .name = "continuation",
      .default_value = {default_value},
      .min = 0,
      .max = 1,
      .help = "P(going on to the next slot) of a user who has not stopped."};
}

ParamSpec SatisfactionParam() {
  return {.name = "satisfaction",
          .default_value = {0.3},
          .min = 0,
          .max = 1,
          .help = "P(stopping) after a click."};
}

std::shared_ptr<const UserModel> DynamicReader(const ParamSet& params) {
  const double on = params.number("continuation");
  return TopDown({.satisfaction = params.number("satisfaction"),
                  .after_skip = on,
                  .after_click = {{on, on}}});
}

}  // namespace souk::market
