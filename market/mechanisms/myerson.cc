// Myerson's optimal auction for separable click rates: greatest expected
// revenue of all truthful auctions if values are drawn from the prior.
//
//   score_i = phi(bid_i) * rate_i, s_k the k-th highest, 0 behind the last
//   slot k goes to s_k while s_k >= 0; with slot weights w_1 >= ... >= w_K,
//   w_{K+1} = 0:
//
//   price = 1/w_k * sum_{l=k..K} (w_l - w_{l+1}) * (least bid above s_{l+1})
//
// per charged event: each step of weight at the least bid that would reach it.
// phi is the virtual value of priors.h and sample_prior.h; the least bid with
// phi >= 0, or the prior's lower end if that is more, is the reserve. The
// virtual values of a sample are steps, so that bids tie: the lower position
// then wins, and the higher one has to reach the next step. A virtual value of
// 0 still wins a slot that nobody else wants. Prices are rounded to the nearest
// micro-unit and never exceed the bid. Myerson, "Optimal Auction Design", 1981.
//
// Parameters, of exactly one prior:
//   uniform_low_micros       [micros]  a, default 0
//   uniform_high_micros      [micros]  b > a; 0 (default): not uniform
//   exponential_mean_micros  [micros]  m; 0 (default): not exponential
//   cap_micros               [micros]  c; 0 (default): not truncated
//   sample_micros            [micros]  values > 0; 0 (default): no sample
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/priors.h"
#include "market/mechanisms/sample_prior.h"
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
  const Prior& prior() const { return prior_; }

 private:
  Prior prior_;
};

/// The least bid that is worth `value` >= 0.
template <class Prior>
double LeastBid(const Prior& prior, double value) {
  return std::max(prior.low, prior.Inverse(value));
}

template <class Prior>
double LeastBidToReach(const Prior& prior, const Ranked& winner,
                       const Ranked* rival) {
  return LeastBid(prior, ValueToReach(winner, rival));
}

/// Scores of steps tie exactly, so they are compared as the ranking does.
double LeastBidToReach(const EmpiricalPrior& prior, const Ranked& winner,
                       const Ranked* rival) {
  if (rival == nullptr) return LeastBid(prior, 0);
  const bool wins_ties = winner.candidate < rival->candidate;
  const auto step = prior.FirstStep([&](double value) {
    const double score = std::max(value, kLeastValue) * winner.weight;
    return score > rival->score || (wins_ties && score == rival->score);
  });
  if (step != prior.steps().end()) return step->least;
  return std::max(prior.high(), ValueToReach(winner, rival));
}

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
        [this](const Ranked& winner, const Ranked* rival) {
          return LeastBidToReach(values_.prior(), winner, rival);
        },
        outcome);
  }

  VirtualValues<Prior> values_;
  RankingRule rule_;
};

template <class Prior>
std::shared_ptr<const Mechanism> MakeFor(Prior prior) {
  return std::make_shared<const MyersonMechanism<Prior>>(prior);
}

Result<std::shared_ptr<const Mechanism>> MakeForSample(
    const std::vector<double>& sample) {
  if (std::ranges::min(sample) <= 0) {
    return Error{Concat("sample_micros holds ", std::ranges::min(sample),
                        ", must be above 0")};
  }
  return MakeFor(EmpiricalPrior(sample));
}

/// What is wrong with an analytic prior, or "".
std::string FaultOf(const ParamSet& params, bool uniform) {
  const double low = params.number("uniform_low_micros");
  const double high = params.number("uniform_high_micros");
  if (uniform && params.number("cap_micros") > 0) {
    return "cap_micros truncates an exponential prior; the uniform prior ends "
           "at uniform_high_micros";
  }
  if (uniform && low >= high) {
    return Concat("uniform_low_micros ", low,
                  " is not below uniform_high_micros ", high);
  }
  return "";
}

Result<std::shared_ptr<const Mechanism>> Make(const ParamSet& params) {
  const double low = params.number("uniform_low_micros");
  const double high = params.number("uniform_high_micros");
  const double mean = params.number("exponential_mean_micros");
  const double cap = params.number("cap_micros");
  const std::vector<double>& sample = params.list("sample_micros");
  const bool uniform = low > 0 || high > 0;
  const bool sampled = sample.size() > 1 || sample.front() > 0;
  const int priors = int{uniform} + int{mean > 0} + int{sampled};
  if (priors != 1 || (sampled && cap > 0)) {
    return Error{
        "myerson needs exactly one prior: give either uniform_high_micros, "
        "exponential_mean_micros or sample_micros"};
  }
  if (sampled) return MakeForSample(sample);
  const std::string fault = FaultOf(params, uniform);
  if (!fault.empty()) return Error{fault};
  if (uniform) return MakeFor(UniformPrior{low, high});
  if (cap > 0) return MakeFor(TruncatedPrior{mean, cap});
  return MakeFor(ExponentialPrior{mean});
}

ParamSpec SampleParam() {
  ParamSpec spec = PriorParam("sample_micros",
                              "A sample of the values, as the prior; 0: none.");
  spec.shape = ParamShape::kList;
  return spec;
}

}  // namespace

MechanismEntry Myerson() {
  return {
      .name = "myerson",
      .help = "Optimal auction: the best virtual values win, if not negative",
      .traits = {.truthful = true,
                 .anonymous = true,
                 .may_leave_slots_empty = true},
      .params = {PriorParam("uniform_low_micros",
                            "Lower end of a uniform prior of the values."),
                 PriorParam("uniform_high_micros",
                            "Upper end of a uniform prior; 0: not uniform."),
                 PriorParam("exponential_mean_micros",
                            "Mean of an exponential prior; 0: another prior."),
                 PriorParam("cap_micros",
                            "Truncates the exponential prior; 0: does not."),
                 SampleParam()},
      .make = Make};
}

}  // namespace souk::market
