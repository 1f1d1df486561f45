#include "actors/launch/rendezvous.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace souk::actors {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

class RendezvousTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() /
            ("souk_rendezvous_" + std::to_string(getpid()) + "_" +
             testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string Folder() const {
    Role role;
    role.rendezvous_key = "slurm-12.0";
    return RendezvousFolder((root_ / "run.h5").string(), role);
  }
  static std::string ContentOf(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path root_;
};

TEST_F(RendezvousTest, LiesBesideTheTrace) {
  EXPECT_EQ(Folder(), (root_ / "run.h5.rendezvous-slurm-12.0").string());
}

TEST_F(RendezvousTest, BringsTheOthersToTheirLead) {
  std::thread lead([&] {
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_TRUE(WriteRendezvous(Folder(), "10.0.0.1:4711", "secret\n").ok());
  });
  const auto found = AwaitRendezvous(Folder(), std::chrono::seconds(20));
  lead.join();
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found->lead, "10.0.0.1:4711");
  EXPECT_EQ(ContentOf(found->secret_file), "secret\n");
  struct stat status {};
  ASSERT_EQ(stat(found->secret_file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(stat(Folder().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  RemoveRendezvous(Folder());
  EXPECT_FALSE(fs::exists(Folder()));
  RemoveRendezvous(Folder());
}

TEST_F(RendezvousTest, ReplacesWhatAnEarlierStartLeft) {
  ASSERT_TRUE(WriteRendezvous(Folder(), "10.0.0.1:1", "old").ok());
  ASSERT_TRUE(WriteRendezvous(Folder(), "10.0.0.1:2", "new").ok());
  const auto found = AwaitRendezvous(Folder(), milliseconds(0));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->lead, "10.0.0.1:2");
  EXPECT_EQ(ContentOf(found->secret_file), "new");
}

TEST_F(RendezvousTest, EndsWithASentenceWhenNobodyComes) {
  const auto found = AwaitRendezvous(Folder(), milliseconds(50));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message,
            "no lead has shown up in " + Folder() +
                " within 0 s; the folder must be on a file system that "
                "all processes see");
}

TEST_F(RendezvousTest, RefusesAFolderThatOthersMayWrite) {
  fs::create_directories(Folder());
  fs::permissions(Folder(), fs::perms::all);
  const auto written = WriteRendezvous(Folder(), "10.0.0.1:1", "secret");
  ASSERT_FALSE(written.ok());
  const std::string sentence =
      Folder() + " is open to others; it must have mode 0700";
  EXPECT_EQ(written.error().message, sentence);
  std::ofstream(Folder() + "/lead") << "10.9.9.9:1\n";
  const auto found = AwaitRendezvous(Folder(), milliseconds(0));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message, sentence);
}

TEST_F(RendezvousTest, RefusesALinkToAFolder) {
  fs::create_directories(root_ / "other");
  fs::create_directory_symlink(root_ / "other", Folder());
  EXPECT_EQ(WriteRendezvous(Folder(), "a:1", "s").error().message,
            Folder() + " is not a folder");
}

TEST_F(RendezvousTest, SaysWhyItCannotBeWritten) {
  const std::string folder = (root_ / "missing/run").string();
  EXPECT_EQ(WriteRendezvous(folder, "a:1", "s").error().message,
            folder + " cannot be written: No such file or directory");
}

TEST(SharedAddress, IsTheOneFromWhichTheLauncherIsReached) {
  EXPECT_EQ(SharedAddress({{"SLURM_LAUNCH_NODE_IPADDR", "127.0.0.1"}}),
            "127.0.0.1");
  EXPECT_EQ(SharedAddress({{"SLURM_LAUNCH_NODE_IPADDR", "no address"}}),
            SharedAddress({}));
  EXPECT_NE(SharedAddress({}), "");
}

}  // namespace
}  // namespace souk::actors
