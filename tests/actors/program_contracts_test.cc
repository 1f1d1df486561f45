// Contracts as users of the program meet them: souk contracts, and what a run
// prints and returns of them.
#include <gmock/gmock.h>

#include "market/contracts/allocator.h"
#include "market/family.h"
#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kScenario[] = R"(name: "booked"
seed: 3
calendar { days: 1 ticks_per_day: 12 }
cells: 2
traffic { requests { page_views_per_day: 6000 interest { name: "type" count: 8 sigma: 0.5 } } }
channel { name: "feed" slots: 3 contract_share: [0.5, 0.75, 1] mechanism { name: "gsp" } }
advertiser { name: "brand" count: 4
  contract { goal_of_supply: 0.2 target_rate: 0.4 price_micros: 2000 shortage_price_micros: 500 } }
advertiser { name: "shop" campaign { strategy { name: "fixed" param { name: "bid_micros" value: 100000 } } } }
contracts { allocator { name: "shale" } }
)";

class ProgramContracts : public ProgramTest {
 protected:
  ProgramEnd Contracts(Words options) {
    Write("booked.textproto", kScenario);
    Words words = {"contracts", "booked.textproto"};
    words.insert(words.end(), options.begin(), options.end());
    return Souk(words);
  }
};

TEST_F(ProgramContracts, ArePlannedByEveryAllocatorOfShares) {
  const ProgramEnd end = Contracts({});
  ExpectSuccess(end);
  for (const market::AllocatorEntry& entry : market::Allocators()) {
    EXPECT_THAT(end.out, HasSubstr(entry.name));
  }
  for (const char* text :
       {"(scenario)", "(least shortage)", "(optimum)", "brand-4/contract-1",
        "feed", "contention", "of 6,000 page views expected in all\n",
        "they score page views as they come: competing facc\n"}) {
    EXPECT_THAT(end.out, HasSubstr(text));
  }
  const ProgramEnd one = Contracts({"--allocator=hwm"});
  ExpectSuccess(one);
  EXPECT_THAT(one.out, HasSubstr("\nhwm "));
  EXPECT_THAT(one.out, Not(HasSubstr("shale")));
  EXPECT_THAT(one.out, Not(HasSubstr("(scenario)")));
}

// The scenario asks for SHALE with its defaults.
TEST_F(ProgramContracts, AreReportedAsJson) {
  const ProgramEnd end = Contracts(
      {"--json", "--set", "advertiser[0].contract[0].goal_of_supply=0.9"});
  ExpectSuccess(end);
  Write("report.json", end.out);
  const std::string check = R"(
import json, sys
report = json.loads(open(sys.argv[1]).read())
assert report["page_views"] == 6000
plans = {plan["allocator"]: plan for plan in report["plan"]}
own = report["plan"][-1]
assert own["allocator"].startswith("(scenario")
assert plans["shale"]["objective"] == own["objective"]
assert plans["hwm"]["objective"] > plans["shale"]["objective"]
best = plans['(optimum)']
assert best["gap"] == 0
assert plans['(least shortage)']["shortage_cost"] <= best["shortage_cost"] + 1e-3
for plan in plans.values():
    assert plan["gap"] > -1e-6, plan
    assert abs(plan["gap"] - (plan["objective"] / best["objective"] - 1)) < 1e-9
    assert abs(plan["objective"] - plan["nonrep"] - plan["shortage_cost"]) < 1e-9
    assert 0.9 < plan["fulfilment"] <= 1 + 1e-9, plan
for row in report["booking"]:
    assert row["goal"] == row["accepted"]
    mine = sum(supply["open_impressions"] for supply in report["supply"]
               if row["contract"] in supply["contract"])
    assert abs(row["eligible"] - mine) < 1e-6 * mine
assert report["scoring"] == ["competing", "facc"]
)";
  ExpectSuccess(Python(check, {"report.json"}));
}

TEST_F(ProgramContracts, AcceptLessThanTheGoalWhereBookingsAreChecked) {
  const ProgramEnd end =
      Contracts({"--json", "--set", "contracts.booking=CHECKED", "--set",
                 "advertiser[0].contract[0].goal_of_supply=2"});
  ExpectSuccess(end);
  Write("report.json", end.out);
  const std::string check = R"(
import json, sys
report = json.loads(open(sys.argv[1]).read())
for row in report["booking"]:
    assert int(row["accepted"]) < int(row["goal"]), row
shale = [p for p in report["plan"] if p["allocator"] == "shale"]
assert shale[0]["fulfilment"] > 0.99, shale
)";
  ExpectSuccess(Python(check, {"report.json"}));
}

