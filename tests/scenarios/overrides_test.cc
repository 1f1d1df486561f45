// --set in all its forms, and what is said when it cannot be applied.
#include "scenarios/overrides.h"

#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

constexpr char kTwo[] = R"(
channel { name: "home" }
channel { name: "search" slot_weight: [1, 0.5] }
traffic { synthetic { users: 7 interest { name: "all" } } }
advertiser {
  name: "nike"
  campaign { name: "summer" channel: "home" }
  campaign { name: "winter" }
}
advertiser { name: "puma.de" campaign { charge: VIEW } }
advertiser { name: "asics" campaign {} }
)";

class Overrides : public ScenarioFolder {
 protected:
  static std::string FaultOf(const std::string& one) {
    return FaultsOf(kTwo, {one});
  }
};

TEST_F(Overrides, ReplaceNumbersWordsAndText) {
  const auto market =
      Loaded(kTwo, {"cells=3", "name=my run", "advertiser[1].kind=agency",
                    "advertiser[2].campaign[0].charge=View",
                    "advertiser[0].name=\"quoted\""})
          .market;
  EXPECT_EQ(market.cells, 3U);
  EXPECT_EQ(market.name, "my run");
  EXPECT_EQ(market.advertisers[1].kind, market::AdvertiserKind::kAgency);
  EXPECT_EQ(market.campaigns[3].charge, market::Charge::kView);
  EXPECT_EQ(market.advertisers[0].name, "quoted");
}

TEST_F(Overrides, GoByNameWithDotsAndInOrder) {
  const auto market =
      Loaded(kTwo, {"advertiser[puma.de].daily_budget_micros=5",
                    "advertiser[nike].campaign[winter].value_per_click_micros"
                    "=9",
                    "advertiser[puma.de].daily_budget_micros=6"})
          .market;
  EXPECT_EQ(market.advertisers[1].budget.daily, market::Money(6));
  EXPECT_EQ(market.campaigns[1].value_per_click_micros, 9);
}

TEST_F(Overrides, AppendParametersByName) {
  const auto loaded = Loaded(kTwo, {"mechanism.param[reserve_micros].value=100",
                                    "mechanism.param[reserve_micros].value=7"});
  EXPECT_NE(loaded.expanded_text.find("name: \"reserve_micros\"\n    value: 7"),
            std::string::npos)
      << loaded.expanded_text;
}

TEST_F(Overrides, ReplaceListsAndElements) {
  const auto market =
      Loaded(kTwo, {"channel[0].slot_weight=[1, 0.25, 0.125]",
                    "channel[1].slot_weight[1]=0.75",
                    "advertiser[0].campaign[0].channel=[search, \"home\"]",
                    "advertiser[0].campaign[1].channel=search"})
          .market;
  EXPECT_EQ(market.channels[0].slot_weight,
            (std::vector<double>{1, 0.25, 0.125}));
  EXPECT_EQ(market.channels[1].slot_weight, (std::vector<double>{1, 0.75}));
  // home: summer, puma, asics; search: all four.
  EXPECT_EQ(market.lines.size(), 7U);
}

TEST_F(Overrides, CreateMessagesAndSwitchChoices) {
  Write("log.txt", "0 5 0.1\n1 6 0.2\n");
  const auto loaded = Loaded(kSmall, {"traffic.replay.path=log.txt",
                                      "traffic.replay.page_views_per_tick=1",
                                      "calendar.ticks_per_day=1"});
  EXPECT_EQ(loaded.market.calendar.days, 2U);
  EXPECT_EQ(loaded.expanded_text.find("synthetic"), std::string::npos);
}

TEST_F(Overrides, ReachDefaultElements) {
  const auto market =
      Loaded(kSmall, {"channel[0].slots=4", "channel[main].share=2"}).market;
  EXPECT_EQ(market.channels[0].name, "main");
  EXPECT_EQ(market.channels[0].slot_weight.size(), 4U);
}

TEST_F(Overrides, RelativeLogsStartAtTheWorkingDirectory) {
  std::filesystem::create_directories("deep/logs");
  Write("deep/logs/a.log", "0 5 0.1\n");
  Write("here.log", "0 5 0.1\n");
  Write("deep/r.textproto",
        "traffic { replay { path: \"logs/a.log\" } }\n"
        "advertiser { name: \"a\" campaign {} }");
  const auto from_file = LoadScenario({"deep/r.textproto", {}, {}});
  ASSERT_TRUE(from_file.ok()) << from_file.error().message;
  EXPECT_NE(from_file->expanded_text.find(folder() / "deep/logs/a.log"),
            std::string::npos);
  const auto from_set =
      LoadScenario({"deep/r.textproto", {"traffic.replay.path=here.log"}, {}});
  ASSERT_TRUE(from_set.ok()) << from_set.error().message;
  EXPECT_NE(from_set->expanded_text.find(folder() / "here.log"),
            std::string::npos);
}

