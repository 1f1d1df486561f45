// Figures of other people's simulations that the product's mechanisms must
// meet: JINTER's setting A, the cascade UNI-S1.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "market/mechanisms/list_auction.h"
#include "market/random.h"
#include "market/vector_math.h"
#include "tests/support/anchors.h"
#include "tests/support/auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::ExpectAnchor;
using test::Sample;

/// Welfare, revenue, sales and the sum of the latter two.
struct Jinter {
  Sample welfare, revenue, sales, sum;

  void Add(double of_welfare, double of_revenue, double of_sales) {
    welfare.Add(of_welfare);
    revenue.Add(of_revenue);
    sales.Add(of_sales);
    sum.Add(of_revenue + of_sales);
  }
  void Expect(const std::string& rule, const std::array<double, 4>& row) const {
    constexpr double kProfiles = 1e6;
    ExpectAnchor(rule + " welfare", welfare, {row[0], kProfiles});
    ExpectAnchor(rule + " revenue", revenue, {row[1], kProfiles});
    ExpectAnchor(rule + " sales", sales, {row[2], kProfiles});
    ExpectAnchor(rule + " sum", sum, {row[3], kProfiles});
  }
};

/// Two ads, then three organic items, by what they sell when shown.
constexpr std::array<double, 5> kSells = {.6, .5, .8, .7, .6};
constexpr std::array<double, 2> kSlots = {.7, .3};

std::array<double, 2> JinterValues(uint32_t profile) {
  const Stream stream(61, 0, Purpose::kTest);
  const auto value = [&](uint32_t ad) {
    return std::ceil(stream.Uniform(ad, profile, 0) * 1e6) / 1e6;
  };
  return {value(0), value(1)};
}

TEST(SlowAnchors, JinterAWithAFixedPlaceForTheAd) {
  const auto gsp = test::MechanismNamed("gsp");
  Jinter all;
  for (uint32_t profile = 0; profile < 200000; ++profile) {
    const std::array<double, 2> value = JinterValues(profile);
    const test::Columns page = {
        {std::round(value[0] * 1e6), std::round(value[1] * 1e6)}, {1, 1}, {1}};
    Outcome outcome;
    gsp->Clear(page.view(), outcome);
    const Award& award = outcome.award[0];
    all.Add(kSlots[0] * value[award.candidate], kSlots[0] * award.price / 1e6,
            kSlots[0] * kSells[award.candidate] + kSlots[1] * kSells[2]);
  }
  all.Expect("GSP", {.4666, .2333, .6250, .8583});
}

TEST(SlowAnchors, JinterAWithIntegratedRanking) {
  const ListSet lists(5, 2);
  const std::vector<double> theta = ClicksOfAll(
      lists, [](std::span<const uint32_t>, std::span<double> clicks) {
        std::ranges::copy(kSlots, clicks.begin());
      });
  Jinter all;
  for (uint32_t profile = 0; profile < 200000; ++profile) {
    const std::array<double, 2> value = JinterValues(profile);
    const std::vector<double> phi = {2 * value[0] - 1, 2 * value[1] - 1, 0, 0,
                                     0};
    const ListAuction auction = {lists, theta, phi, kSells};
    const size_t best = BestList(auction);
    const auto list = lists.list(best);
    const auto payments = ThresholdPayments(
        auction, best, [](double worth) { return (worth + 1) / 2; });
    double welfare = 0;
    double revenue = 0;
    double sales = 0;
    for (size_t k = 0; k < 2; ++k) {
      const bool ad = list[k] < 2;
      welfare += ad ? kSlots[k] * value[list[k]] : 0;
      revenue += ad ? payments[k] : 0;
      sales += kSlots[k] * kSells[list[k]];
    }
    all.Add(welfare, revenue, sales);
  }
  all.Expect("IAS", {.3953, .3031, .6703, .9734});
}

constexpr size_t kUniAds = 2000;
constexpr size_t kUniBest = 50;
constexpr std::array<double, 5> kUniSlots = {1, .8, .6, .4, .2};

/// Columns of one request, with room for noise.
struct UniRequest {
  explicit UniRequest(uint32_t index) : logit(kUniAds), bid(kUniAds) {
    const Stream stream(67, 0, Purpose::kTest);
    stream.FillNormal(0, index, 0, logit);
    stream.FillUniform(1, index, 0, bid);
    for (double& one : logit) one = -3 + .8 * one;
    for (double& one : bid) one = std::ceil(one * 1e6);
    rate = logit;
    SigmoidColumn(rate);
  }
  /// Rates as a stage of noise `sigma` predicts them.
  std::vector<double> Predicted(uint32_t index, uint32_t stage,
                                double sigma) const {
    const Stream stream(67, 0, Purpose::kTest);
    std::vector<double> seen(kUniAds);
    stream.FillNormal(2 + stage, index, 0, seen);
    for (size_t i = 0; i < kUniAds; ++i) seen[i] = logit[i] + sigma * seen[i];
    SigmoidColumn(seen);
    return seen;
  }

