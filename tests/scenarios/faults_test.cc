// What is said about wrong scenario files, word by word.
#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

class ScenarioFaults : public ScenarioFolder {
 protected:
  /// A small scenario in which `campaign` holds the given fields, line 4.
  static std::string WithCampaign(const std::string& fields) {
    return "traffic { synthetic {} }\nadvertiser {\n  name: \"nike\"\n"
           "  campaign { " +
           fields + " }\n}\n";
  }
  static std::string WithSynthetic(const std::string& fields) {
    return "traffic { synthetic { " + fields +
           " } }\nadvertiser { name: \"nike\" campaign {} }\n";
  }
};

TEST_F(ScenarioFaults, TheSmallScenarioHasNone) {
  EXPECT_EQ(FaultsOf(kSmall), "");
}

TEST_F(ScenarioFaults, MisspeltFieldGetsNearestSpellingAndAllFields) {
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "calendar {\n  dayz: 3\n}\n"),
            "s.textproto:7:3: calendar: no such field 'dayz'; did you mean "
            "'days'? known: days, ticks_per_day");
}

TEST_F(ScenarioFaults, MisspeltFieldIsNotMissingAsWell) {
  EXPECT_EQ(FaultsOf("trafic { synthetic {} }\nadvertiser { name: \"a\" "
                     "campaign {} }"),
            "s.textproto:1:1: no such field 'trafic'; did you mean "
            "'traffic'? known: name, description, seed, run, calendar, cells, "
            "channel, mechanism, user_model, traffic, advertiser, recording, "
            "relation, conversion_delay, budgets, contracts");
}

TEST_F(ScenarioFaults, SayWhatIsExpectedInsteadOfAWrongKind) {
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "cells: \"abc\""),
            "s.textproto:6:8: cells expects a whole number, found \"abc\"");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "cells: 1.5"),
            "s.textproto:6:8: cells expects a whole number, found 1.5");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "cells { a: 1 }"),
            "s.textproto:6:1: cells expects a whole number, found { ... }");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "name: 5"),
            "s.textproto:6:7: name expects text in quotes, found 5");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "calendar: 5"),
            "s.textproto:6:11: calendar expects { ... }, found 5");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "cells: [1, 2]"),
            "s.textproto:6:1: cells expects a whole number, found a list");
  EXPECT_EQ(FaultsOf(WithCampaign("click_rate: much")),
            "s.textproto:4:26: advertiser[0].campaign[0].click_rate expects a "
            "number, found much");
  EXPECT_EQ(FaultsOf(WithCampaign("click_rate: inf")),
            "s.textproto:4:26: advertiser[0].campaign[0].click_rate expects a "
            "number, found inf");
}

TEST_F(ScenarioFaults, BadEnumValueIsPointedAtAndTheOthersListed) {
  EXPECT_EQ(FaultsOf(WithCampaign("charge: CLIK\n ")),
            "s.textproto:4:22: advertiser[0].campaign[0].charge expects one of "
            "VIEW, CLICK, CONVERSION, found CLIK; did you mean 'CLICK'?");
  EXPECT_EQ(FaultsOf(WithCampaign("charge: CHARGE_UNSPECIFIED")),
            "s.textproto:4:22: advertiser[0].campaign[0].charge expects one of "
            "VIEW, CLICK, CONVERSION, found CHARGE_UNSPECIFIED");
}

TEST_F(ScenarioFaults, NumbersOutOfRangeGetTheRange) {
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "cells: 0"),
            "s.textproto:6:8: cells = 0, must be in [1, 4096]");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "cells: -5"),
            "s.textproto:6:8: cells = -5, must be in [1, 4096]");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "cells: 99999999999999999999999"),
            "s.textproto:6:8: cells = 99999999999999999999999, must be in [1, "
            "4096]");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "seed: -1"),
            "s.textproto:6:7: seed = -1, must be >= 0");
  EXPECT_EQ(FaultsOf(WithCampaign("click_rate: 1.5")),
            "s.textproto:4:26: advertiser[0].campaign[0].click_rate = 1.5, "
            "must be in [0, 1]");
  EXPECT_EQ(FaultsOf(WithSynthetic("sessions_per_day: 0")),
            "s.textproto:1:41: traffic.synthetic.sessions_per_day = 0, must "
            "be > 0");
}

