#include "market/user_models/position_based.h"

#include <algorithm>

namespace souk::market {
namespace {

class PositionBasedModel final : public UserModel {
 public:
  /// `examination` is not empty.
  explicit PositionBasedModel(std::vector<double> examination)
      : examination_(std::move(examination)) {}

 private:
  void DoRespond(std::span<const SlotView> slots,
                 std::span<const SlotChance> chance,
                 std::span<SlotResponse> response) const override {
    for (size_t i = 0; i < slots.size(); ++i) {
      // Without branches: nobody can guess them.
      const bool examined = chance[i].examine < At(slots[i].slot);
      const bool clicked = examined & (chance[i].click < slots[i].attraction);
      const bool converted =
          clicked & (chance[i].convert < slots[i].conversion);
      response[i] = {examined, clicked, converted};
    }
  }

  void DoExamination(std::span<const double>,
                     std::span<double> weight) const override {
    for (size_t r = 0; r < weight.size(); ++r) weight[r] = At(r);
  }

  double At(size_t slot) const {
    return examination_[std::min(slot, examination_.size() - 1)];
  }

  std::vector<double> examination_;
};

}  // namespace

std::shared_ptr<const UserModel> PositionBased(
    std::vector<double> examination) {
  return std::make_shared<const PositionBasedModel>(std::move(examination));
}

ParamSpec ExaminationParam(std::vector<double> default_value) {
  return {.name = "examination",
          .shape = ParamShape::kList,
          .default_value = std::move(default_value),
          .min = 0,
          .max = 1,
          .help =
              "P(examined) of each slot from the top, not increasing; the "
              "last value goes on."};
}

}  // namespace souk::market
