// What `souk bench` prints: one JSON object with the figures of work W.
#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using ProgramBench = ProgramTest;

constexpr char kCheck[] = R"(
import json, sys
figures = json.loads(sys.argv[1])
for name in ("page_views_per_cpu_s", "reference_page_views_per_cpu_s",
             "ratio", "bids_per_cpu_s", "peak_rss_mb"):
    assert figures[name] > 0, name
assert figures["work"] == "W" and figures["threads"] == 2, figures
assert figures["ratio_min"] <= figures["ratio"] <= figures["ratio_max"]
assert abs(figures["exposed_per_page_view"] - 2.28) < 0.01, figures
assert 0.27 < figures["cost_per_page_view"] < 0.28, figures
assert 2.3 < figures["conversions_per_1000_page_views"] < 3.4, figures
)";

TEST_F(ProgramBench, JsonHoldsTheCheckValuesOfTheWork) {
  if (!HasPython()) GTEST_SKIP() << "no Python with h5py";
  const ProgramEnd end = Souk(
      {"bench", "--rounds=3", "--page-views=50000", "--threads=2", "--json"});
  ExpectSuccess(end);
  EXPECT_EQ(std::count(end.out.begin(), end.out.end(), '\n'), 1);
  ExpectSuccess(Python(kCheck, {end.out}));
}

TEST_F(ProgramBench, TableTellsTheRatio) {
  const ProgramEnd end =
      Souk({"bench", "--rounds=1", "--page-views=20000", "--work=W-awards"});
  ExpectSuccess(end);
  EXPECT_THAT(end.out, StartsWith("souk "));
  EXPECT_THAT(end.out, HasSubstr("\nsouk over reference "));
  EXPECT_EQ(end.err, "");
}

TEST_F(ProgramBench, LearnersPlayBesideFixedBids) {
  const ProgramEnd end =
      Souk({"bench", "--rounds=1", "--page-views=10000", "--work=W-learners"});
  ExpectSuccess(end);
  EXPECT_THAT(end.out, HasSubstr("\nfixed bids "));
  EXPECT_THAT(end.out, HasSubstr("\nsouk over reference "));
}

TEST_F(ProgramBench, HelpListsTheWorks) {
  const ProgramEnd end = Souk({"bench", "--help"});
  ExpectSuccess(end);
  EXPECT_THAT(end.out, HasSubstr("\n  W-idle "));
  EXPECT_THAT(end.out, HasSubstr("\nWhat is measured: "));
}

}  // namespace
}  // namespace souk::tests
