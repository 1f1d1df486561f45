// Messages of any size arrive whole and in order, and never too much at once.
#include "actors/cluster/courier.h"

#include <gtest/gtest.h>

#include <random>

namespace souk::tests {
namespace {

using actors::Courier;
using actors::Lane;
using actors::Letter;

constexpr size_t kChunk = Courier::kChunkBytes;

/// A connection from `from` to `to`; letters arrive in order, some at a time.
struct Wire {
  Courier from, to;
  std::deque<Letter> there, back;
  std::vector<std::string> arrived;

  void Post(Lane lane, std::string message) {
    from.Post(lane, std::move(message));
    Leave();
  }
  void Leave() {
    for (Letter& letter : from.Due()) there.push_back(std::move(letter));
  }
  void Arrive() {
    const auto received = to.Receive(there.front());
    there.pop_front();
    ASSERT_TRUE(received.good);
    if (received.message) arrived.push_back(*received.message);
    if (received.answer) back.push_back(*received.answer);
  }
  void Acknowledge() {
    ASSERT_TRUE(from.Receive(back.front()).good);
    back.pop_front();
    Leave();
  }
  void RunDry() {
    while (!there.empty() || !back.empty()) {
      there.empty() ? Acknowledge() : Arrive();
    }
  }
};

std::string Text(size_t size, char first) {
  std::string text(size, 'x');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>(first + i % 7);
  return text;
}

TEST(Courier, DeliversEverySize) {
  Wire wire;
  std::vector<std::string> sent;
  for (const size_t size : {size_t{0}, size_t{1}, kChunk - 1, kChunk,
                            kChunk + 1, 50 * kChunk + 3}) {
    sent.push_back(Text(size, 'a'));
    wire.Post(Lane::kTick, sent.back());
  }
  wire.RunDry();
  EXPECT_EQ(wire.arrived, sent);
  EXPECT_EQ(wire.from.waiting_bytes(), 0U);
}

TEST(Courier, HasAFewChunksOfALaneUnderWay) {
  Wire wire;
  wire.Post(Lane::kState, Text(100 * kChunk, 'a'));
  EXPECT_EQ(wire.there.size(), Courier::kWindow);
  for (const Letter& letter : wire.there) {
    EXPECT_LE(letter.bytes.size(), actors::kMostLetterBytes);
  }
  wire.Arrive();
  wire.Acknowledge();
  EXPECT_EQ(wire.there.size(), Courier::kWindow);
}

TEST(Courier, LetsUrgentMessagesPass) {
  Wire wire;
  wire.Post(Lane::kState, Text(100 * kChunk, 'a'));
  wire.Post(Lane::kTick, "urgent");
  for (size_t i = 0; i <= Courier::kWindow; ++i) wire.Arrive();
  EXPECT_EQ(wire.arrived, std::vector<std::string>{"urgent"});
}

TEST(Courier, KeepsOrderUnderAnyInterleaving) {
  std::minstd_rand dice(7);
  for (int round = 0; round < 200; ++round) {
    Wire wire;
    std::vector<std::string> sent;
    for (int step = 0; step < 60; ++step) {
      const auto what = dice() % 3;
      if (what == 0) {
        sent.push_back(Text(dice() % (3 * kChunk), 'a'));
        wire.Post(Lane::kTick, sent.back());
      } else if (what == 1 && !wire.there.empty()) {
        wire.Arrive();
      } else if (what == 2 && !wire.back.empty()) {
        wire.Acknowledge();
      }
    }
    wire.RunDry();
    ASSERT_EQ(wire.arrived, sent) << "round " << round;
  }
}

TEST(Courier, RefusesWhatIsNoneOfItsLetters) {
  Courier courier;
  EXPECT_FALSE(courier.Receive({0, "x"}).good);
  EXPECT_FALSE(courier.Receive({999, ""}).good);
  EXPECT_FALSE(courier.Receive({Courier::kChunk, ""}).good)
      << "a chunk without its first byte";
  EXPECT_FALSE(courier.Receive({Courier::kTaken, ""}).good)
      << "nothing is under way";
}

}  // namespace
}  // namespace souk::tests
