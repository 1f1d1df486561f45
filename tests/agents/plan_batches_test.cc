// Lines that share a network, and where their networks come from.
#include "agents/plan_batches.h"

#include <gtest/gtest.h>

#include <atomic>

#include "agents/bid_sheet_bytes.h"
#include "agents/bidders_desk.h"
#include "market/family.h"

namespace souk::tests {
namespace {

using agents::BiddersDesk;
using agents::LineFacts;
using agents::Matrix;
using agents::StrategyEntry;
using market::Money;
using market::PlanInput;
using market::TrainedModel;

/// answer = question (a, b) -> factor a + b; counts passes and rows.
class FakeNetwork final : public agents::PolicyNetwork {
 public:
  explicit FakeNetwork(double factor) : factor_(static_cast<float>(factor)) {}
  size_t inputs() const override { return 2; }
  size_t outputs() const override { return 1; }
  void Forward(const Matrix& questions, Matrix& answers) const override {
    ++passes;
    rows += questions.rows;
    answers.Resize(questions.rows, 1);
    for (size_t r = 0; r < questions.rows; ++r) {
      answers.row(r)[0] = factor_ * questions.row(r)[0] + questions.row(r)[1];
    }
  }

  mutable std::atomic<size_t> passes = 0;
  mutable std::atomic<size_t> rows = 0;

 private:
  float factor_;
};

/// Bids what the network makes of its line and of what is left.
class FakeStrategy final : public agents::NetworkStrategy {
 public:
  FakeStrategy(std::shared_ptr<const agents::PolicyNetwork> network,
               uint32_t line)
      : NetworkStrategy(std::move(network)), line_(line) {}

  void Ask(const PlanInput& input, std::span<float> question) override {
    question[0] = static_cast<float>(line_ + learnt_);
    question[1] = static_cast<float>(input.remaining_today.micros);
  }
  market::BidFunction Answer(const PlanInput& input,
                             std::span<const float> answer) override {
    market::BidFunction bid;
    bid.linear.click = answer[0];
    bid.linear.constant = input.time.tick;
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    learnt_ += static_cast<uint32_t>(feedback.tally.clicks);
  }
  void Signals(std::span<double>) const override {}
  void Save(market::ArchiveWriter& out) const override { out.Put(learnt_); }
  void Load(market::ArchiveReader& in) override { in.Get(learnt_); }

 private:
  uint32_t line_;
  uint32_t learnt_ = 0;
};

std::string BytesOf(const market::BidSheet& sheet) {
  market::ArchiveWriter out;
  agents::SaveBids(sheet, out);
  return std::string(out.bytes());
}

TEST(PlanBatches, AskEachNetworkOnceForAllItsLines) {
  const auto one = std::make_shared<FakeNetwork>(2);
  const auto other = std::make_shared<FakeNetwork>(3);
  std::vector<std::unique_ptr<agents::Strategy>> strategies;
  for (uint32_t line = 0; line < 10; ++line) {
    strategies.push_back(
        std::make_unique<FakeStrategy>(line % 3 == 0 ? other : one, line));
  }
  agents::PlanBatches batches;
  std::vector<PlanInput> inputs;
  for (uint32_t line = 0; line < 10; ++line) {
    batches.Add(*strategies[line]);
    inputs.push_back({{7, 48}, Money(100 * line)});
  }
  const market::BidSheet together = batches.Plan(inputs);
  EXPECT_EQ(one->passes, 1U);
  EXPECT_EQ(one->rows, 6U);
  EXPECT_EQ(other->passes, 1U);
  EXPECT_EQ(other->rows, 4U);
  market::BidSheet alone;
  for (uint32_t line = 0; line < 10; ++line) {
    alone.push_back(strategies[line]->Plan(inputs[line]));
  }
  EXPECT_EQ(BytesOf(together), BytesOf(alone));
  EXPECT_EQ(together[4].linear.click, 2 * 4 + 400);
  EXPECT_EQ(together[6].linear.click, 3 * 6 + 600);
  EXPECT_EQ(together[6].linear.constant, 7);
}

/// How often networks were built, by the factor in their model.
struct Family {
  std::vector<double> built;
  std::vector<std::shared_ptr<FakeNetwork>> networks;
  std::vector<StrategyEntry> entries;

