// What a user reads after a mistake in a scenario or on the command line, word
// by word, and the exit code.
#include <gmock/gmock.h>

#include "agents/auctioneers/auctioneer.h"
#include "agents/strategy.h"
#include "market/auction.h"
#include "market/family.h"
#include "market/user_model.h"
#include "tests/support/program.h"

namespace souk::tests {
namespace {

/// Line 1 of every scenario here; faults are written below.
constexpr char kTraffic[] = "traffic { synthetic { users: 100 } }\n";
constexpr char kNike[] = "advertiser { name: \"nike\" campaign {} }\n";

std::string Campaign(const std::string& fields) {
  return std::string(kTraffic) + "advertiser { name: \"nike\"\n  campaign { " +
         fields + " }\n}\n";
}
std::string Small(const std::string& rest) {
  return std::string(kTraffic) + kNike + rest;
}

/// "known: a, b, c".
std::string Known(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "known: " : ", ") + name;
  }
  return text;
}
template <class Entry>
std::string Known(std::span<const Entry> family) {
  return Known(market::MemberNames(family));
}
/// Rules and learned auctioneers together.
std::string KnownMechanisms() {
  auto names = market::MemberNames(market::Mechanisms());
  for (const auto& entry : agents::Auctioneers()) names.push_back(entry.name);
  std::ranges::sort(names);
  return Known(names);
}

struct BrokenCase {
  std::string name;
  std::string text;    ///< of s.textproto
  std::string faults;  ///< standard error, without the last line break
};

void PrintTo(const BrokenCase& broken, std::ostream* out) {
  *out << broken.name;
}

class ProgramScenarioFaults : public ProgramTest,
                              public testing::WithParamInterface<BrokenCase> {};

TEST_P(ProgramScenarioFaults, GetTheirSentenceAndCodeTwo) {
  Write("s.textproto", GetParam().text);
  for (const char* command : {"run", "validate"}) {
    const ProgramEnd end = Souk({command, "s.textproto"});
    EXPECT_EQ(end.exit_code, 2);
    EXPECT_EQ(end.err, GetParam().faults + "\n");
    EXPECT_EQ(end.out, "");
  }
  EXPECT_FALSE(Exists("s.h5"));
}

