// Promises of a trace when things go wrong: kills, full disks, wrong files.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "results/trace_reader.h"
#include "results/trace_writer.h"
#include "tests/results/fixtures.h"

namespace souk::results {
namespace {

namespace fs = std::filesystem;

// Writes a trace for ever and acknowledges every flush through the pipe.
[[noreturn]] void WriteUntilKilled(const std::string& path, int pipe) {
  auto writer = TraceWriter::Create(path, SmallManifest());
  if (!writer) _exit(1);
  for (uint32_t tick = 0;; ++tick) {
    if (!(*writer)->Record(RowsOfTick(tick))) _exit(2);
    if (tick % 2 != 0) continue;
    if (!(*writer)->Flush(tick + 1)) _exit(3);
    const uint32_t done = tick + 1;
    if (write(pipe, &done, sizeof done) != sizeof done) _exit(4);
  }
}

/// The ticks that a child acknowledged before it was killed.
uint32_t KillAWriter(const std::string& path, uint32_t after_us) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) WriteUntilKilled(path, ends[1]);
  close(ends[1]);
  uint32_t acknowledged = 0;
  uint32_t next = 0;
  // The first flush makes sure that the file is there.
  EXPECT_EQ(read(ends[0], &next, sizeof next), ssize_t{sizeof next});
  usleep(after_us);
  kill(child, SIGKILL);
  acknowledged = next;
  while (read(ends[0], &next, sizeof next) == ssize_t{sizeof next}) {
    acknowledged = next;
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
  return acknowledged;
}

void CheckInOurReader(const std::string& path, uint32_t acknowledged) {
  auto reader = TraceReader::Open(path);
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_FALSE((*reader)->complete());
  ASSERT_GE((*reader)->ticks_done(), acknowledged);
  EXPECT_EQ(Difference(**reader, (*reader)->ticks_done()), "");
}

void CheckInH5py(const std::string& path, uint32_t acknowledged) {
  const Ran ran = RunCommand("/usr/bin/python3 " SOUK_SOURCE_DIR
                             "/tests/results/read_trace_test.py killed '" +
                             path + "' " + std::to_string(acknowledged));
  EXPECT_EQ(ran.status, 0) << ran.output;
}

TEST(TraceFault, SurvivesSigkillAtAnyMoment) {
  const bool h5py = HasH5py();
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  for (uint32_t kill = 0; kill < 24; ++kill) {
    const auto wait = static_cast<uint32_t>(Scramble(kill + 1) % 60000);
    const uint32_t acknowledged = KillAWriter(path, wait);
    CheckInOurReader(path, acknowledged);
    if (h5py && kill % 3 == 0) CheckInH5py(path, acknowledged);
    if (HasFatalFailure()) return;
  }
  if (!h5py) GTEST_SKIP() << "python3-h5py is not installed: half a test";
}

TEST(TraceFault, LetsOnlyOneRunWriteATrace) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/run.h5";
  auto first = TraceWriter::Create(path, SmallManifest());
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE((*first)->Record(RowsOfTick(0)).ok());
  const auto second = TraceWriter::Create(path, SmallManifest());
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().message.find("another run is writing it"),
            std::string::npos)
      << second.error().message;
  // The first goes on unharmed; after it the trace may be replaced.
  EXPECT_TRUE((*first)->Finish(1).ok());
  EXPECT_TRUE(TraceReader::Open(path).value()->complete());
  first.value().reset();
  EXPECT_TRUE(TraceWriter::Create(path, SmallManifest()).ok());
}

TEST(TraceFault, ReportsAMissingSegment) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  auto writer = TraceWriter::Create(path, SmallManifest());
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE((*writer)->Record(RowsOfTick(1)).ok());
  ASSERT_TRUE((*writer)->Flush(1).ok());
  const std::string segment = path + ".parts/000001.h5";
  ASSERT_TRUE(fs::remove(segment));
  auto reader = TraceReader::Open(path);
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().message,
            "cannot read trace '" + path +
                "': No such file or directory (reading '" + segment + "')");
}

TEST(TraceFault, ReportsADamagedSegment) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  auto writer = TraceWriter::Create(path, SmallManifest());
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE((*writer)->Record(RowsOfTick(1)).ok());
  ASSERT_TRUE((*writer)->Flush(1).ok());
  fs::resize_file(path + ".parts/000001.h5", 5000);
  auto reader = TraceReader::Open(path);
  ASSERT_FALSE(reader.ok());
  EXPECT_NE(reader.error().message.find("000001.h5"), std::string::npos)
      << reader.error().message;
}

std::string OpenMessage(const std::string& path) {
  auto reader = TraceReader::Open(path);
  EXPECT_FALSE(reader.ok());
  return reader.ok() ? "" : reader.error().message;
}

