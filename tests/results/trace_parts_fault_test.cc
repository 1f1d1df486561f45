// Promises of a trace with parts when some are not what they should be.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "tests/results/parts_fixtures.h"

namespace souk::results {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kTicks = 8;

std::string OpenMessage(const std::string& path) {
  auto reader = TraceReader::Open(path);
  EXPECT_FALSE(reader.ok());
  return reader.ok() ? "" : reader.error().message;
}

std::string OrderMessage(const std::string& path) {
  auto digest = Get(TraceReader::Open(path))->RecomputeDigest();
  EXPECT_FALSE(digest.ok());
  return digest.ok() ? "" : digest.error().message;
}

class TracePartsFault : public testing::Test {
 protected:
  /// A finished run of two nodes.
  void Run() { digest_ = DealtRun(path_, kTicks, 2); }
  std::string CannotRead() const {
    return "cannot read trace '" + path_ + "': ";
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "run.h5";
  std::string part_ = folder_ / "run.h5.nodes/0002.h5";
  std::string digest_;
};

TEST_F(TracePartsFault, MissingPartIsAnErrorWithItsPathAndHost) {
  Run();
  fs::rename(part_, part_ + ".away");
  EXPECT_EQ(OpenMessage(path_), CannotRead() +
                                    "No such file or directory (reading '" +
                                    part_ + "'), the part of node 'host2'");
  fs::rename(part_ + ".away", part_);
  EXPECT_TRUE(TraceReader::Open(path_).ok());
}

TEST_F(TracePartsFault, DamagedPartIsAnErrorWithItsPath) {
  Run();
  fs::resize_file(part_, fs::file_size(part_) / 2);
  const std::string message = OpenMessage(path_);
  EXPECT_EQ(message.find(CannotRead() + "truncated file"), 0U) << message;
  EXPECT_NE(message.find(part_ + "'), the part of node 'host2'"),
            std::string::npos)
      << message;
}

TEST_F(TracePartsFault, FileThatIsNoPartIsAnErrorWithItsPath) {
  Run();
  ASSERT_TRUE(hdf5::OutputFile(part_).Close().ok());
  EXPECT_EQ(OpenMessage(path_), CannotRead() + "'" + part_ +
                                    "' is not a souk trace: no attribute "
                                    "'creator' of / (reading '" +
                                    part_ + "'), the part of node 'host2'");
}

TEST_F(TracePartsFault, PartOfAnotherRunIsRefused) {
  Run();
  Manifest other = SmallManifest();
  other.seed = 8;
  Get(TraceWriter::CreatePart(path_, 2, other));
  EXPECT_EQ(OpenMessage(path_),
            CannotRead() + "'" + part_ +
                "' belongs to another run, the part of node 'host2'");
}

TEST_F(TracePartsFault, ShortPartIsAnErrorWithItsPath) {
  Run();
  auto writer = Get(TraceWriter::CreatePart(path_, 2, SmallManifest()));
  Must(writer->Record(CellRows(0, 1)));
  Must(writer->Flush(1));
  const uint64_t all =
      Get(TraceReader::Open(path_ + ".nodes/0001.h5"))->rows("pages");
  const uint64_t had = writer->rows()[4];
  ASSERT_GT(all, had);
  const std::string message = OpenMessage(path_);
  EXPECT_EQ(message.find(CannotRead() + "column /pages/tick has " +
                         std::to_string(had) + " rows, expected at least "),
            0U)
      << message;
  EXPECT_NE(message.find(" (reading '" + part_ + "')"), std::string::npos)
      << message;
}

TEST_F(TracePartsFault, MissingSegmentOfALostPartIsAnErrorWithItsPath) {
  FakeCluster cluster(path_);
  const size_t node = cluster.Join();
  cluster.Play(node, 0, {0, 1, 2, 3, 4, 5});
  cluster.Lead(0);
  cluster.Flush(1);
  cluster.Lose(node);
  cluster.Finish(1);
  const std::string segment = path_ + ".nodes/0001.h5.parts/000001.h5";
  ASSERT_TRUE(fs::remove(segment));
  EXPECT_EQ(
      OpenMessage(path_),
      CannotRead() + "No such file or directory (reading '" + segment + "')");
}

TEST_F(TracePartsFault, RowsThatAreThereTwiceAreRefused) {
  FakeCluster cluster(path_);
  const size_t first = cluster.Join();
  const size_t second = cluster.Join();
  cluster.Lead(0);
  cluster.Play(first, 0, {0, 1, 2, 3});
  cluster.Play(second, 0, {4, 3, 5});
  EXPECT_EQ(cluster.Finish(1), "");
  const std::string sentence =
      "cannot order trace '" + path_ +
      "': the pages of tick 0, cell 3 are there twice, in '" +
      cluster.PathOf(first) + "' and in '" + cluster.PathOf(second) + "'";
  EXPECT_EQ(cluster.lead().why_no_digest(),
            "digest: not computed, " + sentence);
  EXPECT_EQ(OrderMessage(path_), sentence);
}

TEST_F(TracePartsFault, NeighboursInTwoPartsAreThereTwiceToo) {
  FakeCluster cluster(path_);
  const size_t first = cluster.Join();
  const size_t second = cluster.Join();
  cluster.Lead(0);
  cluster.Play(first, 0, {0, 1, 3});
  cluster.Play(second, 0, {3});
  EXPECT_EQ(cluster.Finish(1), "");
  EXPECT_NE(OrderMessage(path_).find("are there twice"), std::string::npos);
}

TEST_F(TracePartsFault, RowsOfATickNotYetDoneAreRefused) {
  FakeCluster cluster(path_);
  const size_t node = cluster.Join();
  cluster.Lead(0);
  cluster.Play(node, 0, {0, 1, 2, 3, 4, 5});
  cluster.Play(node, 1, {3});
  cluster.Flush(1);
  EXPECT_EQ(OrderMessage(path_), "cannot order trace '" + path_ +
                                     "': the pages of tick 1, cell 3 are "
                                     "there (in '" +
                                     cluster.PathOf(node) +
                                     "'), but 1 ticks are done");
}

TEST_F(TracePartsFault, UnreadablePartsLeaveACompleteTraceWithoutDigest) {
  const std::string whole = OneWriter(folder_ / "whole.h5", kTicks);
  FakeCluster cluster(path_);
  const size_t node = cluster.Join();
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    cluster.Play(node, tick, {5, 4, 3, 2, 1, 0});
    cluster.Lead(tick);
  }
  cluster.Flush(kTicks);
  cluster.Lose(node);
  fs::rename(path_ + ".nodes", folder_ / "elsewhere");
  EXPECT_EQ(cluster.Finish(kTicks), "");
  EXPECT_EQ(cluster.lead().why_no_digest(),
            "digest: not computed, " + CannotRead() +
                "No such file or directory (reading '" + cluster.PathOf(node) +
                "'), the part of node 'host1'; gather the parts and run souk "
                "merge");
  fs::rename(folder_ / "elsewhere", path_ + ".nodes");
  auto reader = Get(TraceReader::Open(path_));
  EXPECT_TRUE(reader->complete());
  EXPECT_EQ(reader->stored_digest(), "");
  EXPECT_EQ(Get(reader->RecomputeDigest()), whole);
}

/// What a node tells its lead after a flush.
struct Confirmed {
  uint32_t ticks = 0;
  RowCounts rows = {};
};

[[noreturn]] void PlayUntilKilled(const std::string& master, int pipe) {
  auto part = TraceWriter::CreatePart(master, 1, SmallManifest());
  if (!part) _exit(1);
  for (uint32_t tick = 0;; ++tick) {
    for (uint32_t cell = kCells; cell-- > 0;) {
      if (!(*part)->Record(CellRows(tick, cell))) _exit(2);
    }
    if (!(*part)->Flush(tick + 1)) _exit(3);
    (*part)->Release();
    const Confirmed confirmed{tick + 1, (*part)->rows()};
    if (write(pipe, &confirmed, sizeof confirmed) < 0) _exit(4);
  }
}

/// What a node confirmed before it was killed.
Confirmed KillANode(const std::string& master, uint32_t after_us) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) PlayUntilKilled(master, ends[1]);
  close(ends[1]);
  Confirmed confirmed;
  Confirmed next;
  EXPECT_EQ(read(ends[0], &next, sizeof next), ssize_t{sizeof next});
  usleep(after_us);
  kill(child, SIGKILL);
  confirmed = next;
  while (read(ends[0], &next, sizeof next) == ssize_t{sizeof next}) {
    confirmed = next;
  }
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return confirmed;
}