TEST_F(ScenarioFaults, MissingThingsAreReportedWhereTheyWouldStand) {
  EXPECT_EQ(FaultsOf(""),
            "s.textproto: traffic is missing: Who opens pages\n"
            "s.textproto: advertiser is missing: Who pays");
  EXPECT_EQ(FaultsOf("traffic {}\nadvertiser { name: \"\" }"),
            "s.textproto:1:1: traffic needs one of synthetic, replay, "
            "auctionnet, requests\n"
            "s.textproto:2:1: advertiser[0] needs a campaign or a contract\n"
            "s.textproto:2:20: advertiser[0].name is empty");
}

TEST_F(ScenarioFaults, GivenTwiceOrExcludingEachOther) {
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "cells: 1\ncells: 2\n"),
            "s.textproto:7:1: cells is given twice, first in line 6");
  EXPECT_EQ(FaultsOf("traffic {\n synthetic {}\n replay { path: \"x\" }\n}\n"
                     "advertiser { name: \"a\" campaign {} }"),
            "s.textproto:3:2: traffic.replay excludes traffic.synthetic of "
            "line 2");
}

TEST_F(ScenarioFaults, SyntaxFaultsDoNotHideOthers) {
  EXPECT_EQ(
      FaultsOf(std::string(kSmall) + "name:\ncells: 0\nseed = 3\nrun: \"open\n"
                                     "description: 'a\\qb'\n"),
      "s.textproto:6:1: 'name' has no value\n"
      "s.textproto:7:8: cells = 0, must be in [1, 4096]\n"
      "s.textproto:8:6: unexpected character '='\n"
      "s.textproto:9:6: text without a closing quote\n"
      "s.textproto:10:14: unknown escape in text; a backslash is "
      "written \\\\");
}

TEST_F(ScenarioFaults, UnclosedBraceStopsTheRest) {
  EXPECT_EQ(FaultsOf("cells: 0\ntraffic {\n  synthetic {\n  }\n"),
            "s.textproto:2:9: '{' is never closed");
  EXPECT_EQ(FaultsOf("cells: 0\n}\n"), "s.textproto:2:1: '}' closes nothing");
}

TEST_F(ScenarioFaults, NamesAreUniqueAndReferencesExist) {
  EXPECT_EQ(
      FaultsOf(R"(traffic { synthetic {
  interest { name: "sports" }
  interest { name: "sports" }
} }
channel { name: "home" }
channel { name: "search" }
channel { name: "home" }
advertiser { name: "a" campaign { name: "x" } campaign { name: "x" } }
advertiser { name: "a" campaign {
  channel: ["hom", "search", "search"]
  target_interest: "sport"
  interest: "music"
} }
)"),
      "s.textproto:3:20: traffic.synthetic.interest[1].name = \"sports\" is "
      "also the name of traffic.synthetic.interest[0]\n"
      "s.textproto:7:17: channel[2].name = \"home\" is also the name of "
      "channel[0]\n"
      "s.textproto:8:64: advertiser[0].campaign[1].name = \"x\" is also the "
      "name of advertiser[0].campaign[0]\n"
      "s.textproto:9:20: advertiser[1].name = \"a\" is also the name of "
      "advertiser[0]\n"
      "s.textproto:10:13: advertiser[1].campaign[0].channel[0]: no such "
      "channel 'hom'; did you mean 'home'? known: home, search, home\n"
      "s.textproto:10:30: advertiser[1].campaign[0].channel[2] = \"search\" is "
      "given twice\n"
      "s.textproto:11:20: advertiser[1].campaign[0].target_interest: no such "
      "interest 'sport'; did you mean 'sports'? known: sports, sports\n"
      "s.textproto:12:13: advertiser[1].campaign[0].interest: no such interest "
      "'music'; known: sports, sports");
}

TEST_F(ScenarioFaults, SlotWeightsFitTheSlotsAndFall) {
  EXPECT_EQ(FaultsOf(std::string(kSmall) +
                     "channel { name: \"m\" slots: 3 slot_weight: [0.5, 1] }"),
            "s.textproto:6:30: channel[0].slot_weight has 2 entries, must have "
            "3, one per slot\n"
            "s.textproto:6:49: channel[0].slot_weight[1] = 1, must not be "
            "above the weight of the slot before, 0.5");
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "channel { name: \"m\" slots: 33 }"),
            "s.textproto:6:28: channel[0].slots = 33, must be in [1, 32]");
}