TEST(TraceFault, SaysWhatIsNoTrace) {
  TemporaryFolder folder;
  const std::string text = folder / "notes.h5";
  std::ofstream(text) << "not HDF5 at all, but long enough to look into\n";
  EXPECT_EQ(OpenMessage(text),
            "'" + text +
                "' is not a souk trace: file signature not found "
                "(reading '" +
                text + "')");
  std::ofstream(folder / "empty.h5").flush();
  EXPECT_NE(OpenMessage(folder / "empty.h5").find("is not a souk trace"),
            std::string::npos);
  const std::string missing = folder / "missing.h5";
  EXPECT_EQ(OpenMessage(missing),
            "cannot read trace '" + missing +
                "': No such file or directory (reading '" + missing + "')");
  EXPECT_NE(OpenMessage(folder.path()).find("Is a directory"),
            std::string::npos)
      << OpenMessage(folder.path());
}

TEST(TraceFault, SaysThatAnotherHdf5FileIsNoTrace) {
  TemporaryFolder folder;
  const std::string path = folder / "other.h5";
  ASSERT_TRUE(hdf5::OutputFile(path).Close().ok());
  EXPECT_EQ(OpenMessage(path),
            "'" + path +
                "' is not a souk trace: no attribute 'creator' of / "
                "(reading '" +
                path + "')");
}

TEST(TraceFault, SaysThatATraceIsCutOff) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  auto writer = TraceWriter::Create(path, SmallManifest());
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE((*writer)->Record(RowsOfTick(1)).ok());
  ASSERT_TRUE((*writer)->Finish(1).ok());
  fs::resize_file(path, fs::file_size(path) / 2);
  EXPECT_NE(OpenMessage(path).find("truncated"), std::string::npos)
      << OpenMessage(path);
}

std::string CreateMessage(const std::string& path) {
  auto writer = TraceWriter::Create(path, SmallManifest());
  EXPECT_FALSE(writer.ok());
  return writer.ok() ? "" : writer.error().message;
}

TEST(TraceFault, SaysWhyAPathCannotBeWritten) {
  TemporaryFolder folder;
  const std::string deep = folder / "no/such/folder.h5";
  EXPECT_EQ(CreateMessage(deep), "cannot write trace '" + deep +
                                     "': No such file or directory (writing '" +
                                     deep + ".tmp')");
  EXPECT_EQ(CreateMessage(folder.path()),
            "cannot write trace '" + folder.path() +
                "': Is a directory (writing '" + folder.path() + "')");
  std::ofstream(folder / "file") << "x";
  EXPECT_NE(CreateMessage(folder / "file/run.h5").find("Not a directory"),
            std::string::npos);
  EXPECT_EQ(CreateMessage("/dev/full"),
            "cannot write trace '/dev/full': Not a regular file (writing "
            "'/dev/full')");
}

/// A tmpfs of one MiB; only root may mount it.
class SmallDisk {
 public:
  SmallDisk() {
    mounted_ =
        mount("none", folder_.path().c_str(), "tmpfs", 0, "size=1m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  std::string operator/(const std::string& name) const {
    return folder_ / name;
  }

 private:
  TemporaryFolder folder_;
  bool mounted_ = false;
};

constexpr int kSaidSo = 42;

// Fills the disk; the exit code tells what the writer said. `flush_every`
// chooses where it meets the end: in a chunk or in a flush.
[[noreturn]] void FillTheDisk(const std::string& path, uint32_t flush_every) {
  auto writer = TraceWriter::Create(path, SmallManifest());
  if (!writer) exit(1);
  market::Result<void> outcome;
  for (uint32_t tick = 0; outcome && tick < 1000; ++tick) {
    outcome = (*writer)->Record(RowsOfTick(tick));
    if (!outcome || (tick + 1) % flush_every != 0) continue;
    outcome = (*writer)->Flush(tick + 1);
  }
  if (outcome) exit(2);
  const std::string expected =
      "cannot write trace '" + path + "': No space left on device (writing '";
  if (outcome.error().message.rfind(expected, 0) != 0) exit(3);
  if ((*writer)->Flush(1).ok() || (*writer)->Finish(1).ok()) exit(4);
  writer->reset();
  exit(kSaidSo);  // by way of all exit handlers
}

TEST(TraceFault, KeepsWhatWasFlushedWhenTheDiskIsFull) {
  for (const uint32_t flush_every : {1U, 2U, 3U}) {
    SmallDisk disk;
    if (!disk.mounted()) GTEST_SKIP() << "only root can mount a small disk";
    const std::string path = disk / "run.h5";
    EXPECT_EXIT(FillTheDisk(path, flush_every),
                testing::ExitedWithCode(kSaidSo), "^$");
    auto reader = TraceReader::Open(path);
    ASSERT_TRUE(reader.ok()) << reader.error().message;
    EXPECT_FALSE((*reader)->complete());
    const uint32_t ticks = (*reader)->ticks_done();
    EXPECT_EQ(ticks % flush_every, 0U);
    EXPECT_EQ(Difference(**reader, ticks), "");
    EXPECT_FALSE(fs::exists(path + ".tmp"));
  }
}

TEST(TraceFault, SaysThatTheDiskIsFullFromTheStart) {
  SmallDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "only root can mount a small disk";
  std::ofstream filler(disk / "filler");
  while (filler << std::string(4096, 'x') << std::flush) {
  }
  const std::string path = disk / "run.h5";
  EXPECT_EQ(CreateMessage(path), "cannot write trace '" + path +
                                     "': No space left on device (writing '" +
                                     path + ".tmp')");
}

}  // namespace
}  // namespace souk::results
