// Multinomial logit: the user looks at the whole page and clicks one ad at
// most, or none.
//
//   P(clicked_r) = o_r / (N + sum of o over the page),  o_r = a_r / (1 - a_r)
//
// so that the score of an ad is logit(a_r), and an ad alone is clicked with a_r
// if N = 1. N is the weight of not clicking: its logit is log N. Every slot is
// examined. Ads compete: each takes clicks from all the others.
//
// Going down the page, the user clicks on slot r with
//   P(click r | none above) = o_r / (N + sum of o over r and the slots below),
// which is the same choice, and gives every slot a draw of its own.
//
// McFadden, "Conditional logit analysis of qualitative choice behavior", 1973;
// as the choice model of RecSim (Ie et al., arXiv 1909.04847).
//
// Parameters:
//   no_click_weight  [1]  N, 0.000001..1000000, default 1
#include <algorithm>

#include "market/user_model.h"

namespace souk::market {
namespace {

/// Odds of an ad that is certain to be clicked: finite, so that several share.
constexpr double kMostOdds = 1e15;

double Odds(double attraction) {
  return attraction < 1 ? std::min(attraction / (1 - attraction), kMostOdds)
                        : kMostOdds;
}

class LogitModel final : public UserModel {
 public:
  explicit LogitModel(double no_click_weight)
      : no_click_weight_(no_click_weight) {}

 private:
  double Total(std::span<const SlotView> slots) const {
    double total = no_click_weight_;
    for (const SlotView& slot : slots) total += Odds(slot.attraction);
    return total;
  }

  void DoAttraction(std::span<const SlotView> slots,
                    std::span<double> attraction) const override {
    const double total = Total(slots);
    for (size_t i = 0; i < slots.size(); ++i) {
      attraction[i] = Odds(slots[i].attraction) / total;
    }
  }

  void DoRespond(std::span<const SlotView> slots,
                 std::span<const SlotChance> chance,
                 std::span<SlotResponse> response) const override {
    bool chosen = false;
    for (size_t i = 0; i < slots.size(); ++i) {
      const double odds = Odds(slots[i].attraction);
      // From the bottom up, so that nothing is lost by subtraction.
      const double rest = Total(slots.subspan(i));
      SlotResponse& answer = response[i];
      answer.examined = true;
      answer.clicked = !chosen && chance[i].click < odds / rest;
      answer.converted =
          answer.clicked && chance[i].convert < slots[i].conversion;
      chosen = chosen || answer.clicked;
    }
  }

  void DoExamination(std::span<const double>,
                     std::span<double> weight) const override {
    std::ranges::fill(weight, 1);
  }

  double no_click_weight_;
};

}  // namespace

UserModelEntry Logit() {
  return {.name = "logit",
          .help = "Looks at the whole page, clicks on one ad or none",
          .params = {{.name = "no_click_weight",
                      .default_value = {1},
                      .min = 1e-6,
                      .max = 1e6,
                      .help = "Weight of clicking nothing, beside the odds "
                              "a / (1 - a) of every ad."}},
          .make = [](const ParamSet& params) {
            return std::make_shared<const LogitModel>(
                params.number("no_click_weight"));
          }};
}

}  // namespace souk::market