TEST_F(ScenarioFaults, SlotsThatNobodyExaminesNeedWeights) {
  const std::string text =
      std::string(kSmall) + "channel { name: \"m\" slots: 3 }\nuser_model {";
  const std::string end =
      "; lower slots, state slot_weight or change user_model";
  const std::string never =
      "name: \"cascade\" param { name: \"continuation\" value: 0 } }";
  EXPECT_EQ(FaultsOf(text + never),
            "s.textproto:6:28: channel[0].slots = 3, but the users never "
            "examine slot 2" +
                end);
  EXPECT_EQ(
      FaultsOf(text + "param { name: \"examination\" value: [0.5, 0.7] } }"),
      "s.textproto:7:54: user_model.param[examination].value[1] = 0.7, must "
      "not be above the slot before, 0.5");
  EXPECT_EQ(FaultsOf(text + never + "channel { name: \"n\" }",
                     {"channel[0].slot_weight=[1, 0.5, 0.1]"}),
            "");
}

TEST_F(ScenarioFaults, BudgetsOfAllDaysFitIntoMoney) {
  const std::string text = R"(traffic { synthetic {} }
advertiser { name: "a" campaign {} daily_budget_micros: 1000000 }
advertiser { name: "b" campaign {} count: 1000
  daily_budget_micros: 1000000000000000 }
)";
  EXPECT_EQ(FaultsOf(text + "calendar { days: 5 }"),
            "s.textproto:4:24: advertiser[1].daily_budget_micros: with it the "
            "budgets of all days add up to 5.000000000005e18 micros, must be "
            "below 4611686018427387904; lower it, or leave it away for no "
            "limit");
  EXPECT_EQ(FaultsOf(text + "calendar { days: 4 }"), "");
}

TEST_F(ScenarioFaults, ReportsOfSpendingBelongToTheModeStale) {
  const std::string text = std::string(kSmall) + "budgets { ";
  EXPECT_EQ(FaultsOf(text + "report_delay_ticks: 3 }"),
            "s.textproto:6:31: budgets.report_delay_ticks = 3: only the mode "
            "STALE knows reports; leave it away, or set budgets.mode: STALE");
  EXPECT_EQ(FaultsOf(text + "mode: STALE report_delay_ticks: 3 }"), "");
}

TEST_F(ScenarioFaults, BudgetsOfCampaignsWeeksAndRunsFitIntoMoney) {
  const std::string text = R"(traffic { synthetic {} }
advertiser { name: "a" count: 5000
  campaign { total_budget_micros: 1000000000000000 } }
)";
  EXPECT_EQ(FaultsOf(text),
            "s.textproto:3:35: advertiser[0].campaign[0].total_budget_micros: "
            "with it the budgets of all days add up to 5e18 micros, must be "
            "below 4611686018427387904; lower it, or leave it away for no "
            "limit");
  EXPECT_EQ(FaultsOf(text, {"advertiser[0].count=4000"}), "");
}

TEST_F(ScenarioFaults, HoursAndSessionsMakeSense) {
  EXPECT_EQ(FaultsOf(WithSynthetic("hour_weight: [1, 2]")),
            "s.textproto:1:23: traffic.synthetic.hour_weight has 2 entries, "
            "must have 24, one per hour");
  EXPECT_EQ(FaultsOf(WithSynthetic("hour_weight: [0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
                                   "0,0,0,0,0,0,0,0,0,0]")),
            "s.textproto:1:23: traffic.synthetic.hour_weight is 0 all day, "
            "must be > 0 in some hour");
  EXPECT_EQ(FaultsOf(WithSynthetic("hour_weight: [0,1,1,1,1,1,1,1,1,1,1,1,0,1,"
                                   "1,1,1,1,1,1,1,1,1,1]") +
                     "calendar { ticks_per_day: 2 }"),
            "s.textproto:1:23: traffic.synthetic.hour_weight is 0 in every "
            "hour in which a tick starts, must be > 0 in one of them; "
            "calendar.ticks_per_day = 2");
  EXPECT_EQ(FaultsOf(WithSynthetic("hour_weight: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
                                   "1,1,1,1,1,1,1,1,1,1] sessions_per_day: "
                                   "96")),
            "s.textproto:1:104: traffic.synthetic.sessions_per_day = 96 asks "
            "for 2 sessions per user in the busiest tick, at most 1 can "
            "start");
  EXPECT_EQ(FaultsOf(WithSynthetic("users: 3") + "cells: 4"),
            "s.textproto:1:30: traffic.synthetic.users = 3, must be >= cells "
            "= 4");
}

TEST_F(ScenarioFaults, MoreTicksThanCanBeCounted) {
  EXPECT_EQ(FaultsOf(std::string(kSmall) +
                     "calendar { days: 100000 ticks_per_day: 86400 }"),
            "s.textproto:6:18: calendar.days x ticks_per_day = 8640000000 "
            "ticks, must be at most 4294967295");
}

