// What campaigns aim at: interests, places and categories, named or drawn.
#include <algorithm>
#include <set>

#include "market/line_index.h"
#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

constexpr char kCity[] = R"(traffic { synthetic {
  interest { name: "plain" }
  interest { name: "hobby" count: 8 share: 0.5 }
  place { name: "town" count: 5 }
  category { name: "news" }
  category { name: "games" share: 2 }
} }
)";

std::string WithCampaign(const std::string& campaign,
                         const std::string& count = "1") {
  return kCity + ("advertiser { name: \"a\" count: " + count) +
         "\n  campaign { " + campaign + " } }\n";
}

using Aims = ScenarioFolder;

TEST_F(Aims, NamesBecomePositionsInOrderOfTheScenario) {
  const auto market =
      Loaded(WithCampaign("target_interest: [\"hobby-3\", \"plain\"] "
                          "target_place: \"town-5\" "
                          "target_category: [\"games\", \"news\"]"))
          .market;
  EXPECT_EQ(market.traffic->segments(), 9U);
  EXPECT_EQ(market.traffic->places(), 5U);
  EXPECT_EQ(market.traffic->categories(), 2U);
  ASSERT_EQ(market.lines.size(), 1U);
  EXPECT_EQ(market.lines[0].target_segments, (std::vector<uint16_t>{0, 3}));
  EXPECT_EQ(market.lines[0].target_places, (std::vector<uint16_t>{4}));
  EXPECT_EQ(market.lines[0].target_categories, (std::vector<uint16_t>{0, 1}));
  ASSERT_NE(market.line_index, nullptr);
  EXPECT_EQ(market.line_index->postings(), 4U);
}

TEST_F(Aims, CopiesDrawDifferentOnesEachOnce) {
  const auto market =
      Loaded(WithCampaign("draw_interests: 3 draw_places: 5", "400")).market;
  std::set<std::vector<uint16_t>> seen;
  std::vector<int> times(9);
  for (const market::LineSpec& line : market.lines) {
    ASSERT_EQ(line.target_segments.size(), 3U);
    EXPECT_EQ(line.target_places, (std::vector<uint16_t>{0, 1, 2, 3, 4}));
    EXPECT_TRUE(line.target_categories.empty());
    seen.insert(line.target_segments);
    for (const uint16_t segment : line.target_segments) ++times[segment];
  }
  // All 84 sets but for a few; every interest with 1/3: 133 times, standard
  // deviation 9.4.
  EXPECT_GT(seen.size(), 78U);
  for (const int count : times) {
    EXPECT_GT(count, 133 - 5 * 9.4);
    EXPECT_LT(count, 133 + 5 * 9.4);
  }
}

TEST_F(Aims, CopiesKeepTheirDrawsWhenOthersCome) {
  const std::string campaign = "draw_interests: 2 draw_categories: 1";
  const auto few = Loaded(WithCampaign(campaign, "10")).market;
  const auto many = Loaded(WithCampaign(campaign, "50")).market;
  for (size_t i = 0; i < few.lines.size(); ++i) {
    EXPECT_EQ(few.lines[i].target_segments, many.lines[i].target_segments);
    EXPECT_EQ(few.lines[i].target_categories, many.lines[i].target_categories);
  }
}

/// Interests that raise the click rate of the campaigns.
std::vector<std::vector<uint16_t>> Lifts(const market::MarketSpec& market) {
  std::vector<std::vector<uint16_t>> lifts(market.lines.size());
  const auto* rates = market.traffic->normal_rates();
  for (uint32_t line = 0; line < market.lines.size(); ++line) {
    for (uint16_t i = 0; i < market.traffic->segments(); ++i) {
      const double base = rates->RateOf(i, market::LineId(line)).base;
      if (base > 0.05) lifts[line].push_back(i);
    }
  }
  return lifts;
}

