#include "market/user_models/top_down.h"

namespace souk::market {
namespace {

class TopDownModel final : public UserModel {
 public:
  explicit TopDownModel(ReadingHabit habit) : habit_(habit) {}

 private:
  void DoRespond(std::span<const SlotView> slots,
                 std::span<const SlotChance> chance,
                 std::span<SlotResponse> response) const override {
    bool reading = true;
    uint32_t eyes = 0;  // the slot that the user has reached
    for (size_t i = 0; i < slots.size(); ++i) {
      reading = reading && chance[i].examine < Reach(slots[i].slot - eyes);
      eyes = slots[i].slot;
      SlotResponse& answer = response[i];
      answer.examined = reading;
      answer.clicked = reading && chance[i].click < slots[i].attraction;
      answer.converted =
          answer.clicked && chance[i].convert < slots[i].conversion;
      if (answer.clicked && chance[i].satisfy < habit_.satisfaction) {
        reading = false;
      }
    }
  }

  void DoExamination(std::span<const double> attraction,
                     std::span<double> weight) const override {
    double examined = 1;
    for (size_t r = 0; r < weight.size(); ++r) {
      weight[r] = examined;
      examined *=
          habit_.continuation * (1 - attraction[r] * habit_.satisfaction);
    }
  }

  /// P(going on `steps` times).
  double Reach(uint32_t steps) const {
    double reach = 1;
    for (uint32_t i = 0; i < steps; ++i) reach *= habit_.continuation;
    return reach;
  }

  ReadingHabit habit_;
};

}  // namespace

std::shared_ptr<const UserModel> TopDown(ReadingHabit habit) {
  return std::make_shared<const TopDownModel>(habit);
}

ParamSpec ContinuationParam(double default_value) {
  return {
      .name = "continuation",
      .default_value = {default_value},
      .min = 0,
      .max = 1,
      .help = "P(going on to the next slot) of a user who has not stopped."};
}

}  // namespace souk::market
