// Bid sheets on their way to another process.
#include <limits>

#include "tests/support/bid_sheets.h"
#include "tests/support/mutations.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::BidSheetReader;
using agents::LineRange;
using market::BidFunction;
using market::BidSheet;
using market::Money;

using SharedSpec = std::shared_ptr<const market::MarketSpec>;

/// One line for each of the strategies.
SharedSpec Market(const std::vector<std::string>& strategies) {
  auto spec = std::make_shared<market::MarketSpec>();
  spec->advertisers = {{"a", market::AdvertiserKind::kBrand, {Money(20000)}}};
  for (const std::string& name : strategies) {
    const market::CampaignId id(spec->campaigns.size());
    market::CampaignSpec& campaign = spec->campaigns.emplace_back();
    campaign.charge = market::Charge::kView;
    campaign.value_per_click_micros = 1e6;
    campaign.target_cpa_micros = 2e6;
    if (WantsClicks(name)) MakeClicksTheGoal(campaign);
    campaign.strategy = ExampleMember(name);
    spec->lines.push_back(
        {id, market::AdvertiserId(0), market::ChannelId(0), {}});
  }
  return spec;
}

SharedSpec LinesOnly(size_t lines) {
  return Market(std::vector<std::string>(lines, "truthful"));
}

BidSheet PlanOf(const SharedSpec& spec) {
  auto desk = agents::BiddersDesk::Make(*spec).value();
  return desk.Plan(spec->calendar.At(0),
                   std::vector<Money>(spec->advertisers.size(), Money(20000)));
}

/// Numbers of which no bit may get lost.
std::vector<double> DelicateNumbers() {
  using Limits = std::numeric_limits<double>;
  return {0.0,
          -0.0,
          Limits::denorm_min(),
          -Limits::denorm_min(),
          Limits::min(),
          Limits::max(),
          Limits::infinity(),
          -Limits::infinity(),
          Limits::quiet_NaN(),
          std::bit_cast<double>(UINT64_C(0x7ff8000000001234)),
          std::bit_cast<double>(UINT64_C(0xfff0000000000001)),
          0.1};
}

/// Line i has delicate numbers from the i-th on.
BidSheet Delicate() {
  const std::vector<double> numbers = DelicateNumbers();
  BidSheet sheet(numbers.size());
  for (size_t i = 0; i < sheet.size(); ++i) {
    size_t next = i;
    for (double* const field :
         {&sheet[i].linear.constant, &sheet[i].linear.click,
          &sheet[i].linear.conversion, &sheet[i].linear.click_conversion,
          &sheet[i].linear.step, &sheet[i].linear.factor, &sheet[i].linear.min,
          &sheet[i].linear.max, &sheet[i].watch_share}) {
      *field = numbers[next++ % numbers.size()];
    }
    sheet[i].linear.whole_steps = i % 3 == 0;
  }
  return sheet;
}

void ExpectSameRules(const BidSheet& a, const BidSheet& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    SCOPED_TRACE(market::Concat("line ", i));
    ExpectSameRule(a[i], b[i]);
  }
}

TEST(BidSheetBytes, KeepEveryBit) {
  const BidSheet sheet = Delicate();
  BidSheetReader reader(LinesOnly(sheet.size()));
  ExpectSameRules(
      SheetOf(BytesOf(sheet), reader, static_cast<uint32_t>(sheet.size())),
      sheet);
}

TEST(BidSheetBytes, KeepAColumnOfOneNumberInAllLines) {
  for (const double number : DelicateNumbers()) {
    BidSheet sheet(3);
    for (BidFunction& bid : sheet) bid.linear.constant = number;
    BidSheetReader reader(LinesOnly(3));
    ExpectSameRules(SheetOf(BytesOf(sheet), reader, 3), sheet);
  }
}

TEST(BidSheetBytes, TellZeroFromMinusZero) {
  BidSheet sheet(2);
  sheet[1].linear.constant = -0.0;
  BidSheetReader reader(LinesOnly(2));
  ExpectSameRules(SheetOf(BytesOf(sheet), reader, 2), sheet);
}

TEST(BidSheetBytes, OfNoLinesAreASheet) {
  BidSheetReader reader(LinesOnly(0));
  const std::string bytes = BytesOf({});
  market::ArchiveReader in(bytes);
  EXPECT_TRUE(reader.Read(in, {0, 0}).empty());
  EXPECT_TRUE(in.done());
}

TEST(BidSheetBytes, HoldCurvesAmongLines) {
  const auto spec = Market({"truthful", "rlb", "linear", "abid", "truthful",
                            "empirical_shading", "abid"});
  const BidSheet sheet = PlanOf(spec);
  BidSheetReader reader(spec);
  const BidSheet read = SheetOf(BytesOf(sheet), reader, 7);
  ExpectSameRules(read, sheet);
  const market::Observation seen{0.02, 0.3, 9000, 7, 0.5, 0.25};
  for (size_t i = 0; i < read.size(); ++i) {
    ExpectSameBid(read[i], sheet[i], seen);
  }
}

TEST(BidSheetBytes, OfAPartAreReadAsThatPart) {
  const auto spec = Market({"truthful", "abid", "rlb", "truthful"});
  const BidSheet whole = PlanOf(spec);
  const std::string bytes = BytesOf({whole[1], whole[2]});
  BidSheetReader reader(spec);
  market::ArchiveReader in(bytes);
  const BidSheet part = reader.Read(in, {1, 3});
  EXPECT_TRUE(in.done());
  ExpectSameRules(part, {whole[1], whole[2]});
}