  Family() {
    StrategyEntry fake;
    fake.name = "fake";
    fake.make = [](const market::ParamSet&, const LineFacts& facts)
        -> market::Result<std::unique_ptr<agents::Strategy>> {
      return std::unique_ptr<agents::Strategy>(
          std::make_unique<FakeStrategy>(facts.network, facts.line));
    };
    fake.network = [this](const TrainedModel& model)
        -> market::Result<std::shared_ptr<const agents::PolicyNetwork>> {
      const auto* factor = model.FindSetting("factor");
      if (factor == nullptr) return market::Error{"the model has no factor"};
      built.push_back(factor->front());
      networks.push_back(std::make_shared<FakeNetwork>(factor->front()));
      return std::shared_ptr<const agents::PolicyNetwork>(networks.back());
    };
    StrategyEntry twin = fake;
    twin.name = "twin";
    const auto steady =
        market::FindMember("strategy", agents::Strategies(), "fixed");
    entries = {fake, **steady, twin};
  }
};

std::shared_ptr<const TrainedModel> ModelOf(double factor) {
  auto model = std::make_shared<TrainedModel>();
  model->settings.push_back({"factor", {factor}});
  return model;
}

/// A campaign with one line each.
market::MarketSpec Market(const std::vector<market::MemberSpec>& strategies) {
  market::MarketSpec spec;
  spec.advertisers = {{"a", market::AdvertiserKind::kBrand, Money(3000)}};
  for (size_t i = 0; i < strategies.size(); ++i) {
    market::CampaignSpec campaign;
    campaign.name = market::Concat("c", i);
    campaign.advertiser = market::AdvertiserId(0);
    campaign.charge = market::Charge::kView;
    campaign.strategy = strategies[i];
    spec.campaigns.push_back(campaign);
    spec.lines.push_back({market::CampaignId(i),
                          market::AdvertiserId(0),
                          market::ChannelId(0),
                          {}});
  }
  return spec;
}

market::MemberSpec Fixed() {
  const auto entry =
      market::FindMember("strategy", agents::Strategies(), "fixed").value();
  const std::vector<market::ParamValue> given = {{"bid_micros", {7}, ""}};
  return {"fixed", market::ParamSet::Make(entry->params, given).value()};
}

market::MarketSpec Mixed() {
  const auto one = ModelOf(2);
  const auto other = ModelOf(3);
  return Market({{"fake", {}, one},
                 Fixed(),
                 {"fake", {}, other},
                 {"fake", {}, one},
                 {"twin", {}, one},
                 Fixed(),
                 {"fake", {}, other},
                 {"fake", {}, one}});
}

BiddersDesk DeskOf(const market::MarketSpec& spec, agents::LineRange lines,
                   const Family& family) {
  return BiddersDesk::Make(spec, lines, family.entries).value();
}

TEST(StrategyMaker, BuildsOneNetworkPerStrategyAndModel) {
  Family family;
  DeskOf(Mixed(), {0, 8}, family);
  EXPECT_EQ(family.built, std::vector<double>({2, 3, 2}));
}

TEST(StrategyMaker, ADeskPlansItsTrainedLinesInOnePassANetwork) {
  Family family;
  BiddersDesk desk = DeskOf(Mixed(), {0, 8}, family);
  desk.Plan({0, 48}, std::vector<Money>{Money(50)});
  ASSERT_EQ(family.networks.size(), 3U);
  EXPECT_EQ(family.networks[0]->passes, 1U);
  EXPECT_EQ(family.networks[0]->rows, 3U);
  EXPECT_EQ(family.networks[1]->rows, 2U);
  EXPECT_EQ(family.networks[2]->rows, 1U);
}

TEST(StrategyMaker, DesksOfRangesPlanLikeTheWholeDesk) {
  Family family;
  const market::MarketSpec spec = Mixed();
  for (const uint32_t cut : {1U, 3U, 4U, 7U}) {
    BiddersDesk whole = DeskOf(spec, {0, 8}, family);
    BiddersDesk low = DeskOf(spec, {0, cut}, family);
    BiddersDesk high = DeskOf(spec, {cut, 8}, family);
    std::vector<market::LineTally> tallies(8);
    for (uint32_t tick = 0; tick < 3; ++tick) {
      const std::vector<Money> left = {Money(500 - 100 * tick)};
      const market::BidSheet all = whole.Plan({tick, 48}, left);
      market::BidSheet parts = low.Plan({tick, 48}, left);
      const market::BidSheet rest = high.Plan({tick, 48}, left);
      parts.insert(parts.end(), rest.begin(), rest.end());
      EXPECT_EQ(BytesOf(all), BytesOf(parts)) << cut << " at " << tick;
      for (size_t i = 0; i < 8; ++i) tallies[i].clicks = 5 * tick + i;
      const std::span<const market::LineTally> seen = tallies;
      whole.Learn({tick, 48}, {seen}, left);
      low.Learn({tick, 48}, {seen.first(cut)}, left);
      high.Learn({tick, 48}, {seen.subspan(cut)}, left);
    }
  }
}

TEST(StrategyMaker, ModelsThatAreMissingOrInTheWayAreNamed) {
  Family family;
  market::MarketSpec spec =
      Market({{"fake", {}},
              Fixed(),
              {"fake", {}, ModelOf(1)},
              {"fake", {}, std::make_shared<const TrainedModel>()}});
  spec.campaigns[1].strategy.model = ModelOf(1);
  const auto desk = BiddersDesk::Make(spec, {0, 4}, family.entries);
  ASSERT_FALSE(desk.ok());
  EXPECT_EQ(desk.error().message,
            "campaign 'c0': strategy: 'fake' is trained, and needs a model\n"
            "campaign 'c1': strategy: 'fixed' is not trained, but a model is "
            "given\n"
            "campaign 'c3': strategy: the model has no factor");
}

}  // namespace
}  // namespace souk::tests
