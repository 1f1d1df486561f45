// Revenue and clicks of mechanisms on EXT-1 and NGA-S1, as others computed
// them. GSP is the product's own, at truthful bids; VCG and the optimal auction
// try every list.
#include <gtest/gtest.h>

#include "tests/support/anchors.h"
#include "tests/support/auctions.h"
#include "tests/support/list_scenarios.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::ExpectAnchor;
using test::ListPage;
using test::Sample;
using test::Values;

/// Sums over one page.
struct Earned {
  double revenue = 0;
  double clicks = 0;
  double orders = 0;
  double ads = 0;
};

/// What a shown list earns with `payments` by place.
Earned Count(const ListPage& page, std::span<const uint32_t> list,
             std::span<const double> theta, std::span<const double> payments) {
  Earned earned;
  for (size_t k = 0; k < list.size(); ++k) {
    const bool ad = list[k] < page.ads;
    earned.clicks += theta[k];
    earned.revenue += ad ? payments[k] : 0;
    earned.orders += page.cvr.empty() ? 0 : theta[k] * page.cvr[list[k]];
    earned.ads += ad ? 1 : 0;
  }
  return earned;
}

/// GSP among the ads of a page for `slots` places.
Outcome GspAmongAds(const ListPage& page, size_t slots) {
  test::Columns columns;
  columns.slot_weight.assign(slots, 1);
  for (size_t i = 0; i < page.ads; ++i) {
    columns.bid.push_back(std::round(page.value[i] * 1e6));
    columns.rate.push_back(page.rate[i]);
  }
  return test::ClearNamed("gsp", columns);
}

std::vector<double> Virtual(const ListPage& page, Values values) {
  std::vector<double> phi(page.value.size(), 0);
  for (size_t i = 0; i < page.ads; ++i) {
    phi[i] = test::VirtualValue(values, page.value[i]);
  }
  return phi;
}

struct Totals {
  Sample revenue, clicks, orders, objective, ads;

  void Add(const Earned& earned) {
    revenue.Add(earned.revenue);
    clicks.Add(earned.clicks);
    orders.Add(earned.orders);
    objective.Add(earned.revenue + earned.orders);
    ads.Add(earned.ads);
  }
};

/// An auction over all lists, in every currency.
struct Comparison {
  Totals gsp, vcg, optimal;
  Sample optimal_payments;  // less the virtual values of what is sold
};

Earned PlayVcg(const ListPage& page, const ListSet& lists,
               const std::vector<double>& theta) {
  const ListAuction auction = {lists, theta, page.value, page.cvr};
  const size_t best = BestList(auction);
  return Count(page, lists.list(best), auction.clicks(best),
               VcgPayments(auction, best));
}

struct OptimalResult {
  Earned earned;  ///< revenue in virtual values
  double payments;
};

OptimalResult PlayOptimal(const ListPage& page, const ListSet& lists,
                          const std::vector<double>& theta, Values values) {
  const std::vector<double> phi = Virtual(page, values);
  const ListAuction auction = {lists, theta, phi, page.cvr};
  const size_t best = BestList(auction);
  const auto list = lists.list(best);
  const auto clicks = auction.clicks(best);
  std::vector<double> sold;
  for (size_t k = 0; k < list.size(); ++k) {
    sold.push_back(phi[list[k]] * clicks[k]);
  }
  const auto payments = ThresholdPayments(auction, best, [=](double value) {
    return values == Values::kUniform ? (value + 1) / 2 : value + 1;
  });
  return {Count(page, list, clicks, sold),
          Count(page, list, clicks, payments).revenue};
}

constexpr std::array<double, 3> kExt1Weights = {1, .8, .6};

Earned PlayExt1Gsp(const ListPage& page, const test::PageClicks& clicks) {
  const Outcome outcome = GspAmongAds(page, 3);
  std::array<uint32_t, 3> list;
  std::array<double, 3> theta, payments;
  for (size_t k = 0; k < 3; ++k) list[k] = outcome.award[k].candidate;
  clicks(list, theta);
  for (size_t k = 0; k < 3; ++k) {
    payments[k] = outcome.award[k].price / 1e6 * theta[k];
  }
  return Count(page, list, theta, payments);
}