const BrokenCase kBroken[] = {
    {"MisspeltField", Small("calendar {\n  dayz: 3\n}\n"),
     "s.textproto:4:3: calendar: no such field 'dayz'; did you mean 'days'? "
     "known: days, ticks_per_day"},
    {"MisspeltTopField", Small("chanel { name: \"a\" }"),
     "s.textproto:3:1: no such field 'chanel'; did you mean 'channel'? known: "
     "name, description, seed, run, calendar, cells, channel, mechanism, "
     "user_model, traffic, advertiser, recording, relation, "
     "conversion_delay, budgets, contracts"},
    {"UnknownStrategy", Campaign("strategy { name: \"thruthful\" }"),
     "s.textproto:3:31: advertiser[0].campaign[0].strategy.name: no such "
     "strategy 'thruthful'; did you mean 'truthful'? " +
         Known(agents::Strategies())},
    {"UnknownMechanism", Small("mechanism { name: \"second\" }"),
     "s.textproto:3:19: mechanism.name: no such mechanism 'second'; " +
         KnownMechanisms()},
    {"MisspeltMechanismOfAChannel",
     Small("channel { name: \"a\"\n  mechanism { name: \"vgc\" } }"),
     "s.textproto:4:21: channel[0].mechanism.name: no such mechanism 'vgc'; "
     "did you mean 'vcg'? " +
         KnownMechanisms()},
    {"MisspeltUserModel", Small("user_model { name: \"dnb\" }"),
     "s.textproto:3:20: user_model.name: no such user model 'dnb'; did you "
     "mean 'dbn'? " +
         Known(market::UserModels())},
    {"MisspeltParameter",
     Small("mechanism { name: \"gsp\"\n"
           "  param { name: \"reserve_micro\" value: 5 } }"),
     "s.textproto:4:3: mechanism.param[reserve_micro]: no parameter "
     "'reserve_micro'; did you mean 'reserve_micros'? allowed: reserve_micros "
     "[micros], quality_exponent, score_reserve_micros [micros]"},
    {"WrongUnit",
     Small("mechanism { name: \"gsp\"\n"
           "  param { name: \"reserve_micros\" value: 5 unit: \"euro\" } }"),
     "s.textproto:4:3: mechanism.param[reserve_micros]: parameter "
     "'reserve_micros' is given in 'euro', must be in 'micros'"},
    {"NegativeBudget",
     std::string(kTraffic) +
         "advertiser { name: \"nike\" campaign {}\n  daily_budget_micros: -5 }",
     "s.textproto:3:24: advertiser[0].daily_budget_micros = -5, must be in "
     "[0, 1e15]"},
    {"TextForANumber", Small("cells: \"many\""),
     "s.textproto:3:8: cells expects a whole number, found \"many\""},
    {"NumberForText", Small("name: 5"),
     "s.textproto:3:7: name expects text in quotes, found 5"},
    {"FractionForAWholeNumber", Small("cells: 1.5"),
     "s.textproto:3:8: cells expects a whole number, found 1.5"},
    {"BadWord", Campaign("charge: CLIK"),
     "s.textproto:3:22: advertiser[0].campaign[0].charge expects one of VIEW, "
     "CLICK, CONVERSION, found CLIK; did you mean 'CLICK'?"},
    {"UnclosedBrace", std::string(kTraffic) + "advertiser {\n  name: \"a\"\n",
     "s.textproto:2:12: '{' is never closed"},
    {"SlotWeightsThatRise",
     Small("channel { name: \"a\" slot_weight: [0.5, 1] }"),
     "s.textproto:3:40: channel[0].slot_weight[1] = 1, must not be above the "
     "weight of the slot before, 0.5"},
    {"ExaminationThatRises",
     Small("user_model { name: \"pbm\" param { name: \"examination\"\n"
           "  value: [1, 0.5, 0.75] } }"),
     "s.textproto:4:19: user_model.param[examination].value[2] = 0.75, must "
     "not be above the slot before, 0.5"},
    {"ExaminationOfZero",
     Small("user_model { name: \"pbm\" param { name: \"examination\"\n"
           "  value: [1, 0.5, 0] } }"),
     "s.textproto:4:19: user_model.param[examination].value[2] = 0, must be "
     "> 0 and <= 1"},
    {"ExaminationAboveOne",
     Small("user_model { name: \"pbm\"\n"
           "  param { name: \"examination\" value: [1.5, 0.5] } }"),
     "s.textproto:4:3: user_model.param[examination]: parameter "
     "'examination'[0] = 1.5, must be in [0, 1]"},
    {"SlotsThatNobodySees",
     Small("channel { name: \"a\" slots: 3 }\n"
           "user_model { name: \"cascade\"\n"
           "  param { name: \"continuation\" value: 0 } }"),
     "s.textproto:3:28: channel[0].slots = 3, but the users never examine "
     "slot 2; lower slots, state slot_weight or change user_model"},
    {"UnknownChannel", Campaign("channel: \"hom\""),
     "s.textproto:3:23: advertiser[0].campaign[0].channel: no such channel "
     "'hom'; known: main"},
    {"UnknownInterest", Campaign("target_interest: \"everybod\""),
     "s.textproto:3:31: advertiser[0].campaign[0].target_interest: no such "
     "interest 'everybod'; did you mean 'everybody'? known: everybody"},
    {"DuplicateAdvertiser", Small(kNike),
     "s.textproto:3:20: advertiser[1].name = \"nike\" is also the name of "
     "advertiser[0]"},
    {"DuplicateChannel",
     Small("channel { name: \"a\" }\nchannel { name: \"a\" }"),
     "s.textproto:4:17: channel[1].name = \"a\" is also the name of "
     "channel[0]"},
    {"GivenTwice", Small("cells: 1\ncells: 2"),
     "s.textproto:4:1: cells is given twice, first in line 3"},
    {"Nothing", "",
     "s.textproto: traffic is missing: Who opens pages\n"
     "s.textproto: advertiser is missing: Who pays"},
    {"SeveralAtOnce",
     std::string("nam: \"x\"\n") + "cells: 0\nmechanism { name: \"gps\" }\n" +
         "traffic { synthetic { users: 0 } }\n" +
         "advertiser { name: \"a\" kind: SHOP\n  campaign { chanel: \"x\" } }",
     "s.textproto:1:1: no such field 'nam'; did you mean 'name'? known: name, "
     "description, seed, run, calendar, cells, channel, mechanism, "
     "user_model, traffic, advertiser, recording, relation, "
     "conversion_delay, budgets, contracts\n"
     "s.textproto:2:8: cells = 0, must be in [1, 4096]\n"
     "s.textproto:3:19: mechanism.name: no such mechanism 'gps'; did you mean "
     "'gsp'? " +
         KnownMechanisms() +
         "\n"
         "s.textproto:4:30: traffic.synthetic.users = 0, must be in [1, "
         "4000000000]\n"
         "s.textproto:5:30: advertiser[0].kind expects one of BRAND, STORE, "
         "AGENCY, found SHOP\n"
         "s.textproto:6:14: advertiser[0].campaign[0]: no such field 'chanel'; "
         "did you mean 'channel'? known: name, charge, value_per_click_micros, "
         "value_per_conversion_micros, target_cpa_micros, strategy, "
         "planner, "
         "auction_weight, "
         "auction_boost_micros, daily_budget_micros, weekly_budget_micros, "
         "total_budget_micros, channel, "
         "target_interest, target_place, target_category, draw_interests, "
         "draw_places, draw_categories, "
         "click_rate, click_rate_spread, conversion_rate, interest, "
         "interest_lift, category"},
};

