#include "market/line_index.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "market/exchange.h"
#include "market/retrieval.h"
#include "tests/support/random_scenarios.h"
#include "tests/support/small_market.h"

namespace souk::market {
namespace {

using tests::Dice;
using tests::SmallMarket;

struct World {
  uint16_t channels = 3, segments = 5, places = 4, categories = 6;
};

/// Each of `count` with chance `share`, ascending.
std::vector<uint16_t> Some(Dice& dice, uint16_t count, double share) {
  std::vector<uint16_t> some;
  for (uint16_t i = 0; i < count; ++i) {
    if (dice.Chance(share)) some.push_back(i);
  }
  return some;
}

LineSpec RandomLine(Dice& dice, const World& world) {
  LineSpec line;
  line.channel = ChannelId(dice.Below(world.channels));
  const double share = dice.Pick<double>({0.1, 0.4, 1});
  const auto targets = [&](uint16_t count) {
    if (dice.Chance(0.4)) return std::vector<uint16_t>();
    return Some(dice, count, share);
  };
  line.target_segments = targets(world.segments);
  line.target_places = targets(world.places);
  line.target_categories = targets(world.categories);
  return line;
}

MarketSpec RandomMarket(uint64_t number, const World& world, size_t lines) {
  Dice dice(number);
  MarketSpec spec;
  spec.channels.resize(world.channels);
  for (size_t i = 0; i < lines; ++i) {
    spec.lines.push_back(RandomLine(dice, world));
  }
  return spec;
}

/// The rule, line by line.
std::vector<uint32_t> Candidates(const MarketSpec& spec, const PageView& page) {
  const auto aims = [](const std::vector<uint16_t>& targets, uint16_t at) {
    return targets.empty() || std::ranges::count(targets, at) > 0;
  };
  std::vector<uint32_t> lines;
  for (uint32_t i = 0; i < spec.lines.size(); ++i) {
    const LineSpec& line = spec.lines[i];
    if (line.channel.index() == page.channel &&
        aims(line.target_segments, page.segment) &&
        aims(line.target_places, page.place) &&
        aims(line.target_categories, page.category)) {
      lines.push_back(i);
    }
  }
  return lines;
}

/// On every kind of page view, those that nobody aims at among them.
void ExpectCandidates(const MarketSpec& spec, World world) {
  const LineIndex index(spec);
  FoundLines found;
  PageView page;
  for (page.channel = 0; page.channel < world.channels; ++page.channel) {
    for (page.segment = 0; page.segment <= world.segments; ++page.segment) {
      for (page.place = 0; page.place <= world.places; ++page.place) {
        for (page.category = 0; page.category <= world.categories;
             ++page.category) {
          index.Find(page, found);
          ASSERT_EQ(found.lines, Candidates(spec, page))
              << "channel " << page.channel << ", segment " << page.segment
              << ", place " << page.place << ", category " << page.category;
        }
      }
    }
  }
}

TEST(LineIndex, FindsTheLinesThatAimAtThePageView) {
  const World world;
  for (uint64_t number = 0; number < 20; ++number) {
    ExpectCandidates(RandomMarket(number, world, 10 + 7 * number), world);
  }
}

TEST(LineIndex, FindsThemBeyondTheBoundOfPostings) {
  const World world = {
      .channels = 2, .segments = 9, .places = 8, .categories = 7};
  size_t beyond = 0;
  for (uint64_t number = 100; number < 105; ++number) {
    const MarketSpec spec = RandomMarket(number, world, 60);
    for (const LineSpec& line : spec.lines) {
      const size_t postings =
          std::max<size_t>(1, line.target_segments.size()) *
          std::max<size_t>(1, line.target_places.size()) *
          std::max<size_t>(1, line.target_categories.size());
      beyond += postings > LineIndex::kMostPostings ? 1 : 0;
    }
    ExpectCandidates(spec, world);
  }
  EXPECT_GT(beyond, 20U);
}

MarketSpec OneLine(LineSpec line) {
  MarketSpec spec;
  spec.channels.resize(1);
  spec.lines.push_back(std::move(line));
  return spec;
}

TEST(LineIndex, PostsEveryCombinationUpToTheBound) {
  LineSpec line;
  EXPECT_EQ(LineIndex(OneLine(line)).postings(), 1U);
  line.target_segments = {1, 2, 3};
  line.target_places = {0, 4};
  EXPECT_EQ(LineIndex(OneLine(line)).postings(), 6U);
  line.target_categories = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(LineIndex(OneLine(line)).postings(), 60U);
  // 66 combinations: the categories are checked when the line is found.
  line.target_categories.push_back(11);
  EXPECT_EQ(LineIndex(OneLine(line)).postings(), 6U);
}

TEST(LineIndex, IsEmptyWithoutLines) {
  MarketSpec spec;
  spec.channels.resize(1);
  const LineIndex index(spec);
  FoundLines found;
  found.lines = {1, 2};
  index.Find({}, found);
  EXPECT_TRUE(found.lines.empty());
}

TEST(KeepsLists, WhereNobodyAimsAtPlacesAndListsAreShort) {
  MarketSpec spec = OneLine({});
  spec.lines.front().target_segments = {0, 1, 2};
  spec.lines.emplace_back();
  // Three segments with two lines, all others with one.
  EXPECT_TRUE(KeepsLists(spec, 7));
  EXPECT_FALSE(KeepsLists(spec, 6));
  spec.lines.back().target_places = {0};
  EXPECT_FALSE(KeepsLists(spec, 7));
  spec.lines.back().target_places.clear();
  spec.lines.back().target_categories = {0};
  EXPECT_FALSE(KeepsLists(spec, 7));
}

/// Serves the same page views and tells everything that came of them.
class Served {
 public:
  explicit Served(const MarketSpec& spec)
      : exchange_(std::make_shared<const MarketSpec>(spec), CellId(0)),
        lines_(spec.lines.size()),
        advertisers_(spec.advertisers.size()) {}

