#include "market/retrieval.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "market/random.h"

namespace souk::market {
namespace {

/// Traffic that knows nothing but its segments.
class Crowd final : public Traffic {
 public:
  explicit Crowd(size_t segments) : segments_(segments) {}
  std::unique_ptr<CellTraffic> OpenCell(CellId, uint32_t) const override {
    return nullptr;
  }
  double CellShare(CellId, uint32_t) const override { return 1; }
  size_t segments() const override { return segments_; }
  void Predict(const PageView&, CandidateLines, std::span<double>,
               std::span<double>) const override {}
  Rates Truth(const PageView&, LineId, Rates rates) const override {
    return rates;
  }

 private:
  size_t segments_;
};

MarketSpec Market(size_t channels, size_t segments) {
  MarketSpec spec;
  spec.channels.resize(channels);
  spec.traffic = std::make_shared<Crowd>(segments);
  return spec;
}

void AddLine(MarketSpec& spec, size_t channel, std::vector<uint16_t> targets) {
  LineSpec line;
  line.channel = ChannelId(channel);
  line.target_segments = std::move(targets);
  spec.lines.push_back(std::move(line));
}

const CandidateGroup& GroupOf(const Retrieval& retrieval, uint16_t segment,
                              uint16_t channel) {
  const PageView page{.segment = segment, .channel = channel};
  return retrieval.groups()[retrieval.GroupOf(page)];
}

/// The rule, line by line.
std::vector<uint32_t> Candidates(const MarketSpec& spec, uint16_t segment,
                                 size_t channel) {
  std::vector<uint32_t> lines;
  for (uint32_t i = 0; i < spec.lines.size(); ++i) {
    const LineSpec& line = spec.lines[i];
    const auto& targets = line.target_segments;
    if (line.channel.index() == channel &&
        (targets.empty() || std::ranges::count(targets, segment) > 0)) {
      lines.push_back(i);
    }
  }
  return lines;
}

TEST(Retrieval, FindsTheLinesThatTargetTheUser) {
  const Stream chance(5, 0, Purpose::kTest);
  MarketSpec spec = Market(3, 7);
  for (uint32_t line = 0; line < 60; ++line) {
    std::vector<uint16_t> targets;
    for (uint16_t segment = 0; segment < 6; ++segment) {
      if (chance.Bernoulli(0.2, line, 1, segment)) targets.push_back(segment);
    }
    AddLine(spec, line / 25, targets);
  }
  const Retrieval retrieval(spec);
  for (uint16_t channel = 0; channel < 3; ++channel) {
    for (uint16_t segment = 0; segment < 7; ++segment) {
      EXPECT_EQ(GroupOf(retrieval, segment, channel).lines,
                Candidates(spec, segment, channel))
          << "channel " << channel << ", segment " << segment;
    }
  }
}

TEST(Retrieval, SharesEqualLists) {
  MarketSpec spec = Market(1, 100);
  AddLine(spec, 0, {});
  AddLine(spec, 0, {3, 4});
  const Retrieval retrieval(spec);
  EXPECT_EQ(retrieval.groups().size(), 2U);
  EXPECT_EQ(&GroupOf(retrieval, 3, 0), &GroupOf(retrieval, 4, 0));
  EXPECT_TRUE(GroupOf(retrieval, 3, 0).contiguous);
}

TEST(Retrieval, ManySegmentsAndNarrowLinesAreNoCrossProduct) {
  // 3e9 pairs of a line and a segment, 1e5 matches.
  MarketSpec spec = Market(1, 30000);
  for (uint32_t line = 0; line < 100000; ++line) {
    AddLine(spec, 0, {static_cast<uint16_t>(line % 30000)});
  }
  const auto start = std::chrono::steady_clock::now();
  const Retrieval retrieval(spec);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_EQ(GroupOf(retrieval, 7, 0).lines,
            (std::vector<uint32_t>{7, 30007, 60007, 90007}));
}

}  // namespace
}  // namespace souk::market
