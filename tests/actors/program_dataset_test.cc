// souk dataset: from traces to trajectories.
#include "tests/support/program.h"

namespace souk::tests {
namespace {

class ProgramDataset : public ProgramTest {
 protected:
  void Run(const std::string& trace, const Words& more) {
    Words words = {"run",   Library("auctionnet_ref48"),
                   "-o",    trace,
                   "--set", "traffic.auctionnet.page_views_per_day=1000",
                   "--set", "budgets.scale=0.002"};
    words.insert(words.end(), more.begin(), more.end());
    ExpectSuccess(Souk(words));
  }
  void ExpectRefused(const Words& words, const std::string& sentence) {
    const ProgramEnd end = Souk(words);
    EXPECT_EQ(end.exit_code, 2);
    EXPECT_EQ(end.err, "souk dataset: " + sentence + "\n");
    EXPECT_EQ(end.out, "");
  }
};

TEST_F(ProgramDataset, MakesTrajectoriesOfTraces) {
  const Words recorded = {"--set", "recording.trajectory_watch_share=0.5"};
  Run("a.h5", recorded);
  Run("b.h5", {"--set", "recording.trajectory_watch_share=0.5", "--set",
               "calendar.days=1", "--seed", "2"});
  const ProgramEnd end = Souk({"dataset", "a.h5", "b.h5", "-o", "d.h5"});
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_EQ(end.out,
            "6912 rows, 144 trajectories, 34 features\ndataset d.h5\n");
  if (!HasPython()) GTEST_SKIP() << "no /usr/bin/python3 with h5py";
  const std::string script =
      SOUK_SOURCE_DIR "/tests/results/read_dataset_test.py";
  const std::string command = "/usr/bin/python3 " + script + " " +
                              PathOf("d.h5") + " " + PathOf("a.h5") + " " +
                              PathOf("b.h5");
  EXPECT_EQ(std::system(command.c_str()), 0);
  ExpectRefused({"dataset", "a.h5", "-o", "d.h5"},
                "'d.h5' is there already; remove it, or choose another name "
                "with -o FILE");
}

TEST_F(ProgramDataset, RefusesTracesWithoutTrajectories) {
  Run("a.h5", {"--set", "calendar.days=1"});
  ExpectRefused({"dataset", "a.h5", "-o", "d.h5"},
                "'a.h5' has no trajectories: run its scenario with "
                "recording.trajectory_watch_share above 0");
  ExpectRefused({"dataset", "a.h5"}, "needs the file to write: -o FILE");
}

}  // namespace
}  // namespace souk::tests
