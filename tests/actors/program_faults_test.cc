// What a user reads when files, disks or streams fail, and the exit code.
#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kSmall[] =
    "traffic { synthetic { users: 100 } }\n"
    "advertiser { name: \"nike\" campaign {} }\n";

class ProgramFaults : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    Write("s.textproto", kSmall);
    Write("replay.textproto",
          "traffic { replay {\n  path: \"a.log\" } }\n"
          "advertiser { name: \"a\" campaign {} }");
  }
  /// Stops `s` half-way, so that its trace and checkpoint stay.
  void Interrupted() {
    Program run(SoukWords({"run", "s.textproto", "--set", "calendar.days=3000",
                           "--set", "recording.flush_ticks=10"}),
                folder());
    for (int i = 0; i < 1000 && !Exists("s.h5.checkpoint"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    run.Send(SIGINT);
    EXPECT_EQ(run.Wait().exit_code, 3);
  }
  void ExpectRefusedResume(const std::string& sentence) {
    const ProgramEnd end = Souk({"resume", "s.h5"});
    EXPECT_EQ(end.exit_code, 2);
    EXPECT_EQ(end.err, "souk resume: " + sentence + "\n");
    EXPECT_EQ(end.out, "");
  }
};

TEST_F(ProgramFaults, NothingAtAllGetsTheHelp) {
  const ProgramEnd end = Souk({});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.out, "");
  EXPECT_THAT(end.err, HasSubstr("Usage: souk COMMAND"));
}

TEST_F(ProgramFaults, UsageIsRepeatedAfterAWrongOption) {
  EXPECT_EQ(Souk({"digest", "--bogus", "a.h5"}).err,
            "souk digest: unrecognised option '--bogus'\n"
            "Usage: souk digest TRACE\nSee souk digest --help\n");
}

