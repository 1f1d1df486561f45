// A host, and a test in the place of its lead.
#include <gtest/gtest.h>

#include "actors/cluster/cluster_cast.h"
#include "tests/support/clusters.h"
#include "tests/support/far_end.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

using actors::PlatformSaved;
using actors::SeatSaved;
using actors::UsersSaved;

class ClusterHost : public testing::Test {
 protected:
  ClusterHost() {
    system_.spawn(
        actors::HostActor,
        actors::HostOrder{{"node", "test", 1, 0},
                          actors::PrepareFrom(LoadLibrary("quickstart"),
                                              "fingerprint", shelf_.maker()),
                          lead_.address(),
                          lead_.address(),
                          actors::OwnPulse});
  }

  void ExpectSaved(const std::string& users, const std::string& platform) {
    const auto saved = lead_.Hear<SeatSaved>();
    ASSERT_TRUE(saved);
    EXPECT_EQ(saved->seat, 0U);
    EXPECT_EQ(saved->state.fresh, 0);
    EXPECT_EQ(saved->state.first, users);
    EXPECT_EQ(saved->state.second, platform);
  }

  ClusterConfiguration configuration_;
  PartShelf shelf_;
  caf::actor_system system_{configuration_};
  FarEnd lead_{system_};
};

// Two Saves are under way if a loss ended the first.
TEST_F(ClusterHost, SendsNoCellWithHalfItsState) {
  ASSERT_TRUE(lead_.Hear<actors::Hello>());
  lead_.Tell(actors::Welcome{1, "", 0, "run.h5", 60'000, {}});
  ASSERT_TRUE(lead_.Hear<actors::Ready>());
  lead_.Tell(actors::Adopt{0, 0, {}});
  lead_.Send(UsersSaved{0, "users"});
  lead_.Send(UsersSaved{0, "users"});
  lead_.Send(PlatformSaved{0, "platform"});
  ExpectSaved("users", "platform");
  lead_.Send(PlatformSaved{0, "platform again"});
  lead_.Send(UsersSaved{0, "users again"});
  ExpectSaved("users again", "platform again");
  lead_.Tell(actors::Dismissal{actors::Dismissal::kRunIsOver, "over"});
}

}  // namespace
}  // namespace souk::tests
