// souk under a real Slurm of two nodes on this machine.
#include "tests/support/slurm_cluster.h"

namespace souk::tests {
namespace {

class SlowSlurm : public ProgramTest {
 protected:
  void SetUp() override {
    const std::string why_not = SlurmCluster::WhyNot();
    if (!why_not.empty()) GTEST_SKIP() << why_not;
    ProgramTest::SetUp();
    std::filesystem::create_directories(PathOf("slurm"));
    slurm_ = std::make_unique<SlurmCluster>(PathOf("slurm"));
    ASSERT_TRUE(slurm_->AwaitReady()) << slurm_->Said();
  }
  void TearDown() override {
    slurm_.reset();
    if (!folder().empty()) ProgramTest::TearDown();
  }

  /// A program in this folder that bash runs.
  std::string Script(const std::string& name, const std::string& text) const {
    Write(name, "#!/usr/bin/env bash\n" + text);
    std::filesystem::permissions(PathOf(name),
                                 std::filesystem::perms::owner_all);
    return PathOf(name);
  }
  ProgramEnd Here(Words words) const {
    words.insert(words.begin(), {"/usr/bin/env", "-C", folder()});
    return slurm_->Run(words);
  }
  bool AwaitText(const std::string& name, const std::string& text) const {
    for (int i = 0; i < 6000; ++i) {
      if (Read(name).find(text) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  bool AwaitState(const std::string& job, const std::string& state) const {
    for (int i = 0; i < 300; ++i) {
      const ProgramEnd end = Here(
          {"/usr/bin/squeue", "--noheader", "--format=%T", "--jobs=" + job});
      if (end.out == state + "\n") return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }

  std::unique_ptr<SlurmCluster> slurm_;
};

TEST_F(SlowSlurm, RunsOneScenarioOnTheTasksOfAStep) {
  Words words = {"/usr/bin/srun", "-N2", "-n4"};
  for (const std::string& word :
       SoukWords({"run", Library("quickstart"), "-o", "a.h5"})) {
    words.push_back(word);
  }
  const ProgramEnd end = Here(words);
  ExpectSuccess(end);
  for (const char* node : {"rank-1 on ", "rank-2 on ", "rank-3 on "}) {
    EXPECT_NE(end.err.find(node), std::string::npos) << end.err;
  }
  const ProgramEnd alone = Souk({"run", Library("quickstart"), "-o", "b.h5"});
  ExpectSuccess(alone);
  EXPECT_EQ(DigestIn(end.out).size(), 32u);
  EXPECT_EQ(DigestIn(end.out), DigestIn(alone.out));
  EXPECT_EQ(Souk({"digest", "a.h5"}).out, DigestIn(alone.out) + "\n");
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    EXPECT_EQ(entry.path().string().find("rendezvous"), std::string::npos);
  }
}

/// What stands for souk: task 0 writes a checkpoint when told to stop, the
/// others wait until it has gone.
const char kStandIn[] = R"(
echo "task $SLURM_PROCID: $*" >>words.$SLURM_PROCID
if [[ $1 == resume ]]; then rm -f "$2.checkpoint"; exit; fi
stopped=0
trap 'stopped=1' TERM
touch up.$SLURM_PROCID
for ((i = 0; i < 1000; ++i)); do
  if ((SLURM_PROCID == 0 && stopped)); then touch "$4.checkpoint"; exit 3; fi
  if ((SLURM_PROCID > 0)) && [[ -e $4.checkpoint ]]; then exit 0; fi
  sleep 0.05
done
exit 1
)";

TEST_F(SlowSlurm, GoesOnInTheSameJobWhenItsTimeIsUp) {
  setenv("SOUK", Script("souk", kStandIn).c_str(), 1);
  const ProgramEnd sent =
      Here({"/usr/bin/sbatch", "--parsable", "--output=log",
            std::string(SOUK_SOURCE_DIR) + "/actors/deploy/souk.sbatch",
            "a.textproto", "a.h5", "--set", "cells=2"});
  unsetenv("SOUK");
  ASSERT_EQ(sent.exit_code, 0) << sent.err;
  const std::string job = sent.out.substr(0, sent.out.find('\n'));
  ASSERT_TRUE(AwaitText("words.1",
                        "task 1: run a.textproto -o a.h5 --set "
                        "cells=2\n"))
      << Read("log") << slurm_->Said();
  for (int i = 0; i < 1000 && !(Exists("up.0") && Exists("up.1")); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // What Slurm does a minute before the limit.
  Here({"/usr/bin/scancel", "--batch", "--signal=TERM", job});
  EXPECT_TRUE(AwaitText("log",
                        "souk.sbatch: out of time; the job is queued "
                        "again\n"))
      << Read("log");
  EXPECT_TRUE(AwaitState(job, "PENDING"));
  // Slurm lets a job that was queued again wait for two minutes.
  Here({"/usr/bin/scontrol", "update", "JobId=" + job, "StartTime=now"});
  EXPECT_TRUE(AwaitText("words.0", "task 0: resume a.h5\n"))
      << Read("log") << Here({"/usr/bin/scontrol", "show", "job", job}).out;
  EXPECT_TRUE(AwaitText("words.1", "task 1: resume a.h5\n"));
}

}  // namespace
}  // namespace souk::tests