Comparison PlayExt1(size_t ads, Values values, uint32_t auctions) {
  const ListSet lists(ads, 3);
  Comparison all;
  for (uint32_t index = 0; index < auctions; ++index) {
    const ListPage page = test::Ext1Page(index, ads, values);
    const test::PageClicks clicks(page, kExt1Weights);
    const std::vector<double> theta = ClicksOfAll(lists, clicks);
    all.gsp.Add(PlayExt1Gsp(page, clicks));
    all.vcg.Add(PlayVcg(page, lists, theta));
    const OptimalResult optimal = PlayOptimal(page, lists, theta, values);
    all.optimal.Add(optimal.earned);
    all.optimal_payments.Add(optimal.payments - optimal.earned.revenue);
  }
  return all;
}

/// RPM and CTR as printed, by rule, of so many auctions.
struct Ext1Row {
  double count;
  double gsp_rpm, gsp_ctr, vcg_rpm, vcg_ctr, optimal_rpm, optimal_ctr;
};

void ExpectRow(const Comparison& all, const Ext1Row& row) {
  const auto expect = [&](const std::string& rule, const Totals& totals,
                          double rpm, double ctr) {
    ExpectAnchor(rule + " revenue", totals.revenue,
                 {rpm * 3 / 1000, row.count, 4});
    ExpectAnchor(rule + " clicks", totals.clicks, {ctr * 3, row.count, 3});
  };
  expect("GSP", all.gsp, row.gsp_rpm, row.gsp_ctr);
  expect("VCG", all.vcg, row.vcg_rpm, row.vcg_ctr);
  expect("optimal", all.optimal, row.optimal_rpm, row.optimal_ctr);
  ExpectAnchor("payments less virtual values", all.optimal_payments,
               {0, 1e12, 12});
  EXPECT_GT(all.optimal.revenue.mean(), all.vcg.revenue.mean());
}

TEST(SlowListAnchors, Ext1WithEightAdsIsAsPrinted) {
  ExpectRow(PlayExt1(8, Values::kUniform, 20000),
            {20000, 32.85, .0589, 29.27, .0806, 36.04, .0659});
  ExpectRow(PlayExt1(8, Values::kExponential, 20000),
            {20000, 62.94, .0548, 49.71, .0758, 61.43, .0590});
}

TEST(SlowListAnchors, Ext1WithTwelveAdsIsAsPrinted) {
  ExpectRow(PlayExt1(12, Values::kUniform, 6000),
            {6000, 39.78, .0622, 41.66, .0877, 47.01, .0747});
  ExpectRow(PlayExt1(12, Values::kExponential, 6000),
            {6000, 83.26, .0571, 78.39, .0806, 87.01, .0669});
}

/// What ad `i` of a page gains at truthful bids of the others by `bid`.
double GspUtility(const ListPage& page, const test::PageClicks& clicks,
                  uint32_t i, double bid) {
  ListPage lie = page;
  lie.value[i] = bid;
  const Outcome outcome = GspAmongAds(lie, 3);
  std::vector<uint32_t> list;
  for (const Award& award : outcome.awards()) list.push_back(award.candidate);
  const auto place = std::ranges::find(list, i) - list.begin();
  if (place == std::ssize(list)) return 0;
  std::vector<double> theta(list.size());
  clicks(list, theta);
  const auto k = static_cast<size_t>(place);
  return theta[k] * (page.value[i] - outcome.award[k].price / 1e6);
}

/// Per page: what all ads gain by bids of 0.2, 0.4, ... 2 times their values,
/// and their utilities at truthful bids.
struct Regret {
  double gain = 0;
  double utility = 0;
};

Regret GspRegret(const ListPage& page) {
  const test::PageClicks clicks(page, kExt1Weights);
  Regret regret;
  for (uint32_t i = 0; i < page.ads; ++i) {
    const double honest = GspUtility(page, clicks, i, page.value[i]);
    double best = honest;
    for (int step = 1; step <= 10; ++step) {
      best =
          std::max(best, GspUtility(page, clicks, i, page.value[i] * step / 5));
    }
    regret.gain += best - honest;
    regret.utility += honest;
  }
  return regret;
}

