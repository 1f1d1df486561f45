// A fleet, and a test in the places of its Clock and its nodes.
#include <gtest/gtest.h>

#include "actors/cluster/fleet_actor.h"
#include "actors/cluster/seat_codec.h"
#include "market/bid_function.h"
#include "tests/support/clusters.h"
#include "tests/support/far_end.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

using actors::Dismissal;

/// One cell and two desks; a lead that offers no thread, and one node.
class ClusterFleet : public testing::Test {
 protected:
  ~ClusterFleet() override { clock_->send(fleet_, actors::Leave{}); }

  void Join(FarEnd& member, const actors::Hello& hello) {
    member.Tell(hello);
    ASSERT_TRUE(member.Hear<actors::Welcome>());
    member.Tell(actors::Ready{"fingerprint", ""});
  }
  void SetUp() override {
    Join(lead_, {"lead", "test", 0, 1});
    Join(node_, {"node", "test", 1, 0});
  }
  void Open(uint32_t tick) {
    clock_->send(fleet_,
                 actors::OpenCells{{tick, spec_->calendar.ticks_per_day},
                                   {{std::vector<market::Money>(budgets_), {}}},
                                   std::make_shared<const market::BidSheet>()});
  }
  actors::Output ReportOf(uint32_t tick) const {
    market::CellReport report;
    report.cell = market::CellId(0);
    report.tick = tick;
    report.spent.resize(budgets_);
    return {0, 0, actors::WriteReport(report)};
  }
  /// The node answers with something that makes no sense; the lead gets its
  /// seats and inputs.
  void ExpectLost(const actors::Output& nonsense) {
    ASSERT_TRUE(node_.Hear<actors::Inputs>());
    node_.Tell(nonsense);
    const auto dismissal = node_.Hear<Dismissal>();
    ASSERT_TRUE(dismissal);
    EXPECT_EQ(dismissal->then, Dismissal::kJoinAgain);
    EXPECT_EQ(dismissal->reason, "it sent a message that makes no sense");
    ASSERT_TRUE(lead_.Hear<actors::Inputs>());
  }
  actors::Output BidsOf(uint32_t seat, uint32_t lines) const {
    return {seat, 0, actors::WriteBids(market::BidSheet(lines))};
  }
  void Plan(uint32_t tick) {
    clock_->send(fleet_, actors::PlanBids{{tick, spec_->calendar.ticks_per_day},
                                          std::vector<market::Money>(budgets_),
                                          {}});
  }
  void Learn(uint32_t tick) {
    clock_->send(fleet_,
                 actors::LearnOutcome{{tick, spec_->calendar.ticks_per_day},
                                      std::vector<market::LineTally>(lines_),
                                      {},
                                      std::vector<market::Money>(budgets_)});
  }
  /// How many bids come to the Clock next.
  std::optional<size_t> BidsThatCome() {
    std::optional<size_t> bids;
    clock_->receive(
        [&](const actors::BidsPlanned& planned) {
          bids = planned.bids->size();
        },
        caf::after(std::chrono::seconds(10)) >> [] {});
    return bids;
  }
  /// Tick of the report that comes to the Clock next.
  std::optional<uint32_t> TickClosed() {
    std::optional<uint32_t> tick;
    clock_->receive(
        [&](const actors::CellClosed& closed) { tick = closed.report.tick; },
        caf::after(std::chrono::seconds(10)) >> [] {});
    return tick;
  }

  caf::actor Spawn() {
    actors::FleetOrder order;
    order.spec = spec_;
    order.fingerprint = "fingerprint";
    order.nodes_wanted = 1;
    order.states.resize(3);
    order.desk_lines = {0, 1, lines_};
    order.trace = "run.h5";
    order.lost_after = std::chrono::minutes(1);
    order.sever = [](const caf::actor&) {};
    order.console = console_;
    return system_.spawn(actors::FleetActor, std::move(order));
  }

  SharedSpec spec_ = LoadLibrary("quickstart", {"cells=1"});
  uint32_t lines_ = static_cast<uint32_t>(spec_->lines.size());
  size_t budgets_ = actors::MarketSizes(*spec_).budgets;
  ClusterConfiguration configuration_;
  caf::actor_system system_{configuration_};
  caf::scoped_actor console_{system_};
  caf::scoped_actor clock_{system_};
  caf::actor fleet_ = Spawn();
  FarEnd lead_{system_, fleet_};
  FarEnd node_{system_, fleet_};
};

TEST_F(ClusterFleet, LosesANodeThatReportsAnotherTick) {
  Open(3);
  ExpectLost(ReportOf(4));
  lead_.Tell(ReportOf(3));
  EXPECT_EQ(TickClosed(), 3U);
}

TEST_F(ClusterFleet, LosesANodeThatPlansNonsense) {
  Plan(3);
  ExpectLost({1, 0, "nonsense"});
  lead_.Tell(BidsOf(2, lines_ - 1));
  lead_.Tell(BidsOf(1, 1));
  EXPECT_EQ(BidsThatCome(), lines_);
}

TEST_F(ClusterFleet, LosesANodeWithSignalsOfAnotherTick) {
  Open(3);
  ASSERT_TRUE(node_.Hear<actors::Inputs>());
  node_.Tell(ReportOf(3));
  ASSERT_EQ(TickClosed(), 3U);
  Learn(3);
  ExpectLost({1, 0, actors::WriteSignals({{4, 0, 0, 0.0}})});
}

}  // namespace
}  // namespace souk::tests
