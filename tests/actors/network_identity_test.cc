// The secret file of a cluster.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "actors/network/identity.h"

namespace souk::tests {
namespace {

using actors::ClusterIdentity;
using actors::MakeIdentity;
using actors::MakeIdentityAt;
using actors::ReadIdentity;
using actors::WriteIdentity;

constexpr std::time_t kDay = 24 * 3600;

class IdentityFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("souk_identity_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "cluster.secret";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const ClusterIdentity& identity) {
    std::filesystem::remove(path_);
    const auto written = WriteIdentity(path_, identity);
    ASSERT_TRUE(written.ok()) << written.error().message;
  }
  std::string Text() const {
    std::stringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  /// The error behind "The secret file 'PATH'".
  std::string ErrorOfReading() const {
    const auto read = ReadIdentity(path_);
    if (read.ok()) return "none";
    const std::string start = "The secret file '" + path_ + "' ";
    EXPECT_EQ(read.error().message.find(start), 0u) << read.error().message;
    return read.error().message.substr(start.size());
  }

  std::filesystem::path folder_;
  std::string path_;
};

TEST_F(IdentityFile, IsReadAsItWasWritten) {
  const auto made = MakeIdentity(30);
  ASSERT_TRUE(made.ok());
  Write(*made);
  const auto read = ReadIdentity(path_);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->authority, made->authority);
  EXPECT_EQ(read->certificate, made->certificate);
  EXPECT_EQ(read->key, made->key);
  EXPECT_EQ(read->secret, made->secret);
  EXPECT_EQ(read->secret.size(), 32u);
  struct stat status = {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(IdentityFile, IsNeverOverwritten) {
  std::ofstream(path_) << "precious";
  const auto written = WriteIdentity(path_, *MakeIdentity(1));
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(
      written.error().message,
      "'" + path_ + "' exists already: a secret file is never overwritten");
  EXPECT_EQ(Text(), "precious");
}

TEST_F(IdentityFile, ThatIsMissingIsAnError) {
  const auto read = ReadIdentity(path_);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().message, "Cannot read the secret file '" + path_ +
                                      "': No such file or directory");
}

TEST_F(IdentityFile, ThatOthersMayReadIsAnError) {
  Write(*MakeIdentity(1));
  chmod(path_.c_str(), 0640);
  EXPECT_EQ(ErrorOfReading(),
            "is open to other users: chmod 600 '" + path_ +
                "', and make a new one if others may have read it");
}

TEST_F(IdentityFile, ThatIsDamagedIsAnError) {
  Write(*MakeIdentity(1));
  const std::string whole = Text();
  for (const size_t size : {size_t{0}, whole.size() / 3, whole.size() - 5}) {
    std::ofstream(path_) << whole.substr(0, size);
    EXPECT_EQ(ErrorOfReading(), "cannot be used. It is damaged") << size;
  }
  std::ofstream(path_) << std::string(100000, 'x');
  EXPECT_EQ(ErrorOfReading(), "is damaged");
}

TEST_F(IdentityFile, WhosePartsDoNotFitIsAnError) {
  ClusterIdentity identity = *MakeIdentity(1);
  const ClusterIdentity other = *MakeIdentity(1);
  ClusterIdentity mixed = identity;
  mixed.key = other.key;
  Write(mixed);
  EXPECT_EQ(ErrorOfReading(),
            "cannot be used. Its certificate and its key do not match");
  mixed = identity;
  mixed.authority = other.authority;
  Write(mixed);
  EXPECT_EQ(ErrorOfReading(),
            "cannot be used. Its authority did not sign its certificate");
}

TEST_F(IdentityFile, OutsideOfItsTimeIsAnError) {
  const auto now = std::time(nullptr);
  Write(*MakeIdentityAt(now - 3 * kDay, 2));
  EXPECT_EQ(ErrorOfReading(),
            "cannot be used. The certificate has expired: make a new file "
            "with souk cluster init");
  Write(*MakeIdentityAt(now + kDay, 2));
  EXPECT_EQ(ErrorOfReading(),
            "cannot be used. The certificate is not yet valid: check the "
            "clock");
}

TEST(Identity, IsFreshEveryTimeAndValidForOneDayToTenYears) {
  const ClusterIdentity one = *MakeIdentity(3650);
  const ClusterIdentity other = *MakeIdentity(1);
  EXPECT_NE(one.secret, other.secret);
  EXPECT_NE(one.key, other.key);
  for (const int days : {0, -1, 3651}) {
    const auto made = MakeIdentity(days);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().message,
              "A cluster's certificate is valid for 1 to 3650 days, not " +
                  std::to_string(days));
  }
}

}  // namespace
}  // namespace souk::tests