INSTANTIATE_TEST_SUITE_P(Every, ProgramScenarioFaults,
                         testing::ValuesIn(kBroken),
                         [](const auto& given) { return given.param.name; });

struct UsageCase {
  std::string name;
  Words words;
  std::string sentence;  ///< the first line
};

void PrintTo(const UsageCase& usage, std::ostream* out) { *out << usage.name; }

class ProgramUsage : public ProgramTest,
                     public testing::WithParamInterface<UsageCase> {};

TEST_P(ProgramUsage, IsRefusedWithASentenceAndCodeTwo) {
  Write("s.textproto", Small(""));
  Write("binary", std::string("\x89HDF\r\n\x1a\n\0\0", 10));
  Write("zeros", std::string(64, '\0'));
  Write("text.h5", "no trace\n");
  std::filesystem::create_directory(PathOf("folder"));
  const ProgramEnd end = Souk(GetParam().words);
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err.substr(0, end.err.find('\n')), GetParam().sentence);
  EXPECT_EQ(end.out, "");
  EXPECT_FALSE(Exists("s.h5"));
}

const UsageCase kUsage[] = {
    {"UnknownCommand",
     {"rnu", "s.textproto"},
     "souk: no such command 'rnu'; did you mean 'run'? known: run, resume, "
     "node, cluster, top, step, validate, list, explain, explain-page, "
     "regret, contracts, dataset, digest, merge, bench, calibrate, train, "
     "evaluate"},
    {"UnknownOption",
     {"run", "s.textproto", "--thread", "2"},
     "souk run: unrecognised option '--thread'; did you mean '--threads'?"},
    {"UnknownShortOption",
     {"digest", "-x", "a.h5"},
     "souk digest: unrecognised option '-x'"},
    {"NoFile", {"run"}, "souk run: FILE is missing"},
    {"TwoFiles",
     {"run", "s.textproto", "t.textproto"},
     "souk run: what is 't.textproto' for?"},
    {"MissingFile",
     {"run", "r.textproto"},
     "r.textproto: no such file; did you mean 's.textproto'?"},
    {"Folder", {"run", "folder"}, "folder: is a directory, not a file"},
    {"BinaryFile", {"run", "binary"}, "binary: is not a text file"},
    {"Zeros", {"validate", "zeros"}, "zeros: is not a text file"},
    {"SetWithoutEquals",
     {"run", "s.textproto", "--set", "cells"},
     "--set cells: expected PATH=VALUE, as in calendar.days=7"},
    {"SetWithABadPath",
     {"run", "s.textproto", "--set", "calendar.day=2"},
     "--set calendar.day=2: calendar: no such field 'day'; did you mean "
     "'days'? known: days, ticks_per_day"},
    {"SetWithABadValue",
     {"run", "s.textproto", "--set", "cells=many"},
     "--set cells=many: cells expects a whole number, found many"},
    {"SetOutOfRange",
     {"run", "s.textproto", "--set", "cells=0"},
     "--set cells=0: cells = 0, must be in [1, 4096]"},
    {"SetOfAnUnknownElement",
     {"run", "s.textproto", "--set", "advertiser[puma].kind=STORE"},
     "--set advertiser[puma].kind=STORE: no such advertiser 'puma'; known: "
     "nike"},
    {"SetOfAParameterThatDoesNotFit",
     {"run", "s.textproto", "--set",
      "mechanism.param[reserve_micros].value=-1"},
     "--set mechanism.param[reserve_micros].value=-1: "
     "mechanism.param[reserve_micros]: parameter 'reserve_micros' = -1 micros, "
     "must be in [0, 1e+15]"},
    {"SetWithoutAValue",
     {"run", "s.textproto", "--set"},
     "souk run: the required argument for option '--set' is missing"},
    {"NoThreads",
     {"run", "s.textproto", "--threads", "0"},
     "souk run: --threads is 0, must be in [1, 1024]"},
    {"NegativeThreads",
     {"run", "s.textproto", "--threads", "-1"},
     "souk run: --threads is '-1', must be a whole number from 0 to "
     "18446744073709551615"},
    {"ThreadsInWords",
     {"resume", "text.h5", "--threads", "two"},
     "souk resume: --threads is 'two', must be a whole number from 0 to "
     "18446744073709551615"},
    {"MetricsNowhere",
     {"run", "s.textproto", "--metrics", "localhost"},
     "souk run: --metrics: 'localhost' is no endpoint: write PORT, HOST:PORT "
     "or [IPV6]:PORT with a port of 0 to 65535"},
    {"TopOfNowhere",
     {"top", "70000"},
     "souk top: '70000' is no endpoint: write PORT, HOST:PORT or [IPV6]:PORT "
     "with a port of 0 to 65535"},
    {"NegativeSeed",
     {"run", "s.textproto", "--seed", "-1"},
     "souk run: --seed is '-1', must be a whole number from 0 to "
     "18446744073709551615"},
    {"UnknownSummary",
     {"run", "s.textproto", "--summary=xml"},
     "souk run: --summary is 'xml', must be table or json"},
    {"UnknownFamily",
     {"list", "strategy"},
     "souk list: no such family 'strategy'; did you mean 'strategies'? known: "
     "allocators, auctioneers, mechanisms, pacers, planners, roulettes, "
     "strategies, traffic, user_models"},
    {"UnknownWork",
     {"bench", "--work=w"},
     "souk bench: no such work 'w'; did you mean 'W'? known: W, W-awards, "
     "W-contracts, W-learners, W-idle"},
    {"NoRounds",
     {"bench", "--rounds=0"},
     "souk bench: --rounds is 0, must be in [1, 1000]"},
    {"ResumeOfNothing",
     {"resume", "lost.h5"},
     "souk resume: cannot read trace 'lost.h5': No such file or directory "
     "(reading 'lost.h5')"},
    {"ResumeOfText",
     {"resume", "text.h5"},
     "souk resume: 'text.h5' is not a souk trace: file signature not found "
     "(reading 'text.h5')"},
    {"ResumeOfAFolder",
     {"resume", "folder"},
     "souk resume: cannot read trace 'folder': Is a directory (reading "
     "'folder')"},
    {"DigestOfText",
     {"digest", "text.h5"},
     "souk digest: 'text.h5' is not a souk trace: file signature not found "
     "(reading 'text.h5')"},
};

INSTANTIATE_TEST_SUITE_P(Every, ProgramUsage, testing::ValuesIn(kUsage),
                         [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace souk::tests