TEST_F(ScenarioFaults, UnknownMembersGetTheNearest) {
  const std::string message =
      FaultsOf(WithCampaign("strategy { name: \"thruthful\" }") +
               "mechanism { name: \"gps\" }\nuser_model { name: \"pbmm\" }");
  EXPECT_NE(message.find("s.textproto:4:31: "
                         "advertiser[0].campaign[0].strategy.name: no such "
                         "strategy 'thruthful'; did you mean 'truthful'?"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("s.textproto:6:19: mechanism.name: no such mechanism "
                         "'gps'; did you mean 'gsp'?"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("s.textproto:7:20: user_model.name: no such user "
                         "model 'pbmm'; did you mean 'pbm'?"),
            std::string::npos)
      << message;
}

TEST_F(ScenarioFaults, MechanismsRefuseParametersThatMakeNoSenseTogether) {
  EXPECT_EQ(FaultsOf(std::string(kSmall) + "mechanism { name: \"myerson\" }"),
            "s.textproto:6:1: mechanism: myerson needs exactly one prior: give "
            "either uniform_high_micros, exponential_mean_micros or "
            "sample_micros");
}

TEST_F(ScenarioFaults, ParametersAreReportedWhereTheyStand) {
  const std::string message = FaultsOf(
      WithCampaign("charge: VIEW strategy {\n    name: \"linear\"\n"
                   "    param { name: \"base_bit_micros\" value: 5 }\n"
                   "    param { name: \"average_click_rate\" value: 2 }\n  }"));
  EXPECT_NE(message.find("s.textproto:4:27: "
                         "advertiser[0].campaign[0].strategy: "),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("s.textproto:6:5: advertiser[0].campaign[0].strategy."
                         "param[base_bit_micros]: "),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("s.textproto:7:5: advertiser[0].campaign[0].strategy."
                         "param[average_click_rate]: "),
            std::string::npos)
      << message;
}

TEST_F(ScenarioFaults, ParametersThatDoNotFitTogether) {
  const std::string message =
      FaultsOf(WithCampaign("charge: VIEW strategy { name: \"linear\" "
                            "param { name: \"base_bid_micros\" value: 5 } }"));
  EXPECT_EQ(message.find("s.textproto:4:27: "
                         "advertiser[0].campaign[0].strategy: "),
            0U)
      << message;
}

TEST_F(ScenarioFaults, TenFaultsGiveTenLines) {
  const std::string message = FaultsOf(R"(nam: "ten"
cells: 0
seed: "x"
calendar { ticks_per_day: 0 }
mechanism { name: "gps" }
traffic { synthetic { users: 0 continue_rate: 2 } }
advertiser {
  name: "a"
  kind: BRANT
  daily_budget_micros: -5
  campaign { chanel: "main" }
}
)");
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 9) << message;
  EXPECT_NE(message.find("s.textproto:10:24: advertiser[0].daily_budget_micros "
                         "= -5, must be in [0, 1e15]"),
            std::string::npos)
      << message;
}

TEST_F(ScenarioFaults, MissingFileDirectoryAndBinary) {
  Write("quickstart.textproto", kSmall);
  const auto missing = LoadScenario({"quikstart.textproto", {}, {}});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().message,
            "quikstart.textproto: no such file; did you mean "
            "'quickstart.textproto'?");
  const auto lost = LoadScenario({"no/such/folder.textproto", {}, {}});
  ASSERT_FALSE(lost.ok());
  EXPECT_EQ(lost.error().message, "no/such/folder.textproto: no such file");
  const auto directory = LoadScenario({".", {}, {}});
  ASSERT_FALSE(directory.ok());
  EXPECT_EQ(directory.error().message, ".: is a directory, not a file");
  Write("trace.h5", std::string("\x89HDF\0\0", 6));
  const auto binary = LoadScenario({"trace.h5", {}, {}});
  ASSERT_FALSE(binary.ok());
  EXPECT_EQ(binary.error().message, "trace.h5: is not a text file");
}

TEST_F(ScenarioFaults, ManyFaultsAreCut) {
  std::string text = kSmall;
  for (int i = 0; i < 150; ++i) text += "x: 1\n";
  const std::string message = FaultsOf(text);
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 100);
  EXPECT_TRUE(message.ends_with("s.textproto: and 50 faults more")) << message;
}

TEST_F(ScenarioFaults, DeepNestingIsAFaultNotACrash) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "a {";
  EXPECT_EQ(FaultsOf(text), "s.textproto:1:153: messages are nested too deep");
}

}  // namespace
}  // namespace souk::scenarios