/// The ratio of the sums is `printed`, of 1500 pages.
void ExpectRegretRatio(size_t ads, Values values, double printed) {
  std::vector<Regret> pages;
  Regret sum;
  for (uint32_t index = 0; index < 2000; ++index) {
    pages.push_back(GspRegret(test::Ext1Page(index, ads, values)));
    sum.gain += pages.back().gain;
    sum.utility += pages.back().utility;
  }
  const double ratio = sum.gain / sum.utility;
  const double utility = sum.utility / static_cast<double>(pages.size());
  Sample sample;  // the ratio, made linear around the means
  for (const Regret& page : pages) {
    sample.Add(ratio + (page.gain - ratio * page.utility) / utility);
  }
  ExpectAnchor("regret ratio", sample, {printed, 1500, 3});
}

TEST(SlowListAnchors, RegretOfGspIsAsPrinted) {
  ExpectRegretRatio(8, Values::kUniform, .416);
  ExpectRegretRatio(8, Values::kExponential, .276);
  ExpectRegretRatio(12, Values::kUniform, .416);
  ExpectRegretRatio(12, Values::kExponential, .268);
}

constexpr std::array<double, 4> kNgaWeights = {1, .85, .7, .6};

/// Ads in the second and the fourth place.
Earned PlayNgaGsp(const ListPage& page, const test::PageClicks& clicks) {
  const Outcome outcome = GspAmongAds(page, 2);
  const std::array<uint32_t, 4> list = {6, outcome.award[0].candidate, 7,
                                        outcome.award[1].candidate};
  std::array<double, 4> theta;
  clicks(list, theta);
  const std::array<double, 4> payments = {
      0, outcome.award[0].price / 1e6 * theta[1], 0,
      outcome.award[1].price / 1e6 * theta[3]};
  return Count(page, list, theta, payments);
}

Comparison PlayNga(uint32_t requests) {
  const ListSet lists(10, 4, test::NgaAdmits);
  EXPECT_EQ(lists.size(), 115U);
  Comparison all;
  for (uint32_t index = 0; index < requests; ++index) {
    const ListPage page = test::NgaPage(index);
    const test::PageClicks clicks(page, kNgaWeights);
    const std::vector<double> theta = ClicksOfAll(lists, clicks);
    all.gsp.Add(PlayNgaGsp(page, clicks));
    all.vcg.Add(PlayVcg(page, lists, theta));
    const OptimalResult optimal =
        PlayOptimal(page, lists, theta, Values::kUniform);
    all.optimal.Add(optimal.earned);
    all.optimal_payments.Add(optimal.payments - optimal.earned.revenue);
  }
  return all;
}

void ExpectNgaRow(const std::string& rule, const Totals& totals,
                  const std::array<double, 5>& row) {
  ExpectAnchor(rule + " revenue", totals.revenue, {row[0], 20000, 5});
  ExpectAnchor(rule + " clicks", totals.clicks, {row[1], 20000, 5});
  ExpectAnchor(rule + " orders", totals.orders, {row[2], 20000, 5});
  ExpectAnchor(rule + " objective", totals.objective, {row[3], 20000, 5});
  ExpectAnchor(rule + " ads", totals.ads, {row[4], 20000, 3});
}

TEST(SlowListAnchors, NgaS1IsAsPrinted) {
  const Comparison all = PlayNga(20000);
  ExpectNgaRow("GSP", all.gsp, {.05599, .30233, .03296, .08895, 2});
  ExpectNgaRow("VCG", all.vcg, {.05336, .33346, .03617, .08953, 1.998});
  ExpectNgaRow("optimal", all.optimal, {.06886, .31756, .03445, .10331, 1.828});
  ExpectAnchor("payments less virtual values", all.optimal_payments,
               {0, 1e12, 12});
}

}  // namespace
}  // namespace souk::market
