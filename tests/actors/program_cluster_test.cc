// souk cluster: the secret file of a cluster.
#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ProgramCluster : public ProgramTest {};

TEST_F(ProgramCluster, InitWritesASecretFileAndSaysWhatIsNext) {
  const ProgramEnd end = Souk({"cluster", "init"});
  ExpectSuccess(end);
  EXPECT_THAT(end.out, StartsWith("Wrote 'cluster.secret', valid for 365 "
                                  "days. Whoever can read it can join the "
                                  "cluster.\nNext: copy it"));
  EXPECT_THAT(Read("cluster.secret"),
              HasSubstr("-----BEGIN SOUK SECRET-----\n"));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(PathOf("cluster.secret")).permissions(),
            perms::owner_read | perms::owner_write);
}

TEST_F(ProgramCluster, InitOverwritesNothing) {
  Write("mine", "precious");
  const ProgramEnd end = Souk({"cluster", "init", "mine"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err,
            "souk cluster: 'mine' exists already: a secret file is never "
            "overwritten\n");
  EXPECT_EQ(Read("mine"), "precious");
}

TEST_F(ProgramCluster, WrongWordsAreNamed) {
  EXPECT_EQ(Souk({"cluster", "join"}).err,
            "souk cluster: there is no 'cluster join', only init\n");
  EXPECT_EQ(Souk({"cluster", "init", "--days", "0"}).err,
            "souk cluster: --days is 1 to 3650, not 0\n");
  EXPECT_FALSE(Exists("cluster.secret"));
}

}  // namespace
}  // namespace souk::tests