  std::vector<double> logit, bid, rate;
};

/// Of `from`, the `keep` with the greatest bid * rate, ascending.
std::vector<uint32_t> Keep(const UniRequest& request,
                           const std::vector<double>& rate,
                           std::vector<uint32_t> from, size_t keep) {
  std::ranges::nth_element(
      from, from.begin() + static_cast<ptrdiff_t>(keep), std::ranges::greater{},
      [&](uint32_t i) { return request.bid[i] * rate[i]; });
  from.resize(keep);
  std::ranges::sort(from);
  return from;
}

struct Uni {
  std::array<Sample, 3> recall;
  Sample revenue, clicks;
};

/// GSP among `ads` on predicted rates; clicks come by the true ones.
void Sell(const UniRequest& request, const std::vector<uint32_t>& ads,
          const std::vector<double>& predicted, Uni& totals) {
  test::Columns page;
  page.slot_weight.assign(kUniSlots.begin(), kUniSlots.end());
  for (uint32_t i : ads) {
    page.bid.push_back(request.bid[i]);
    page.rate.push_back(predicted[i]);
  }
  double revenue = 0;
  double clicks = 0;
  const Outcome outcome = test::ClearNamed("gsp", page);
  for (const Award& award : outcome.awards()) {
    const double theta =
        kUniSlots[award.slot] * request.rate[ads[award.candidate]];
    revenue += theta * award.price / 1e6;
    clicks += theta;
  }
  totals.revenue.Add(revenue);
  totals.clicks.Add(clicks);
}

double Recall(const std::vector<uint32_t>& kept,
              const std::vector<uint32_t>& wanted) {
  std::vector<uint32_t> both;
  std::ranges::set_intersection(kept, wanted, std::back_inserter(both));
  return static_cast<double>(both.size()) / kUniBest;
}

constexpr uint32_t kUniRequests = 800;

/// Three stages with noise, then GSP on what the last one sees.
Uni PlayCascade(const std::array<double, 3>& noise) {
  constexpr std::array<size_t, 3> kWidth = {500, 100, kUniBest};
  Uni totals;
  for (uint32_t index = 0; index < kUniRequests; ++index) {
    const UniRequest request(index);
    std::vector<uint32_t> ads(kUniAds);
    std::iota(ads.begin(), ads.end(), 0U);
    const auto wanted = Keep(request, request.rate, ads, kUniBest);
    std::vector<double> predicted;
    for (uint32_t stage = 0; stage < 3; ++stage) {
      predicted = request.Predicted(index, stage, noise[stage]);
      ads = Keep(request, predicted, ads, kWidth[stage]);
      totals.recall[stage].Add(Recall(ads, wanted));
    }
    Sell(request, ads, predicted, totals);
  }
  return totals;
}

void ExpectUni(const Uni& found, const std::array<double, 5>& row) {
  for (size_t stage = 0; stage < 3; ++stage) {
    ExpectAnchor("recall", found.recall[stage], {row[stage], 3000});
  }
  ExpectAnchor("revenue", found.revenue, {row[3], 3000});
  ExpectAnchor("clicks", found.clicks, {row[4], 3000});
}

TEST(SlowAnchors, UniS1LosesWhatItsStagesLose) {
  ExpectUni(PlayCascade({1, .5, .2}), {.9008, .7637, .7257, .7293, .9492});
  ExpectUni(PlayCascade({.5, .25, .1}), {.9964, .9541, .8897, .7534, .9781});
}

TEST(SlowAnchors, UniS1WithoutNoiseIsTheOracle) {
  const Uni exact = PlayCascade({0, 0, 0});
  ExpectUni(exact, {1, 1, 1, .7611, .9883});
  Uni oracle;
  for (uint32_t index = 0; index < kUniRequests; ++index) {
    const UniRequest request(index);
    std::vector<uint32_t> ads(kUniAds);
    std::iota(ads.begin(), ads.end(), 0U);
    Sell(request, ads, request.rate, oracle);
  }
  EXPECT_EQ(oracle.revenue.mean(), exact.revenue.mean());
  EXPECT_EQ(oracle.clicks.mean(), exact.clicks.mean());
}

}  // namespace
}  // namespace souk::market