  CellReport Run() {
    auto bids = std::make_shared<BidSheet>(lines_);
    for (size_t i = 0; i < lines_; ++i) {
      (*bids)[i].linear.constant = 100 + static_cast<double>(7 * i % 31);
    }
    const std::vector<Money> leases(advertisers_, Money(2500));
    exchange_.OpenTick({0, 48}, leases, bids);
    PageBatch batch;
    for (uint64_t page = 0; page < 200; ++page) {
      batch.pages.push_back(
          {.page = page, .segment = static_cast<uint16_t>(page % 5)});
    }
    ServedBatch served;
    exchange_.Serve(batch, served);
    Responses responses;
    responses.of_award.resize(served.awards.size());
    for (size_t i = 0; i < served.awards.size(); ++i) {
      responses.of_award[i].examined = i % 3 != 0;
    }
    exchange_.Settle(served, responses);
    return exchange_.CloseTick();
  }

 private:
  Exchange exchange_;
  size_t lines_;
  size_t advertisers_;
};

TEST(Exchange, ServesTheSameFromTheIndexAsFromKeptLists) {
  SmallMarket market;
  market.traffic->interests = 5;
  market.AddChannel({1, 0.5});
  Dice dice(7);
  for (size_t line = 0; line < 40; ++line) {
    market.AddLine(line / 2, 0, Charge::kView, Some(dice, 5, 0.4));
    market.spec->campaigns.back().auction_weight = line % 3 == 0 ? 1.5 : 1;
  }
  ASSERT_TRUE(KeepsLists(*market.spec));
  const CellReport kept = Served(*market.spec).Run();
  // All page views are in place 0: this aims at everybody, too.
  for (LineSpec& line : market.spec->lines) line.target_places = {0};
  ASSERT_FALSE(KeepsLists(*market.spec));
  const CellReport found = Served(*market.spec).Run();

  EXPECT_EQ(found.lines, kept.lines);
  EXPECT_EQ(found.spent, kept.spent);
  ASSERT_EQ(found.tallies.size(), kept.tallies.size());
  for (size_t i = 0; i < kept.tallies.size(); ++i) {
    EXPECT_EQ(found.tallies[i].auctions, kept.tallies[i].auctions);
    EXPECT_EQ(found.tallies[i].impressions, kept.tallies[i].impressions);
    EXPECT_EQ(found.tallies[i].spend, kept.tallies[i].spend);
  }
  ASSERT_EQ(found.bids.size(), kept.bids.size());
  ASSERT_GT(kept.bids.size(), 1000U);
  for (size_t i = 0; i < kept.bids.size(); ++i) {
    EXPECT_EQ(found.bids[i].line, kept.bids[i].line);
    EXPECT_EQ(found.bids[i].bid_micros, kept.bids[i].bid_micros);
  }
}

}  // namespace
}  // namespace souk::market