TEST(BidSheetBytes, OfAnotherNumberOfLinesAreRefused) {
  const std::string bytes = BytesOf(BidSheet(3));
  BidSheetReader reader(LinesOnly(5));
  for (const LineRange lines : {LineRange{0, 2}, {0, 4}, {3, 5}, {2, 2}}) {
    market::ArchiveReader in(bytes);
    EXPECT_TRUE(reader.Read(in, lines).empty());
    EXPECT_FALSE(in.ok()) << lines.first << " to " << lines.last;
  }
}

TEST(BidSheetBytes, WithACurveForALineThatPlansNoneAreRefused) {
  const std::string bytes = BytesOf(PlanOf(Market({"rlb"})));
  BidSheetReader reader(Market({"truthful"}));
  market::ArchiveReader in(bytes);
  reader.Read(in, {0, 1});
  EXPECT_FALSE(in.ok());
}

TEST(BidSheetBytes, DoNotHoldTables) {
  const auto spec = Market({"rlb", "rlb", "ss_mdp"});
  const BidSheet sheet = PlanOf(spec);
  const std::string bytes = BytesOf(sheet);
  EXPECT_LT(bytes.size(), 200U);
  BidSheetReader reader(spec);
  const BidSheet first = SheetOf(bytes, reader, 3);
  const BidSheet second = SheetOf(bytes, reader, 3);
  ASSERT_EQ(first.size(), 3U);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(first[i].curve, second[i].curve) << "one table for all ticks";
  }
}

TEST(BidSheetBytes, HoldOnlyColumnsThatDiffer) {
  BidSheet sheet(1000);
  const size_t equal = BytesOf(sheet).size();
  EXPECT_LT(equal, 100U);
  for (size_t i = 0; i < sheet.size(); ++i) {
    sheet[i].linear.factor = static_cast<double>(i);
  }
  EXPECT_LE(BytesOf(sheet).size(), equal + 8 * sheet.size() + 8);
  for (size_t i = 0; i < sheet.size(); ++i) {
    const auto x = static_cast<double>(i);
    sheet[i].linear = {x, x, x, x, x, x, x, x, i % 2 == 0};
    sheet[i].watch_share = x;
  }
  EXPECT_LE(BytesOf(sheet).size(), 73 * sheet.size() + 100) << "all differ";
}

TEST(BidSheetBytes, CutOffAreNoticed) {
  const auto spec = Market({"truthful", "rlb", "abid", "policy_learning"});
  const std::string bytes = BytesOf(PlanOf(spec));
  BidSheetReader reader(spec);
  for (size_t size = 0; size < bytes.size(); ++size) {
    market::ArchiveReader in(std::string_view(bytes).substr(0, size));
    reader.Read(in, {0, 4});
    EXPECT_FALSE(in.ok()) << size << " bytes of " << bytes.size();
  }
}

TEST(BidSheetBytes, MutatedDoNoHarm) {
  const auto spec =
      Market({"truthful", "rlb", "linear", "abid", "online_lp",
              "empirical_shading", "value_learning", "policy_learning"});
  const std::string bytes = BytesOf(PlanOf(spec));
  const market::Observation seen{0.02, 0.3, 9000, 7, 0.5, 0.25};
  BidSheetReader reader(spec);
  Mutations mutations(bytes, 1);
  size_t refused = 0;
  for (int i = 0; i < 50000; ++i) {
    const std::string& mutated = mutations.Next();
    market::ArchiveReader in(mutated);
    const BidSheet read = reader.Read(in, {0, 8});
    if (!in.done()) {
      ++refused;
      continue;
    }
    ASSERT_EQ(read.size(), 8U);
    for (const BidFunction& bid : read) {
      if (bid.curve) bid(seen);
    }
    ASSERT_LE(BytesOf(read).size(), mutated.size());
  }
  EXPECT_GT(refused, 10000U);
  EXPECT_LT(refused, 50000U) << "some say something else";
}

TEST(BidSheetBytes, MutatedStatesOfDesksDoNoHarm) {
  std::vector<std::string> names;
  for (const auto& entry : agents::Strategies()) names.push_back(entry.name);
  const auto spec = Market(names);
  const std::vector<Money> left = {Money(9000)};
  auto desk = agents::BiddersDesk::Make(*spec).value();
  const auto state_of = [](const agents::BiddersDesk& any) {
    market::ArchiveWriter out;
    any.Save(out);
    return out.bytes();
  };
  const std::vector<market::LineTally> tallies(names.size());
  const std::vector<std::vector<market::AuctionSeen>> seen(
      names.size(), std::vector<market::AuctionSeen>(
                        3, {.click_rate = 0.1, .bid = 900, .last_price = 5}));
  desk.Plan(spec->calendar.At(0), left);
  desk.Learn(spec->calendar.At(0), {tallies, seen}, left);
  Mutations mutations(state_of(desk), 2);
  size_t loaded = 0;
  for (int i = 0; i < 50000; ++i) {
    const std::string& mutated = mutations.Next();
    market::ArchiveReader in(mutated);
    desk.Load(in);
    if (!in.done()) continue;
    ++loaded;
    ASSERT_EQ(state_of(desk).size(), mutated.size());
  }
  EXPECT_GT(loaded, 5000U);
  EXPECT_LT(loaded, 40000U);
}

}  // namespace
}  // namespace souk::tests
