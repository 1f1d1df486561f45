// Myerson's optimal auction for separable click rates: greatest expected
// revenue of all truthful auctions if values are drawn from the prior.
//
//   score_i = phi(bid_i) * rate_i, s_k the k-th highest, 0 behind the last
//   slot k goes to s_k while s_k >= 0; with slot weights w_1 >= ... >= w_K,
//   w_{K+1} = 0:
//
//   price = 1/w_k * sum_{l=k..K} (w_l - w_{l+1}) * phi^-1(s_{l+1} / rate_i)
//
// per charged event: each step of weight at the least bid that would reach it.
// phi(v) = v - (1 - F(v)) / f(v) is the virtual value; phi^-1(0), or the
// prior's lower end if that is more, is the reserve.
//
//   uniform on [a, b]                   phi(v) = 2 v - b
//   exponential of mean m               phi(v) = v - m
//   ... truncated to [0, c]             phi(v) = v - m (1 - exp((v - c) / m))
//
// A bid above the prior's upper end counts for itself. Ties go to the
// candidate with the lower position; a virtual value of 0 still wins a slot
// that nobody else wants. Prices are rounded to the nearest micro-unit and
// never exceed the bid. Myerson, "Optimal Auction Design", 1981.
//
// Parameters, of exactly one prior:
//   uniform_low_micros       [micros]  a, default 0
//   uniform_high_micros      [micros]  b > a; 0 (default): not uniform
//   exponential_mean_micros  [micros]  m; 0 (default): not exponential
//   cap_micros               [micros]  c; 0 (default): not truncated
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/priors.h"
#include "market/mechanisms/thresholds.h"

namespace souk::market {
namespace {

/// A bid of at least the reserve wins even if its virtual value is 0.
constexpr double kLeastValue = 0x1p-900;

/// What bids are worth to a seller who knows the prior.
template <class Prior>
class VirtualValues final : public BidValues {
 public:
  explicit VirtualValues(Prior prior) : prior_(prior) {}

  void Evaluate(std::span<const double> bid,
                std::span<double> value) const override {
    for (size_t i = 0; i < bid.size(); ++i) {
      const double phi = prior_.Phi(bid[i]);
      const bool sells = (bid[i] > 0) & (bid[i] >= prior_.low) & (phi >= 0);
      value[i] = sells ? std::max(phi, kLeastValue) : 0;
    }
  }
  /// The least bid that is worth `value` >= 0.
  double LeastBid(double value) const {
    return std::max(prior_.low, prior_.Inverse(value));
  }

 private:
  Prior prior_;
};

template <class Prior>
class MyersonMechanism final : public Mechanism {
 public:
  explicit MyersonMechanism(Prior prior)
      : values_(prior), rule_{.values = &values_} {}
  MyersonMechanism(const MyersonMechanism&) = delete;
  MyersonMechanism& operator=(const MyersonMechanism&) = delete;

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    Ranking ranking;
    Rank(auction, rule_, ranking);
    AwardAtThresholds(
        auction, ranking,
        [this](double value) { return values_.LeastBid(value); }, outcome);
  }

  VirtualValues<Prior> values_;
  RankingRule rule_;
};

template <class Prior>
std::shared_ptr<const Mechanism> MakeFor(Prior prior) {
  return std::make_shared<const MyersonMechanism<Prior>>(prior);
}

Result<std::shared_ptr<const Mechanism>> Make(const ParamSet& params) {
  const double low = params.number("uniform_low_micros");
  const double high = params.number("uniform_high_micros");
  const double mean = params.number("exponential_mean_micros");
  const double cap = params.number("cap_micros");
  const bool uniform = low > 0 || high > 0;
  if (uniform == (mean > 0)) {
    return Error{
        Concat("myerson needs exactly one prior: give either "
               "uniform_high_micros or exponential_mean_micros")};
  }
  if (uniform && cap > 0) {
    return Error{
        Concat("cap_micros truncates an exponential prior; the "
               "uniform prior ends at uniform_high_micros")};
  }
  if (uniform && low >= high) {
    return Error{Concat("uniform_low_micros ", low,
                        " is not below uniform_high_micros ", high)};
  }
  if (uniform) return MakeFor(UniformPrior{low, high});
  if (cap > 0) return MakeFor(TruncatedPrior{mean, cap});
  return MakeFor(ExponentialPrior{mean});
}

ParamSpec PriorParam(std::string name, std::string help) {
  return {.name = std::move(name),
          .unit = "micros",
          .shape = ParamShape::kInteger,
          .default_value = {0},
          .min = 0,
          .max = 1e15,
          .help = std::move(help)};
}

}  // namespace

MechanismEntry Myerson() {
  return {
      .name = "myerson",
      .help = "Optimal auction: the best virtual values win, if not negative",
      .traits = {.truthful = true},
      .params = {PriorParam("uniform_low_micros",
                            "Lower end of a uniform prior of the values."),
                 PriorParam("uniform_high_micros",
                            "Upper end of a uniform prior; 0: not uniform."),
                 PriorParam("exponential_mean_micros",
                            "Mean of an exponential prior; 0: another prior."),
                 PriorParam("cap_micros",
                            "Truncates the exponential prior; 0: does not.")},
      .make = Make};
}

}  // namespace souk::market