TEST_F(Overrides, FaultsNameTheOverride) {
  EXPECT_EQ(FaultOf("advertiser[9].kind=BRAND"),
            "--set advertiser[9].kind=BRAND: there are 3 advertisers, [0] to "
            "[2]");
  EXPECT_EQ(FaultOf("advertiser[2].campaign[1].charge=VIEW"),
            "--set advertiser[2].campaign[1].charge=VIEW: there is 1 campaign, "
            "[0]");
  EXPECT_EQ(FaultOf("advertiser[nikee].kind=BRAND"),
            "--set advertiser[nikee].kind=BRAND: no such advertiser 'nikee'; "
            "did you mean 'nike'? known: nike, puma.de, asics");
  EXPECT_EQ(FaultOf("advertiser.kind=BRAND"),
            "--set advertiser.kind=BRAND: which advertiser? there are 3 "
            "advertisers, [0] to [2]");
  EXPECT_EQ(FaultOf("advertiser[0].vary[0].low=2"),
            "--set advertiser[0].vary[0].low=2: there is no vary");
  EXPECT_EQ(FaultOf("advertiser[0].budget=3"),
            "--set advertiser[0].budget=3: advertiser[0]: no such field "
            "'budget'; known: name, kind, daily_budget_micros, "
            "weekly_budget_micros, total_budget_micros, campaign, count, "
            "vary, contract");
  EXPECT_EQ(FaultOf("calendar.day=3"),
            "--set calendar.day=3: calendar: no such field 'day'; did you "
            "mean 'days'? known: days, ticks_per_day");
  EXPECT_EQ(FaultOf("cells.x=3"),
            "--set cells.x=3: cells is a whole number and has no fields");
  EXPECT_EQ(FaultOf("calendar[0].days=3"),
            "--set calendar[0].days=3: calendar is no list: leave out [0]");
  EXPECT_EQ(FaultOf("cells[0]=3"),
            "--set cells[0]=3: cells is no list: leave out [0]");
}

TEST_F(Overrides, WrongValuesAreExplained) {
  EXPECT_EQ(FaultOf("cells=abc"),
            "--set cells=abc: cells expects a whole number, found abc");
  EXPECT_EQ(FaultOf("cells="),
            "--set cells=: cells expects a whole number, found nothing");
  EXPECT_EQ(FaultOf("cells=0"),
            "--set cells=0: cells = 0, must be in [1, 4096]");
  EXPECT_EQ(FaultOf("advertiser[0].kind=brnd"),
            "--set advertiser[0].kind=brnd: advertiser[0].kind expects one of "
            "BRAND, STORE, AGENCY, found BRND; did you mean 'BRAND'?");
  EXPECT_EQ(FaultOf("channel[1].slot_weight[1]=x"),
            "--set channel[1].slot_weight[1]=x: channel[1].slot_weight[1] "
            "expects a number, found x");
  EXPECT_EQ(FaultOf("mechanism=vcg"),
            "--set mechanism=vcg: mechanism is a group of fields; set one of "
            "them, as in mechanism.name=...; known: name, param, model");
  EXPECT_EQ(FaultOf("advertiser=x"),
            "--set advertiser=x: advertiser is a group of fields; set one of "
            "them, as in advertiser[0].name=...; known: name, kind, "
            "daily_budget_micros, weekly_budget_micros, "
            "total_budget_micros, campaign, count, vary, contract");
}

TEST_F(Overrides, MalformedOverridesAreFaults) {
  for (const char* one : {"cells", "=3", ""}) {
    EXPECT_EQ(FaultOf(one), std::string("--set ") + one +
                                ": expected PATH=VALUE, as in "
                                "calendar.days=7");
  }
  for (const char* path : {"a..b", ".a", "a.", "a[", "a[]", "a[1", "a[1]b"}) {
    EXPECT_EQ(FaultOf(std::string(path) + "=1"),
              std::string("--set ") + path + "=1: '" + path +
                  "' is no path; write a.b[3].c or a.b[NAME].c");
  }
}

TEST_F(Overrides, LaterChecksPointAtTheOverride) {
  EXPECT_EQ(FaultsOf(kTwo, {"advertiser[0].campaign[0].channel=hom"}),
            "--set advertiser[0].campaign[0].channel=hom: "
            "advertiser[0].campaign[0].channel: no such channel 'hom'; did you "
            "mean 'home'? known: home, search");
  EXPECT_EQ(FaultsOf(kTwo, {"channel[1].slot_weight=[0.5,1]"}),
            "--set channel[1].slot_weight=[0.5,1]: channel[1].slot_weight[1] = "
            "1, must not be above the weight of the slot before, 0.5");
}

TEST_F(Overrides, SeedOfTheRequestWins) {
  Write("s.textproto", std::string(kSmall) + "seed: 3");
  const auto loaded = LoadScenario({"s.textproto", {"seed=4"}, 5});
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->market.seed, 5U);
}

}  // namespace
}  // namespace souk::scenarios
