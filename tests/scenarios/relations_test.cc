#include "scenarios/relations.h"

#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

class Relations : public ScenarioFolder {
 protected:
  /// Advertisers: cola 0, tea-1 1, tea-2 2, mart 3, kiosk-1 4 ... kiosk-3 6,
  /// all 7 (an agency).
  static std::string Text(const std::string& more) {
    return R"(traffic { synthetic {} }
mechanism { name: "joint_vcg0" }
advertiser { name: "cola" kind: BRAND campaign {} }
advertiser { name: "tea" kind: BRAND count: 2 campaign {} }
advertiser { name: "mart" kind: STORE campaign {} }
advertiser { name: "kiosk" kind: STORE count: 3 campaign {} }
advertiser { name: "all" kind: AGENCY campaign {} }
)" + more;
  }
  using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;
  static Pairs PairsOf(const std::string& relations) {
    Pairs pairs;
    for (const auto& one : Loaded(Text(relations)).market.relations) {
      pairs.emplace_back(one.brand.value, one.store.value);
    }
    return pairs;
  }
};

TEST_F(Relations, NameAdvertisersCopiesOrAllCopies) {
  EXPECT_EQ(PairsOf(R"(relation { brand: "cola" store: "kiosk-2" })"),
            Pairs({{0, 5}}));
  EXPECT_EQ(PairsOf(R"(relation { brand: "tea" store: "mart" })"),
            Pairs({{1, 3}, {2, 3}}));
}

TEST_F(Relations, WithoutANameMeanEverybodyAndAreKeptOnce) {
  EXPECT_EQ(PairsOf(R"(relation { brand: "cola" })"),
            Pairs({{0, 3}, {0, 4}, {0, 5}, {0, 6}}));
  EXPECT_EQ(PairsOf(R"(relation {} relation { brand: "cola" })").size(), 12U);
}

TEST_F(Relations, MakeChannelsWithJointMechanismsJoint) {
  const auto market = Loaded(Text(R"(
relation {}
channel { name: "a" }
channel { name: "b" mechanism { name: "gsp" } }
)"))
                          .market;
  EXPECT_TRUE(market.channels[0].traits.joint);
  EXPECT_FALSE(market.channels[1].traits.joint);
}

TEST_F(Relations, OfUnknownNamesAndWrongKindsAreFaults) {
  EXPECT_EQ(FaultsOf(Text("relation { brand: \"cole\" store: \"all\" }\n"
                          "relation { brand: \"mart\" store: \"kiosk-4\" }")),
            "s.textproto:8:19: relation[0].brand: no such brand 'cole'; did "
            "you mean 'cola'? known: cola, tea\n"
            "s.textproto:8:33: relation[0].store = \"all\" is of kind AGENCY, "
            "must be STORE\n"
            "s.textproto:9:19: relation[1].brand = \"mart\" is of kind STORE, "
            "must be BRAND\n"
            "s.textproto:9:33: relation[1].store: no such store 'kiosk-4'; did "
            "you mean 'kiosk'? known: mart, kiosk");
}

TEST_F(Relations, AreNeededByJointMechanisms) {
  EXPECT_EQ(
      FaultsOf(Text("")),
      "s.textproto:2:19: mechanism.name = \"joint_vcg0\": it needs brands "
      "and stores that may share slots, but no relation joins two "
      "campaigns on channel \"main\"");
  EXPECT_EQ(
      FaultsOf(Text("relation { brand: \"tea\" }\n"
                    "channel { name: \"a\" }\n"
                    "channel { name: \"b\" }"),
               {"advertiser[tea].campaign[0].channel=a"}),
      "s.textproto:2:19: mechanism.name = \"joint_vcg0\": it needs brands "
      "and stores that may share slots, but no relation joins two "
      "campaigns on channel \"b\"");
}

TEST_F(Relations, JoinCampaignsThatPayForTheSame) {
  EXPECT_EQ(FaultsOf(Text("relation { brand: \"cola\" store: \"mart\" }"),
                     {"advertiser[mart].campaign[0].charge=VIEW"}),
            "--set advertiser[mart].campaign[0].charge=VIEW: "
            "advertiser[2].campaign[0].charge = VIEW, but "
            "advertiser[0].campaign[0] pays for a CLICK; who shares slots of "
            "channel \"main\" must pay for the same");
  Loaded(Text("relation { brand: \"cola\" store: \"mart\" }"),
         {"advertiser[kiosk].campaign[0].charge=VIEW"});
}

TEST_F(Relations, DoNotLetAChannelPayBidders) {
  EXPECT_EQ(
      FaultsOf(Text("relation {}"), {"mechanism.name=joint_vcg_absent"}),
      "--set mechanism.name=joint_vcg_absent: mechanism.name = "
      "\"joint_vcg_absent\": it may pay bidders, and no channel does; see "
      "joint_vcg0");
}

TEST_F(Relations, OfTooManyPairsAreAFault) {
  EXPECT_EQ(
      FaultsOf(Text("relation {}"), {"advertiser[tea].count=300000"}),
      "s.textproto:8:1: relation[0]: with it 1200004 pairs of a brand and "
      "a store are related, must be at most 1000000");
}

}  // namespace
}  // namespace souk::scenarios
