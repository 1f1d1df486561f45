// How every planner splits the budget of a campaign on two channels, as text.
#include "tests/support/goldens.h"
#include "tests/support/planners.h"

namespace souk::tests {
namespace {

const std::vector<std::array<int64_t, 2>> kClicks = {
    {0, 0}, {12, 3}, {20, 20}, {0, 9}, {5, 0}, {40, 2}, {8, 8}, {1, 1}};

class PlannerGolden : public testing::TestWithParam<std::string> {};

TEST_P(PlannerGolden, IsWhatItWas) {
  const auto planner = TryPlanner(GetParam(), TwoChannelFacts()).value();
  std::string text = DeclaredFacts("planners", GetParam()) +
                     "\nbudget 100000, value of a click 1000, clicks cost 700 "
                     "and shares were 0.5\n";
  std::vector<std::array<int64_t, 2>> known;
  for (uint32_t day = 0; day <= kClicks.size(); ++day) {
    const auto past = DaysOfClicks(known);
    text += Row(market::Concat("day ", day, " shares"),
                planner->Split({day, market::Money(100000), past}));
    if (day == kClicks.size()) break;
    text += Row("clicks", {static_cast<double>(kClicks[day][0]),
                           static_cast<double>(kClicks[day][1])});
    known.push_back(kClicks[day]);
    if (known.size() > agents::kPlannerDays) known.erase(known.begin());
  }
  ExpectGolden("planners", GetParam(), text);
}

TEST(PlannerGoldens, BelongToMembers) {
  ExpectNoStrayGoldens("planners", market::MemberNames(agents::Planners()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, PlannerGolden,
    testing::ValuesIn(market::MemberNames(agents::Planners())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