TEST_F(TracePartsFault, NodesKilledAtAnyMomentLeaveWhatTheyConfirmed) {
  for (uint32_t kill = 0; kill < 8; ++kill) {
    auto lead = Get(TraceWriter::Create(path_, SmallManifest()));
    const auto wait = static_cast<uint32_t>(Scramble(kill + 1) % 30000);
    const Confirmed confirmed = KillANode(path_, wait);
    for (uint32_t tick = 0; tick < confirmed.ticks; ++tick) {
      Must(lead->Record(LeadRows(tick)));
    }
    lead->SetParts({{lead->PartPath(1), "here", confirmed.rows}});
    const std::string digest = Get(lead->Finish(confirmed.ticks));
    EXPECT_EQ(digest, OneWriter(folder_ / "whole.h5", confirmed.ticks))
        << lead->why_no_digest();
  }
}

TEST_F(TracePartsFault, ANewRunOfThisNameRemovesThem) {
  Run();
  Get(TraceWriter::Create(path_, SmallManifest()));
  EXPECT_FALSE(fs::exists(path_ + ".nodes"));
  EXPECT_EQ(Get(TraceReader::Open(path_))->parts().size(), 0U);
}

TEST_F(TracePartsFault, ANewRunWaitsForNodesThatStillWrite) {
  FakeCluster cluster(path_);
  const size_t node = cluster.Join();
  cluster.Play(node, 0, {0, 1, 2, 3, 4, 5});
  cluster.Lead(0);
  cluster.Flush(1);
  auto zombie = cluster.Lose(node);
  cluster.Finish(1);
  const auto refused = TraceWriter::Create(path_, SmallManifest());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message,
            "cannot write trace '" + path_ +
                "': a node of an earlier run is still writing '" +
                cluster.PathOf(node) + "'");
  EXPECT_TRUE(Get(TraceReader::Open(path_))->complete()) << "it is unharmed";
  zombie.reset();
  EXPECT_TRUE(TraceWriter::Create(path_, SmallManifest()).ok());
}

}  // namespace
}  // namespace souk::results
