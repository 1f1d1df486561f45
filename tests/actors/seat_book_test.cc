// Who carries what, and what it takes to carry it elsewhere.
#include "actors/cluster/seat_book.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace souk::tests {
namespace {

using actors::kNobody;
using actors::PlaceAll;
using actors::PlaceOrphans;
using actors::PlaceSeats;
using actors::SeatBook;
using actors::SeatInput;
using actors::SeatState;

using Numbers = std::vector<uint32_t>;

SeatInput Input(const std::string& own) {
  return {actors::InputKind::kOpenTick,
          std::make_shared<const std::string>("common"), own};
}

SeatState State(const std::string& bytes) { return {0, bytes, ""}; }

TEST(Placement, SharesFollowCores) {
  EXPECT_EQ(PlaceSeats(Numbers(6, kNobody), Numbers{2, 1}),
            (Numbers{0, 0, 0, 0, 1, 1}));
  EXPECT_EQ(PlaceSeats(Numbers(4, kNobody), Numbers{1, 1, 1}),
            (Numbers{0, 0, 1, 2}));
  EXPECT_EQ(PlaceSeats(Numbers(3, kNobody), Numbers{0, 5}), (Numbers{1, 1, 1}));
}

TEST(Placement, MovesNoMoreThanAnEvenShareNeeds) {
  std::minstd_rand dice(11);
  for (int round = 0; round < 500; ++round) {
    const size_t nodes = 1 + dice() % 4;
    Numbers cores(nodes);
    for (auto& own : cores) own = dice() % 4;
    cores[dice() % nodes] = 1 + dice() % 4;
    Numbers before(dice() % 12);
    for (auto& node : before) node = static_cast<uint32_t>(dice() % nodes);
    const Numbers after = PlaceSeats(before, cores);
    std::vector<int> room(nodes), had(nodes);
    for (const uint32_t node : after) ++room[node];
    for (const uint32_t node : before) ++had[node];
    int stay = 0, could_stay = 0;
    for (size_t i = 0; i < before.size(); ++i) stay += before[i] == after[i];
    for (size_t i = 0; i < nodes; ++i) {
      could_stay += std::min(room[i], had[i]);
      EXPECT_TRUE(cores[i] > 0 || room[i] == 0);
    }
    EXPECT_EQ(stay, could_stay) << "round " << round;
  }
}

TEST(Placement, OrphansGoWhereLoadIsLeast) {
  EXPECT_EQ(PlaceOrphans(Numbers{0, 0, kNobody, kNobody}, Numbers{1, 1, 0}),
            (Numbers{0, 0, 1, 1}));
  EXPECT_EQ(PlaceOrphans(Numbers{kNobody, 1, kNobody}, Numbers{0, 4}),
            (Numbers{1, 1, 1}));
}

TEST(Placement, DesksGoToWhoHasFewestCells) {
  EXPECT_EQ(PlaceAll(Numbers(6, kNobody), 4, Numbers{1, 1, 1}),
            (Numbers{0, 0, 1, 2, 1, 2}));
  EXPECT_EQ(PlaceAll(Numbers{0, 0, 1, 1, 0}, 4, Numbers{1, 1, 2}),
            (Numbers{0, 2, 1, 2, 0}))
      << "a desk stays where it is";
}

TEST(SeatBook, IsQuietOnceEverythingIsAnswered) {
  SeatBook book({State("a"), State("b")});
  EXPECT_TRUE(book.quiet());
  EXPECT_EQ(book.Append(0, Input("0")), 0U);
  EXPECT_EQ(book.Append(1, Input("0")), 0U);
  EXPECT_TRUE(book.Answer(0, 0));
  EXPECT_FALSE(book.quiet());
  EXPECT_TRUE(book.Answer(1, 0));
  EXPECT_TRUE(book.quiet());
}

TEST(SeatBook, TakesNoAnswerTwiceNorOutOfTurn) {
  SeatBook book({State("a")});
  EXPECT_FALSE(book.Answer(0, 0)) << "nobody asked";
  book.Append(0, Input("0"));
  book.Append(0, Input("1"));
  EXPECT_FALSE(book.Answer(0, 1)) << "0 comes first";
  EXPECT_TRUE(book.Answer(0, 0));
  EXPECT_FALSE(book.Answer(0, 0));
  EXPECT_TRUE(book.Answer(0, 1));
  EXPECT_FALSE(book.Answer(0, 2));
}

TEST(SeatBook, RestoresFromTheCheckpointAndTheInputsSince) {
  SeatBook book({State("start")});
  book.Append(0, Input("0"));
  book.Answer(0, 0);
  book.BeginSave();
  book.KeepState(0, State("after 0"));
  ASSERT_TRUE(book.all_saved());
  book.CommitSave();
  EXPECT_EQ(book.log_bytes(), 0U);
  book.Append(0, Input("1"));
  book.Answer(0, 1);
  book.Append(0, Input("2"));  // under way when the node is lost
  const actors::Adopt adopt = book.Restore(0);
  EXPECT_EQ(adopt.state.first, "after 0");
  EXPECT_EQ(adopt.next, 1U);
  ASSERT_EQ(book.inputs(0).size(), 2U);
  EXPECT_TRUE(book.behind(0));
  EXPECT_FALSE(book.Answer(0, 1)) << "it was heard before";
  EXPECT_FALSE(book.behind(0));
  EXPECT_FALSE(book.quiet());
  EXPECT_TRUE(book.Answer(0, 2));
  EXPECT_TRUE(book.quiet());
}

TEST(SeatBook, GoesBackToTheCheckpointBeforeWhenOneIsAbandoned) {
  SeatBook book({State("a"), State("b")});
  book.Append(0, Input("0"));
  book.Answer(0, 0);
  book.BeginSave();
  book.KeepState(0, State("later"));
  EXPECT_FALSE(book.all_saved());
  book.AbandonSave();
  EXPECT_EQ(book.Restore(0).state.first, "a");
  EXPECT_EQ(book.inputs(0).size(), 1U);
  EXPECT_FALSE(book.quiet());
}

TEST(SeatBook, KeepsInputsThatCameWhileStatesWereUnderWay) {
  SeatBook book({State("a")});
  book.BeginSave();
  book.Append(0, Input("0"));
  book.KeepState(0, State("b"));
  book.CommitSave();
  EXPECT_EQ(book.first_number(0), 0U);
  EXPECT_EQ(book.inputs(0).size(), 1U);
  EXPECT_GT(book.log_bytes(), 0U);
}

}  // namespace
}  // namespace souk::tests
