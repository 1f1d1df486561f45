// Threshold payments of joint mechanisms against their definition.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/joint_auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::RandomJointAuction;

struct Rule {
  std::string mechanism;
  std::vector<ParamValue> given;
};

class JointPayments : public testing::TestWithParam<Rule> {
 protected:
  Outcome Clear(const Columns& columns) const {
    Outcome outcome;
    mechanism_->Clear(columns.view(), outcome);
    return outcome;
  }
  /// Events that `candidate` expects with a bid of `bid`.
  double EventsWith(double bid, uint32_t candidate, Columns columns) const {
    columns.bid[candidate] = bid;
    return ExpectedEvents(columns.view(), Clear(columns), candidate);
  }
  /// A point of the step function of events.
  struct Step {
    double bid;
    double events;
  };
  /// Integral of the events over bids: steps are found by halving.
  double Area(Step low, Step high, uint32_t candidate,
              const Columns& columns) const {
    const double width = high.bid - low.bid;
    if (low.events == high.events || width < 1e-4) {
      return width * (low.events + high.events) / 2;
    }
    const double bid = (low.bid + high.bid) / 2;
    const Step middle{bid, EventsWith(bid, candidate, columns)};
    return Area(low, middle, candidate, columns) +
           Area(middle, high, candidate, columns);
  }

  std::shared_ptr<const Mechanism> mechanism_ =
      test::MechanismNamed(GetParam().mechanism, GetParam().given);
};

TEST_P(JointPayments, AreBidsLessTheAreaOfEventsBelowThem) {
  int prices = 0;
  for (uint32_t i = 0; i < 300; ++i) {
    Columns columns = RandomJointAuction(test::kFine, i);
    if (GetParam().mechanism == "joint_ama") {
      for (size_t c = 0; c < columns.bid.size(); ++c) {
        columns.weight.push_back(0.5 + static_cast<double>(c % 3));
      }
    }
    const Outcome outcome = Clear(columns);
    for (const Award& award : outcome.awards()) {
      const uint32_t member = award.candidate;
      const double bid = columns.bid[member];
      const double events = EventsWith(bid, member, columns);
      // With a bid of 0 it takes no part: the next bid stands for the limit.
      const double least = 1e-6;
      const double area = Area({least, EventsWith(least, member, columns)},
                               {bid, events}, member, columns);
      ASSERT_NEAR(award.price, bid - area / events, 0.51)
          << "auction " << i << " candidate " << member;
      ++prices;
    }
  }
  EXPECT_GT(prices, 300);
}

ParamValue Micros(const char* name, double value) {
  return {name, {value}, ""};
}

INSTANTIATE_TEST_SUITE_P(
    Of, JointPayments,
    testing::Values(Rule{"joint_vcg0", {}},
                    Rule{"joint_reserve",
                         {Micros("bundle_reserve_micros", 700000)}},
                    Rule{"joint_ama", {Micros("boost_micros", 100000)}},
                    Rule{"joint_opt",
                         {Micros("brand_uniform_high_micros", 1e6),
                          Micros("store_uniform_high_micros", 8e5)}},
                    Rule{"joint_opt",
                         {Micros("brand_exponential_mean_micros", 4e5),
                          Micros("brand_cap_micros", 1e6),
                          Micros("store_exponential_mean_micros", 3e5)}},
                    Rule{"joint_opt",
                         {Micros("brand_exponential_mean_micros", 4e5),
                          Micros("brand_cap_micros", 9e5),
                          Micros("store_exponential_mean_micros", 3e5),
                          Micros("store_cap_micros", 1e6), Micros("fill", 1)}}),
    [](const auto& rule) {
      return rule.param.mechanism + "_" + std::to_string(rule.index);
    });

}  // namespace
}  // namespace souk::market