TEST_F(Aims, AStarIsTheFirstInterestOrADrawnOne) {
  EXPECT_EQ(Lifts(Loaded(WithCampaign("interest: \"*\" target_interest: "
                                      "[\"hobby-4\", \"hobby-2\"]"))
                      .market)[0],
            (std::vector<uint16_t>{4}));
  const auto drawn =
      Loaded(WithCampaign("interest: \"*\" draw_interests: 2", "30")).market;
  const auto lifts = Lifts(drawn);
  for (size_t i = 0; i < lifts.size(); ++i) {
    ASSERT_EQ(lifts[i].size(), 1U);
    EXPECT_TRUE(std::ranges::count(drawn.lines[i].target_segments, lifts[i][0]))
        << i;
  }
  const auto free = Lifts(Loaded(WithCampaign("interest: \"*\"", "60")).market);
  EXPECT_GT((std::set(free.begin(), free.end())).size(), 6U);
}

TEST_F(Aims, TheExpandedTextStaysSmall) {
  const std::string text =
      Loaded(WithCampaign("draw_interests: 3", "400")).expanded_text;
  EXPECT_NE(text.find("draw_interests: 3"), std::string::npos);
  EXPECT_EQ(text.find("hobby-"), std::string::npos);
}

TEST_F(Aims, ListsAreKeptWithoutPlacesAndCategories) {
  EXPECT_EQ(Loaded(WithCampaign("draw_interests: 2", "9")).market.line_index,
            nullptr);
}

TEST_F(Aims, UnknownNamesAreFaults) {
  EXPECT_EQ(FaultsOf(WithCampaign("target_place: \"town-6\"")),
            "s.textproto:9:28: advertiser[0].campaign[0].target_place: no such "
            "place 'town-6'; did you mean 'town-1'? known: town-1, town-2, "
            "town-3, town-4, town-5");
  EXPECT_EQ(FaultsOf(WithCampaign("target_category: \"sport\"")),
            "s.textproto:9:31: advertiser[0].campaign[0].target_category: no "
            "such category 'sport'; known: news, games");
}

TEST_F(Aims, AFaultDoesNotListThousandsOfNames) {
  const std::string fault =
      FaultsOf(WithCampaign("target_place: \"x\""),
               {"traffic.synthetic.place[town].count=5000"});
  EXPECT_LT(fault.size(), 2000U);
  EXPECT_NE(fault.find("town-100 and 4900 more"), std::string::npos) << fault;
}

TEST_F(Aims, DrawsNeedEnoughToDrawFrom) {
  EXPECT_EQ(FaultsOf(WithCampaign("draw_places: 6")),
            "s.textproto:9:27: advertiser[0].campaign[0].draw_places = 6, but "
            "there are 5 places");
  EXPECT_EQ(FaultsOf(WithCampaign("target_interest: \"plain\" "
                                  "draw_interests: 2")),
            "s.textproto:9:55: advertiser[0].campaign[0].draw_interests draws "
            "what target_interest names: give one of them");
}

TEST_F(Aims, NamesOfGroupsMustBeFreeAndNotTooMany) {
  const auto with = [](const std::string& group) {
    return "traffic { synthetic {\n" + group +
           "\n} }\nadvertiser { name: \"a\" campaign {} }\n";
  };
  EXPECT_EQ(FaultsOf(with("place { name: \"p\" count: 3 }\n"
                          "place { name: \"p-2\" }")),
            "s.textproto:3:15: traffic.synthetic.place[1].name = \"p-2\" is "
            "also the name of traffic.synthetic.place[0]");
  EXPECT_EQ(FaultsOf(with("interest { name: \"*\" }")),
            "s.textproto:2:18: traffic.synthetic.interest[0].name = \"*\", "
            "which stands for no group");
  EXPECT_EQ(FaultsOf(with("category { name: \"c\" count: 65535 }\n"
                          "category { name: \"d\" }")),
            "s.textproto:3:1: traffic.synthetic.category[1] is number 65536 "
            "by its count, at most 65535 can be told apart");
}

}  // namespace
}  // namespace souk::scenarios
