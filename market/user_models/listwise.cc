// Listwise externalities: ads that resemble each other take clicks from each
// other, ads that differ add some; slots are then looked at as in pbm.
//
//   P(examined_r) = e_r,   P(clicked_r) = e_r * min(1, a_r * gamma_r)
//   gamma_r = 2 / (1 + exp(-h_r))
//   h_r     = -kappa * sum over the other ads j of
//                      omega^(|r - j| - 1) * <d_r, d_j>
//
// with d the directions of the ads, unit vectors in R^4 (EXT-1 in
// market/externalities.h). Distances count slots, empty ones too. gamma lies in
// (0, 2), 1 for an ad alone.
//
// Parameters:
//   kappa        [1]  >= 0, default 1.5: strength; 0: no externality
//   omega        [1]  0..1, default 0.5: what a further slot damps
//   examination  [1]  list of e_r in [0, 1], not increasing, default 1, 0.8,
//                     0.6; the last value goes on
#include <algorithm>
#include <array>

#include "market/auction.h"
#include "market/check.h"
#include "market/user_models/listed.h"
#include "market/user_models/position_based.h"

namespace souk::market {
namespace {

class Externalities final : public ListEffect {
 public:
  explicit Externalities(ExternalityRule rule) : rule_(rule) {}

  void Attraction(std::span<const SlotView> slots,
                  std::span<double> attraction) const override {
    if (slots.empty()) return;
    const size_t places = slots.back().slot + size_t{1};
    SOUK_CHECK(places <= kMaxSlots, "a page of ", places, " slots");
    std::array<ListItem, kMaxSlots> list{};  // empty places have no direction
    for (const SlotView& slot : slots) {
      if (slot.ad != nullptr) list[slot.slot].direction = slot.ad->direction;
    }
    std::array<double, kMaxSlots> gamma;
    ExternalityFactors(rule_, std::span(list).first(places),
                       std::span(gamma).first(places));
    for (size_t i = 0; i < slots.size(); ++i) {
      attraction[i] = std::min(1.0, slots[i].attraction * gamma[slots[i].slot]);
    }
  }

 private:
  ExternalityRule rule_;
};

}  // namespace

UserModelEntry Listwise() {
  return {.name = "listwise",
          .help = "Looks slot by slot; ads alike take each other's clicks",
          .params = {{.name = "kappa",
                      .default_value = {1.5},
                      .min = 0,
                      .max = 100,
                      .help = "How strongly ads on a page work on each other."},
                     {.name = "omega",
                      .default_value = {0.5},
                      .min = 0,
                      .max = 1,
                      .help = "Factor on that for every further slot between "
                              "them."},
                     ExaminationParam({1, 0.8, 0.6})},
          .make = [](const ParamSet& params) {
            ExternalityRule rule;
            rule.kappa = params.number("kappa");
            rule.omega = params.number("omega");
            return Listed(std::make_unique<const Externalities>(rule),
                          PositionBased(params.list("examination")));
          }};
}

}  // namespace souk::market
