// Letters between processes of one cluster.
#include <cstring>

#include "tests/support/network.h"

namespace souk::tests {
namespace {

using actors::kMostLetterBytes;
using actors::Letter;

std::string AllKindsOfBytes(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 7 + i / 9);
  return bytes;
}

TEST(Network, LettersOfAllSizesComeBackAsTheyWere) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  Member node;
  const auto remote = node.network().Connect(at, seconds(5));
  ASSERT_TRUE(remote.ok()) << remote.error().message;
  const uint64_t out_before = actors::TrafficOfProcess().bytes_out;
  const uint64_t in_before = actors::TrafficOfProcess().bytes_in;
  for (const size_t size :
       {size_t{0}, size_t{1}, size_t{255}, size_t{16383}, size_t{16384},
        size_t{65536}, size_t{kMostLetterBytes}}) {
    const Letter letter{static_cast<uint16_t>(size % 60000 + 1),
                        AllKindsOfBytes(size)};
    const Letter answer = node.Ask(*remote, letter);
    EXPECT_EQ(answer.kind, letter.kind);
    EXPECT_EQ(answer.bytes, letter.bytes) << size;
  }
  EXPECT_GT(actors::TrafficOfProcess().bytes_out, out_before + 2 * 160000);
  EXPECT_GT(actors::TrafficOfProcess().bytes_in, in_before + 2 * 160000);
  EXPECT_EQ(lead.lines().All(), "");
}

TEST(Network, ManyLettersArriveInOrder) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  Member node;
  const auto remote = node.network().Connect(at, seconds(5));
  ASSERT_TRUE(remote.ok()) << remote.error().message;
  caf::scoped_actor self(node.system());
  constexpr int kLetters = 500;
  for (int i = 0; i < kLetters; ++i) {
    self->send(*remote, Letter{static_cast<uint16_t>(i),
                               AllKindsOfBytes(static_cast<size_t>(i) * 130)});
  }
  for (int i = 0; i < kLetters; ++i) {
    self->receive(
        [&](const Letter& letter) {
          ASSERT_EQ(letter.kind, i);
          ASSERT_EQ(letter.bytes.size(), static_cast<size_t>(i) * 130);
        },
        caf::after(seconds(5)) >> [] { FAIL() << "a letter is missing"; });
  }
}

TEST(Network, ADisconnectedPeerIsReportedDown) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  Member node;
  const auto remote = node.network().Connect(at, seconds(5));
  ASSERT_TRUE(remote.ok()) << remote.error().message;
  caf::scoped_actor self(node.system());
  self->monitor(*remote);
  EXPECT_EQ(node.Ask(*remote, {1, "hello"}).bytes, "hello");
  node.network().Disconnect(*remote);
  bool down = false;
  self->receive([&](const caf::down_msg&) { down = true; },
                caf::after(seconds(5)) >> [] {});
  EXPECT_TRUE(down);
  ExpectServes(at);
}

TEST(Network, ASeveredNodeMayComeBack) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  Member node;
  for (int i = 0; i < 3; ++i) {
    const auto remote = node.network().Connect(at, seconds(5));
    ASSERT_TRUE(remote.ok()) << remote.error().message;
    EXPECT_EQ(node.Ask(*remote, {1, "again"}).bytes, "again") << i;
    caf::scoped_actor self(node.system());
    self->monitor(*remote);
    node.network().Disconnect(*remote);
    self->receive([](const caf::down_msg&) {},
                  caf::after(seconds(5)) >> [] { FAIL() << "no down_msg"; });
  }
}

/// The lead's way to expel: by an actor whose handle came in a message.
TEST(Network, ALeadSeversANodeByTheSenderOfALetter) {
  Member lead;
  caf::scoped_actor desk(lead.system());
  const auto port = lead.network().Listen({"127.0.0.1", 0}, desk);
  ASSERT_TRUE(port.ok()) << port.error().message;
  Member node;
  const auto remote = node.network().Connect({"127.0.0.1", *port}, seconds(5));
  ASSERT_TRUE(remote.ok()) << remote.error().message;
  caf::scoped_actor self(node.system());
  self->monitor(*remote);
  self->send(*remote, Letter{3, "I am here"});
  caf::actor sender;
  desk->receive(
      [&](const Letter&) {
        sender = caf::actor_cast<caf::actor>(desk->current_sender());
      },
      caf::after(seconds(5)) >> [] {});
  ASSERT_TRUE(sender);
  desk->monitor(sender);
  lead.network().Disconnect(sender);
  int down = 0;
  desk->receive([&](const caf::down_msg&) { ++down; },
                caf::after(seconds(5)) >> [] {});
  self->receive([&](const caf::down_msg&) { ++down; },
                caf::after(seconds(5)) >> [] {});
  EXPECT_EQ(down, 2);
}

TEST(Network, ThePeersEndIsReportedDown) {
  Member node;
  caf::scoped_actor self(node.system());
  {
    Member lead;
    const auto remote =
        node.network().Connect(lead.ListenWithEcho(), seconds(5));
    ASSERT_TRUE(remote.ok()) << remote.error().message;
    self->monitor(*remote);
    EXPECT_EQ(node.Ask(*remote, {1, "hello"}).bytes, "hello");
  }
  bool down = false;
  self->receive([&](const caf::down_msg&) { down = true; },
                caf::after(seconds(5)) >> [] {});
  EXPECT_TRUE(down);
}

TEST(Network, ConnectingToNobodyNamesTheReason) {
  Member node;
  const auto remote = node.network().Connect({"127.0.0.1", 1}, seconds(2));
  ASSERT_FALSE(remote.ok());
  EXPECT_EQ(remote.error().message,
            "Cannot connect to 127.0.0.1:1: Connection refused");
}

TEST(Network, ListeningTwiceAtOnePortIsAnError) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  const auto again = lead.network().Listen(at, caf::actor());
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().message,
            "Cannot listen at " + TextOf(at) + ": Address already in use");
}

TEST(Endpoint, IsReadFromHostAndPort) {
  EXPECT_EQ(*actors::ParseEndpoint("lead.example:4400"),
            (actors::Endpoint{"lead.example", 4400}));
  EXPECT_EQ(*actors::ParseEndpoint("[::1]:0"), (actors::Endpoint{"::1", 0}));
  EXPECT_EQ(TextOf(actors::Endpoint{"::1", 80}), "[::1]:80");
  for (const char* wrong : {"", "host", ":80", "host:", "host:65536", "host:-1",
                            "host:8x", "::1:80", "[]:80"}) {
    const auto endpoint = actors::ParseEndpoint(wrong);
    ASSERT_FALSE(endpoint.ok()) << wrong;
    EXPECT_EQ(endpoint.error().message,
              "'" + std::string(wrong) +
                  "' is no endpoint: write HOST:PORT or [IPV6]:PORT with a "
                  "port of 0 to 65535");
  }
}

}  // namespace
}  // namespace souk::tests