TEST_F(ProgramContracts, SayWhatIsWrong) {
  const std::string known = [] {
    std::string text;
    for (const auto& name : market::MemberNames(market::Allocators())) {
      text += (text.empty() ? "" : ", ") + name;
    }
    return text;
  }();
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"--allocator=hvm",
       "souk contracts: --allocator: no such allocator 'hvm'; did you mean "
       "'hwm'? known: " +
           known + "\n"},
      {"--allocator=facc",
       "souk contracts: --allocator: 'facc' scores page views as they come "
       "and plans nothing ahead\n"},
  };
  for (const auto& [option, sentence] : wrong) {
    const ProgramEnd end = Contracts({option});
    EXPECT_EQ(end.exit_code, 2) << option;
    EXPECT_EQ(end.out, "");
    EXPECT_EQ(end.err, sentence);
  }
  const ProgramEnd none = Souk({"contracts", Library("quickstart")});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_EQ(none.err, "souk contracts: '" + Library("quickstart") +
                          "' has no contracts (advertiser.contract)\n");
}

TEST_F(ProgramContracts, AreSummedUpAfterARun) {
  Write("booked.textproto", kScenario);
  const ProgramEnd table = Souk({"run", "booked.textproto", "-o", "a.h5"});
  ExpectSuccess(table);
  for (const char* text : {"(contracts)", "\ncontract  ", "brand-1/contract-1",
                           "\ncontracts: on "}) {
    EXPECT_THAT(table.out, HasSubstr(text));
  }
  const ProgramEnd json =
      Souk({"run", "booked.textproto", "--summary=json", "-o", "b.h5"});
  ExpectSuccess(json);
  Write("summary.json", json.out);
  const std::string check = R"(
import json, sys
run = json.loads(open(sys.argv[1]).read())
assert 0.9 < run["contract_fulfilment"] <= 1
assert run["worst_contract_fulfilment"] == min(
    row["delivery_rate"] for row in run["contract"])
assert run["pages_with_repeats"] == 0
assert run["contract_click_rate"] == (
    int(run["contract_clicks"]) / int(run["contract_impressions"]))
assert run["auction_revenue_micros"] == run["revenue_micros"]
earned = sum(int(row["earned_micros"]) for row in run["contract"])
assert earned == 2000 * int(run["contract_impressions"])
assert earned == int(run["contract_revenue_micros"])
for row in run["contract"]:
    assert int(row["owed"]) == int(row["goal"])
    assert int(row["missing"]) == int(row["goal"]) - int(row["delivered"])
    assert int(row["penalty_micros"]) == 500 * int(row["missing"])
assert run["auctions"] == "6000", run["auctions"]
brands = [a for a in run["advertiser"] if a["name"].startswith("brand")]
assert all(brand["impressions"] == "0" for brand in brands)
assert int(run["impressions"]) == int(run["contract_impressions"]) + sum(
    int(a["impressions"]) for a in run["advertiser"])
)";
  ExpectSuccess(Python(check, {"summary.json"}));
}

TEST_F(ProgramContracts, GoOnWhereARunStopped) {
  Write("booked.textproto", kScenario);
  const ProgramEnd whole = Souk({"run", "booked.textproto", "-o", "a.h5"});
  ExpectSuccess(whole);
  ExpectSuccess(
      Souk({"run", "booked.textproto", "-o", "b.h5", "--until=tick=5"}));
  const ProgramEnd resumed = Souk({"resume", "b.h5"});
  ExpectSuccess(resumed);
  const auto before_path = [](const std::string& text) {
    return text.substr(0, text.rfind("trace"));
  };
  EXPECT_EQ(before_path(resumed.out), before_path(whole.out));
}

// Slots of contracts and of the auction, numbered as the page has them.
TEST_F(ProgramContracts, AreToldWhereAPageIsExplained) {
  Write("booked.textproto", kScenario);
  for (const char* allocator : {"shale", "competing"}) {
    ExpectSuccess(
        Souk({"run", "booked.textproto", "-o", "a.h5", "--set",
              std::string("contracts.allocator.name=") + allocator, "--set",
              "recording.page_share=1", "--set", "recording.award_share=1"}));
    std::string told;
    for (int page = 0; page < 8; ++page) {
      const ProgramEnd end = Souk(
          {"explain-page", "a.h5", "--tick=3", "--page", std::to_string(page)});
      ExpectSuccess(end);
      EXPECT_THAT(end.out, HasSubstr("the trace has recorded the same awards"));
      told += end.out;
    }
    EXPECT_THAT(told, HasSubstr("/contract-1 had it reserved by contract"));
    EXPECT_THAT(told, HasSubstr("shop/1 owes"));
  }
}

TEST_F(ProgramContracts, AreNotMentionedWithoutAny) {
  const ProgramEnd json =
      Souk({"run", Library("quickstart"), "--summary=json", "-o", "q.h5"});
  ExpectSuccess(json);
  EXPECT_THAT(json.out, Not(HasSubstr("contract_")));
  EXPECT_THAT(json.out, Not(HasSubstr("auction_revenue_micros")));
}

}  // namespace
}  // namespace souk::tests