TEST_F(ProgramFaults, UnknownThingsToExplainGetTheNearest) {
  const ProgramEnd end = Souk({"explain", "gps"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_THAT(end.err, HasSubstr("no such member 'gps'; did you mean 'gsp'?"));
}

TEST_F(ProgramFaults, MissingLogIsNamedWithItsWholePath) {
  const ProgramEnd end = Souk({"run", "replay.textproto"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err, "replay.textproto:2:9: traffic.replay.path = \"a.log\": " +
                         PathOf("a.log") + ": no such file\n");
}

TEST_F(ProgramFaults, BadLineOfALogIsFoundFarBehind) {
  std::string log;
  for (int line = 1; line <= 50000; ++line) {
    log += line == 40000 ? "0 x 0.1\n" : "0 5 0.1\n";
  }
  Write("a.log", log);
  const ProgramEnd end = Souk({"run", "replay.textproto"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err, PathOf("a.log") +
                         ":40000: price is 'x', must be a whole number from 0 "
                         "to 1000000000000\n");
}

TEST_F(ProgramFaults, EmptyLog) {
  Write("a.log", "");
  const ProgramEnd end = Souk({"run", "replay.textproto"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err, PathOf("a.log") + ": the log is empty\n");
}

TEST_F(ProgramFaults, OutputThatCannotBeWrittenFailsTheRun) {
  std::filesystem::create_directory(PathOf("folder"));
  const ProgramEnd lost = Souk({"run", "s.textproto", "-o", "no/a.h5"});
  EXPECT_EQ(lost.exit_code, 1);
  EXPECT_EQ(lost.err,
            "souk: cannot write trace 'no/a.h5': No such file or directory "
            "(writing 'no/a.h5.tmp')\n");
  const ProgramEnd folder = Souk({"run", "s.textproto", "-o", "folder"});
  EXPECT_EQ(folder.exit_code, 1);
  EXPECT_EQ(folder.err,
            "souk: cannot write trace 'folder': Is a directory (writing "
            "'folder')\n");
  const ProgramEnd device = Souk({"run", "s.textproto", "-o", "/dev/null"});
  EXPECT_EQ(device.exit_code, 1);
  EXPECT_EQ(device.err,
            "souk: cannot write trace '/dev/null': Not a regular file (writing "
            "'/dev/null')\n");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(ProgramFaults, OutputNeverReplacesWhatIsNoTrace) {
  const std::string before = Read("s.textproto");
  const ProgramEnd end = Souk({"run", "s.textproto", "-o", "s.textproto"});
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_EQ(end.err,
            "souk: cannot write trace 's.textproto': There is a file that is "
            "no trace (writing 's.textproto')\n");
  EXPECT_EQ(Read("s.textproto"), before);
}

TEST_F(ProgramFaults, ReadOnlyFolder) {
  const ProgramEnd end = Souk({"run", "s.textproto", "-o", "/proc/a.h5"});
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_THAT(end.err, StartsWith("souk: cannot write trace '/proc/a.h5': "));
  EXPECT_EQ(end.out, "");
}

TEST_F(ProgramFaults, FinishedTraceIsNotResumed) {
  ExpectSuccess(Souk({"run", "s.textproto"}));
  ExpectRefusedResume("'s.h5' is complete: nothing to resume");
}

TEST_F(ProgramFaults, ResumeWithoutACheckpoint) {
  Interrupted();
  std::filesystem::remove(PathOf("s.h5.checkpoint"));
  ExpectRefusedResume(
      "there is no checkpoint 's.h5.checkpoint': the run ended before its "
      "first; start it again");
}

TEST_F(ProgramFaults, ResumeFromADamagedCheckpoint) {
  Interrupted();
  std::string bytes = Read("s.h5.checkpoint");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  Write("s.h5.checkpoint", bytes);
  ExpectRefusedResume("checkpoint 's.h5.checkpoint' is damaged");
  Write("s.h5.checkpoint", bytes.substr(0, bytes.size() / 3));
  ExpectRefusedResume("checkpoint 's.h5.checkpoint' is damaged");
  Write("s.h5.checkpoint", "");
  ExpectRefusedResume(
      "'s.h5.checkpoint' is not a souk checkpoint of this version");
  Write("s.h5.checkpoint", "something else");
  ExpectRefusedResume(
      "'s.h5.checkpoint' is not a souk checkpoint of this version");
}

TEST_F(ProgramFaults, ResumeFromTheCheckpointOfAnotherRun) {
  Interrupted();
  std::filesystem::rename(PathOf("s.h5.checkpoint"), PathOf("kept"));
  Write("s.textproto", std::string(kSmall) + "seed: 2");
  Interrupted();
  std::filesystem::rename(PathOf("kept"), PathOf("s.h5.checkpoint"));
  ExpectRefusedResume(
      "cannot resume trace 's.h5': it belongs to another run than the "
      "checkpoint");
}

TEST_F(ProgramFaults, ChangedTraceHasAnotherDigest) {
  if (!HasPython()) GTEST_SKIP() << "no /usr/bin/python3 with h5py";
  ExpectSuccess(Souk({"run", "s.textproto"}));
  const std::string digest = Souk({"digest", "s.h5"}).out;
  ExpectSuccess(
      Python("import h5py\nwith h5py.File('s.h5', 'r+') as trace:\n"
             "  trace['market/page_views'][3] += 1\n",
             {}));
  const ProgramEnd end = Souk({"digest", "s.h5"});
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_NE(end.out, digest);
  EXPECT_EQ(end.err,
            "souk digest: 's.h5' was changed after the run: its content no "
            "longer has the digest " +
                digest.substr(0, 32) + " that the run wrote\n");
}

TEST_F(ProgramFaults, TruncatedTraceIsAnErrorNotACrash) {
  ExpectSuccess(Souk({"run", "s.textproto"}));
  const std::string whole = Read("s.h5");
  for (const size_t size : {size_t{0}, size_t{100}, whole.size() / 2}) {
    Write("s.h5", whole.substr(0, size));
    const ProgramEnd end = Souk({"digest", "s.h5"});
    EXPECT_EQ(end.exit_code, 2) << size;
    EXPECT_THAT(end.err, HasSubstr("'s.h5'"));
  }
}

/// A file system of 1 MB; without the right to mount there is no test.
class ProgramOnASmallDisk : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    std::filesystem::create_directory(PathOf("disk"));
    mounted_ = Shell("mount -t tmpfs -o size=1m tmpfs disk").exit_code == 0;
  }
  void TearDown() override {
    if (mounted_) Shell("umount disk || umount -l disk");
    ProgramTest::TearDown();
  }
  bool mounted() const { return mounted_; }

  /// A trace of some MB, flushed often.
  Words Run() const {
    return {"run",
            std::string(SOUK_SOURCE_DIR) +
                "/scenarios/library/quickstart.textproto",
            "--set",
            "traffic.synthetic.users=4000",
            "--set",
            "recording.page_share=1",
            "--set",
            "recording.award_share=1",
            "--set",
            "recording.bid_share=1",
            "--set",
            "recording.flush_ticks=4",
            "-o",
            "disk/q.h5"};
  }

 private:
  bool mounted_ = false;
};

constexpr char kReadable[] = R"(
import h5py
with h5py.File('disk/q.h5') as trace:
  progress = trace['manifest'].attrs
  assert progress['complete'] == 0
  ticks = int(progress['ticks_done'])
  assert ticks >= 4, ticks
  assert list(trace['market/tick'][:]) == list(range(ticks))
  assert trace['bids/tick'][:].max() < ticks
  assert (trace['bids/bid_micros'][:] >= 0).all()
print(ticks)
)";

TEST_F(ProgramOnASmallDisk, FullDiskFailsTheRunAndKeepsWhatWasFlushed) {
  if (!mounted()) GTEST_SKIP() << "cannot mount a tmpfs here";
  const ProgramEnd end = Souk(Run());
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_EQ(end.out, "");
  EXPECT_THAT(end.err, HasSubstr("'disk/q.h5"));
  EXPECT_THAT(end.err, HasSubstr("No space left on device"));
  if (!HasPython()) GTEST_SKIP() << "no /usr/bin/python3 with h5py";
  ExpectSuccess(Python(kReadable, {}));
  EXPECT_EQ(Souk({"digest", "disk/q.h5"}).exit_code, 3);
}

TEST_F(ProgramOnASmallDisk, ResumesOnceThereIsRoom) {
  if (!mounted()) GTEST_SKIP() << "cannot mount a tmpfs here";
  ASSERT_EQ(Souk(Run()).exit_code, 1);
  EXPECT_EQ(Souk({"resume", "disk/q.h5"}).exit_code, 1);  // still full
  ASSERT_EQ(Shell("mount -o remount,size=200m disk").exit_code, 0);
  ExpectSuccess(Souk({"resume", "disk/q.h5"}));
  Words whole = Run();
  whole.back() = "whole.h5";
  ExpectSuccess(Souk(whole));
  EXPECT_EQ(Souk({"digest", "disk/q.h5"}).out,
            Souk({"digest", "whole.h5"}).out);
}

TEST_F(ProgramFaults, FileBeyondTheSizeLimitFailsTheRun) {
  Words words = {
      "run",
      std::string(SOUK_SOURCE_DIR) + "/scenarios/library/quickstart.textproto",
      "-o", "q.h5"};
  std::string line = "ulimit -f 100; exec $SOUK";
  for (const std::string& word : words) line += " '" + word + "'";
  const ProgramEnd end = Shell(line);
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_THAT(end.err, StartsWith("souk: the run failed: cannot write trace "
                                  "'q.h5': File too large (writing 'q.h5"));
  EXPECT_EQ(end.out, "");
}

TEST_F(ProgramFaults, OutputThatTakesNothingFailsTheCommand) {
  const std::string closed = "souk: cannot write to standard output\n";
  for (const char* command :
       {"list", "explain gsp", "--version", "--help", "run --help",
        "validate s.textproto", "validate s.textproto --expand",
        "run s.textproto", "run s.textproto --summary=json"}) {
    for (const char* nowhere : {">&-", ">/dev/full"}) {
      const ProgramEnd end =
          Shell(std::string("$SOUK ") + command + " " + nowhere);
      EXPECT_EQ(end.exit_code, 1) << command << nowhere;
      EXPECT_THAT(end.err, EndsWith(closed)) << command << nowhere;
    }
  }
}

TEST_F(ProgramFaults, ClosedStreamsNeverReachTheTrace) {
  ExpectSuccess(Souk({"run", "s.textproto", "-o", "a.h5"}));
  const ProgramEnd end =
      Shell("$SOUK run s.textproto -o b.h5 <&- 2>&- && cmp a.h5 b.h5");
  ExpectSuccess(end);
}

TEST_F(ProgramFaults, AReaderWhoLeavesDoesNotEndTheRun) {
  const ProgramEnd end = Shell(
      "$SOUK run s.textproto -o a.h5 2>&1 | true; "
      "test ${PIPESTATUS[0]} -le 1 && $SOUK digest a.h5");
  ExpectSuccess(end);
}

}  // namespace
}  // namespace souk::tests
