// Random and damaged bytes at every place that reads some.
//
// SOUK_FUZZ_SECONDS: how long, in total (2 by default).
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <cstdlib>
#include <random>

#include "actors/network/frame_watch.h"
#include "tests/support/network.h"
#include "tests/support/stranger.h"

namespace souk::tests {
namespace {

using actors::Letter;
using Clock = std::chrono::steady_clock;

/// A quarter of the seconds for each of the tests below.
Clock::time_point Deadline() {
  const char* text = std::getenv("SOUK_FUZZ_SECONDS");
  const double total = text ? std::atof(text) : 2;
  return Clock::now() + milliseconds(static_cast<int64_t>(1000 * total / 4));
}

class Chaos {
 public:
  size_t Below(size_t end) { return random_() % end; }
  std::string Bytes(size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_());
    return bytes;
  }
  /// Some bytes changed, and maybe cut or continued.
  std::string Mutate(std::string bytes) {
    for (size_t i = 0; i <= Below(4) && !bytes.empty(); ++i) {
      bytes[Below(bytes.size())] = static_cast<char>(random_());
    }
    if (Below(3) == 0) bytes.resize(Below(bytes.size() + 1));
    if (Below(3) == 0) bytes += Bytes(Below(300));
    return bytes;
  }

 private:
  std::minstd_rand random_{20240229};
};

/// The first message of TLS, as a proper client sends it.
std::string ClientHello(const actors::TlsContext& context) {
  actors::Tls tls(SSL_new(context.get()));
  BIO* out = BIO_new(BIO_s_mem());
  SSL_set_bio(tls.get(), BIO_new(BIO_s_mem()), out);
  SSL_set_connect_state(tls.get());
  SSL_do_handshake(tls.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out, &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

TEST(NetworkFuzz, BytesBeforeTlsHarmNobody) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  const auto hello = ClientHello(*actors::MakeTlsContext(SharedIdentity()));
  ASSERT_GT(hello.size(), 100u);
  Chaos chaos;
  const auto deadline = Deadline();
  int rounds = 0;
  for (; Clock::now() < deadline; ++rounds) {
    Stranger stranger(at);
    stranger.Send(rounds % 2 == 0 ? chaos.Mutate(hello)
                                  : chaos.Bytes(chaos.Below(2000)));
  }
  RecordProperty("rounds", rounds);
  EXPECT_GT(rounds, 10);
  ExpectServes(at);
}

TEST(NetworkFuzz, BytesInsteadOfThePreambleHarmNobody) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  const auto context = *actors::MakeTlsContext(SharedIdentity());
  const auto version = actors::DefaultNetworkRules().version;
  Chaos chaos;
  const auto deadline = Deadline();
  int rounds = 0;
  for (; Clock::now() < deadline; ++rounds) {
    Stranger stranger(at);
    if (!stranger.StartTls(context)) continue;
    const std::string nonce = chaos.Bytes(32);
    const auto greeting = Stranger::Greeting(version, nonce);
    stranger.Send(rounds % 2 == 0 ? chaos.Mutate(greeting)
                                  : greeting + chaos.Bytes(chaos.Below(100)));
  }
  RecordProperty("rounds", rounds);
  EXPECT_GT(rounds, 5);
  ExpectServes(at);
}

TEST(NetworkFuzz, BytesBehindTheGateHarmNobody) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  const auto version = actors::DefaultNetworkRules().version;
  Chaos chaos;
  const auto deadline = Deadline();
  int rounds = 0;
  for (; Clock::now() < deadline; ++rounds) {
    Stranger insider(at);
    if (insider.PassGate(SharedIdentity(), version).empty()) continue;
    insider.Send(chaos.Bytes(chaos.Below(2000)));
  }
  RecordProperty("rounds", rounds);
  EXPECT_GT(rounds, 5);
  ExpectServes(at);
}

TEST(NetworkFuzz, DamagedLettersAreErrorsOrSmall) {
  Member member;
  caf::scoped_actor self(member.system());
  Chaos chaos;
  const auto deadline = Deadline();
  int rounds = 0;
  for (; Clock::now() < deadline; ++rounds) {
    std::vector<char> written;
    caf::binary_serializer sink(member.system(), written);
    Letter letter{static_cast<uint16_t>(chaos.Below(65536)),
                  chaos.Bytes(chaos.Below(400))};
    ASSERT_FALSE(sink(letter));
    const std::string bytes =
        chaos.Mutate(std::string(written.begin(), written.end()));
    caf::binary_deserializer source(member.system(), bytes.data(),
                                    bytes.size());
    Letter read;
    const auto error = source(read);
    ASSERT_LE(read.bytes.size(), actors::kMostLetterBytes);
    if (!error) {
      ASSERT_LE(read.bytes.size(), bytes.size());
    }
  }
  RecordProperty("rounds", rounds);
  EXPECT_GT(rounds, 100);
}

TEST(Letter, LongerThanTheCapIsNeitherWrittenNorRead) {
  Member member;
  std::vector<char> written;
  caf::binary_serializer sink(member.system(), written);
  Letter letter{1, std::string(actors::kMostLetterBytes + 1, 'x')};
  EXPECT_TRUE(sink(letter));
  uint16_t kind = 1;
  uint32_t size = actors::kMostLetterBytes + 1;
  written.clear();
  caf::binary_serializer by_hand(member.system(), written);
  ASSERT_FALSE(by_hand(kind, size));
  written.resize(written.size() + size);
  caf::binary_deserializer source(member.system(), written);
  Letter read;
  EXPECT_TRUE(source(read));
  EXPECT_EQ(read.bytes, "");
}

TEST(FrameWatch, FollowsFramesHoweverTheyAreCut) {
  std::string stream;
  for (const size_t size : {size_t{0}, size_t{5}, size_t{1000}}) {
    std::string frame(32 + size, '\x7f');
    frame[0] = 2;
    frame[4] = frame[5] = 0;
    frame[6] = static_cast<char>(size >> 8);
    frame[7] = static_cast<char>(size & 255);
    stream += frame;
  }
  std::string large(32, '\0');
  large[0] = 2;
  large[5] = 4;
  large[7] = 1;
  for (const size_t cut : {size_t{1}, size_t{7}, size_t{32}, size_t{5000}}) {
    actors::FrameWatch watch;
    for (size_t i = 0; i < stream.size(); i += cut) {
      const auto part = stream.substr(i, cut);
      EXPECT_FALSE(watch.See(part.data(), part.size()));
    }
    EXPECT_EQ(watch.See(large.data(), large.size()).value_or("fine"),
              "too large a frame: 262145 bytes, at most 262144");
  }
}

}  // namespace
}  // namespace souk::tests
