#include "market/user_models/listed.h"

#include <algorithm>
#include <array>

#include "market/auction.h"
#include "market/check.h"

namespace souk::market {
namespace {

class ListedModel final : public UserModel {
 public:
  ListedModel(std::unique_ptr<const ListEffect> effect,
              std::shared_ptr<const UserModel> reader)
      : effect_(std::move(effect)), reader_(std::move(reader)) {}

 private:
  void DoAttraction(std::span<const SlotView> slots,
                    std::span<double> attraction) const override {
    effect_->Attraction(slots, attraction);
  }

  void DoRespond(std::span<const SlotView> slots,
                 std::span<const SlotChance> chance,
                 std::span<SlotResponse> response) const override {
    const size_t n = slots.size();
    SOUK_CHECK(n <= kMaxSlots, "a page of ", n, " ads");
    std::array<double, kMaxSlots> attraction;
    effect_->Attraction(slots, std::span(attraction).first(n));
    std::array<SlotView, kMaxSlots> seen;
    for (size_t i = 0; i < n; ++i) {
      seen[i] = slots[i];
      seen[i].attraction = attraction[i];
    }
    reader_->Respond(std::span(seen).first(n), chance, response);
  }

  void DoExamination(std::span<const double> attraction,
                     std::span<double> weight) const override {
    reader_->Examination(attraction, weight);
  }

  std::unique_ptr<const ListEffect> effect_;
  std::shared_ptr<const UserModel> reader_;
};

}  // namespace

std::shared_ptr<const UserModel> Listed(
    std::unique_ptr<const ListEffect> effect,
    std::shared_ptr<const UserModel> reader) {
  return std::make_shared<const ListedModel>(std::move(effect),
                                             std::move(reader));
}

}  // namespace souk::market
