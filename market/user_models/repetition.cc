// Repetition: an ad like those above it attracts less, one that differs from
// them a little more; the page is then read as in dbn.
//
//   a_r = sigmoid(logit p_r - rho * sum over j < r of
//                                     [category_j = category_r] exp(-(r-j-1))
//                 + delta * (1 - max over j < r of <d_j, d_r>) * [ads above])
//   P(examined_{r+1}) = P(examined_r) * continuation * (1 - a_r*satisfaction)
//
// with p_r the attraction of the ad alone and d its direction. Distances count
// slots, empty ones too. p = 0 stays 0 and 1 stays 1.
//
// After the list effect of OBP's slate rewards (Saito et al., arXiv 2008.07146)
// and Chapelle, Zhang, "A Dynamic Bayesian Network Click Model", WWW 2009.
//
// Parameters:
//   rho           [1]  >= 0, default 1: what a repetition in the next slot
//   costs delta         [1]  >= 0, default 0.1: what difference is worth
//   satisfaction  [1]  P(stopping | click), 0..1, default 0.3
//   continuation  [1]  P(going on | not satisfied), 0..1, default 0.85
#include <algorithm>

#include "market/user_models/listed.h"
#include "market/user_models/top_down.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

class RepetitionEffect final : public ListEffect {
 public:
  RepetitionEffect(double rho, double delta) : rho_(rho), delta_(delta) {}

  void Attraction(std::span<const SlotView> slots,
                  std::span<double> attraction) const override {
    for (size_t i = 0; i < slots.size(); ++i) {
      // sigmoid(logit p + s) without a logarithm.
      const double p = slots[i].attraction;
      const double lifted = p * Exp(Shift(slots[i], slots.first(i)));
      attraction[i] = lifted > 0 ? lifted / (1 - p + lifted) : 0;
    }
  }

 private:
  /// What the ads above add to the logit.
  double Shift(const SlotView& here, std::span<const SlotView> above) const {
    if (above.empty()) return 0;
    double repeats = 0;
    double likeness = -1;
    for (const SlotView& other : above) {
      const bool known = here.ad != nullptr && other.ad != nullptr;
      likeness = std::max(
          likeness, known ? Dot(here.ad->direction, other.ad->direction) : 0);
      if (!known || here.ad->category != other.ad->category) continue;
      repeats += Exp(1 - static_cast<double>(here.slot - other.slot));
    }
    return delta_ * (1 - likeness) - rho_ * repeats;
  }

  double rho_;
  double delta_;
};

ParamSpec Strength(std::string name, double default_value, std::string help) {
  return {.name = std::move(name),
          .default_value = {default_value},
          .min = 0,
          .max = 100,
          .help = std::move(help)};
}

}  // namespace

UserModelEntry Repetition() {
  return {.name = "repetition",
          .help = "Reads from the top, likes ads less that repeat others",
          .params = {Strength("rho", 1,
                              "Logit lost to an ad of the same category in "
                              "the slot above."),
                     Strength("delta", 0.1,
                              "Logit gained by an ad unlike all those above."),
                     SatisfactionParam(), ContinuationParam(0.85)},
          .make = [](const ParamSet& params) {
            return Listed(std::make_unique<const RepetitionEffect>(
                              params.number("rho"), params.number("delta")),
                          DynamicReader(params));
          }};
}

}  // namespace souk::market
