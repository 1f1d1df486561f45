#include "agents/strategies/shading.h"

#include <algorithm>
#include <utility>

#include "agents/strategies/requirements.h"
#include "market/random.h"

namespace souk::agents {
namespace {

using market::AuctionSeen;
using Learner = std::shared_ptr<const ShadeLearner>;

/// Values a million times the mean and beyond are all the same.
constexpr double kMost = 1e6;

class ShadedCurve final : public market::BidCurve {
 public:
  ShadedCurve(const market::LinearBid& value, double mean_value,
              Learner learner)
      : value_(value), mean_value_(mean_value), learner_(std::move(learner)) {}

  double Bid(const market::Observation& seen) const override {
    const double value = value_(seen.click_rate, seen.conversion_rate);
    if (value <= 0) return 0;
    const Shade shade = learner_->At(std::min(value / mean_value_, kMost));
    // The middle of the 2^-53 that the draw stands for; never 0 or 1.
    constexpr double kHalf = 0x1p-54;
    const double z = market::InverseNormal(
        std::clamp(seen.chance + kHalf, kHalf, 1 - 2 * kHalf));
    const double drawn = std::clamp(shade.mean + shade.sigma * z, 0.0, 1.0);
    return std::min(drawn * value, market::kMaxBid);
  }
  bool draws() const override { return true; }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(mean_value_);
    learner_->Save(out);
  }
  std::shared_ptr<const market::BidCurve> Loaded(
      market::ArchiveReader& in) const override {
    double mean_value = 0;
    in.Get(mean_value);
    Learner learner = learner_->Loaded(in);
    if (!in.ok()) return nullptr;
    return std::make_shared<ShadedCurve>(value_, mean_value,
                                         std::move(learner));
  }

 private:
  market::LinearBid value_;
  double mean_value_;
  Learner learner_;
};

struct ShadingRules {
  market::LinearBid value;
  double per_click = 0;
  double per_conversion = 0;
  double watch_share = 1;
  size_t batch = 0;
};

class Shading final : public Strategy {
 public:
  Shading(const ShadingRules& rules, Learner learner)
      : rules_(rules), learner_(std::move(learner)) {
    MakeCurve();
  }

  market::BidFunction Plan(const market::PlanInput&) override {
    planned_ = learner_->At(1);
    market::BidFunction bid;
    bid.curve = curve_;
    bid.watch_share = rules_.watch_share;
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    if (mean_value_ == 0) SetMeanValue(feedback.seen);
    for (const AuctionSeen& auction : feedback.seen) Remember(auction);
    if (batch_.size() < rules_.batch) return;
    learner_ = learner_->Taught(batch_);
    batch_.clear();
    MakeCurve();
  }
  void Signals(std::span<double> values) const override {
    values[0] = planned_.mean;
    values[1] = planned_.sigma;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(mean_value_);
    out.Put(planned_);
    out.PutRows(batch_, ShadedAuction::Fields());
    learner_->Save(out);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(mean_value_);
    in.Get(planned_);
    in.GetRows(batch_, ShadedAuction::Fields());
    learner_ = learner_->Loaded(in);
    MakeCurve();
  }

 private:
  double ValueOf(const AuctionSeen& auction) const {
    return rules_.value(auction.click_rate, auction.conversion_rate);
  }
  void SetMeanValue(std::span<const AuctionSeen> seen) {
    double sum = 0;
    for (const AuctionSeen& auction : seen) sum += ValueOf(auction);
    if (sum > 0) mean_value_ = sum / static_cast<double>(seen.size());
  }
  void Remember(const AuctionSeen& auction) {
    const double value = ValueOf(auction);
    if (value <= 0) return;
    ShadedAuction row;
    row.x = Relative(value);
    row.shade = std::min(auction.bid / value, 1.0);
    row.won = auction.won();
    if (auction.examined != 0) {
      const double utility = rules_.per_click * auction.clicked +
                             rules_.per_conversion * auction.converted -
                             auction.price;
      row.utility = std::clamp(utility / mean_value_, -kMost, kMost);
    }
    const Shade law = learner_->At(row.x);
    row.mean = law.mean;
    row.sigma = law.sigma;
    batch_.push_back(row);
  }
  double Relative(double value) const {
    return std::min(value / mean_value_, kMost);
  }
  void MakeCurve() {
    const double mean = mean_value_ > 0 ? mean_value_ : 1;
    curve_ = std::make_shared<ShadedCurve>(rules_.value, mean, learner_);
  }

  ShadingRules rules_;
  Learner learner_;
  std::shared_ptr<const ShadedCurve> curve_;
  double mean_value_ = 0;  // of the first auctions seen
  Shade planned_ = {0, 0};
  std::vector<ShadedAuction> batch_;
};

}  // namespace

std::vector<market::ParamSpec> ShadingParams() {
  market::ParamSpec batch =
      NumberParam("batch", 10000, {1, 1e7}, "Auctions per lesson");
  batch.unit = "auctions";
  batch.shape = market::ParamShape::kInteger;
  return {batch, NumberParam("watch_share", 1, {1e-6, 1},
                             "Share of page views to learn from")};
}

market::Result<std::unique_ptr<Strategy>> BidByShading(
    std::string_view strategy, Learner learner, const market::ParamSet& params,
    const LineFacts& facts) {
  if (auto view = NeedViewCharge(strategy, facts); !view) return view.error();
  const auto value = TruthfulBid(strategy, facts);
  if (!value) return value.error();
  const ShadingRules rules{
      .value = *value,
      .per_click = facts.value_per_click_micros,
      .per_conversion = facts.value_per_conversion_micros,
      .watch_share = params.number("watch_share"),
      .batch = static_cast<size_t>(params.integer("batch"))};
  return std::unique_ptr<Strategy>(
      std::make_unique<Shading>(rules, std::move(learner)));
}

}  // namespace souk::agents
