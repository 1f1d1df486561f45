// JTransNet: a transformer ranks the bundles, another one prices their members.
//
//   r_c     = transformer "bundles" over all bundles
//   score_c = rate_c * (bid_i + bid_j) + r_c
//   slot k goes to the k-th best bundle, with empty slots allowed while its
//   score is at least y_0
//   crit_a  = least bid of a for what it gets, r held fixed (as joint_vcg0,
//             with r_c as a boost of bundle c and y_0 as a reserve)
//   price_a = bid_a * sigmoid(logit(crit_a / bid_a) + h_a)
//   h_a     = transformer "members" over all members
//
// Money in r, y_0 and the tokens (joint_tokens.h) is in units of value; ratios
// are cut to [.002, .998]. With r = h = 0 this is joint_vcg0, or with y_0
// joint_reserve, both truthful; what was trained is nearly so. Every slot shows
// one bundle or none, and who bids what is all that counts. Ties go to the
// bundle that stands first; prices are rounded to the nearest micro-unit and
// never exceed the bid. "JTransNet", KDD 2026 (arXiv 2506.02435), of which
// layers and prices are ours.
//
// Pages may be of any size; slots beyond those of the training are not seen,
// but filled. Parameters: none.
#include "agents/auctioneers/auctioneer.h"
#include "agents/auctioneers/joint_tokens.h"
#include "agents/learning/setting_values.h"
#include "market/mechanisms/joint_payments.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

using market::Auction;
using market::BundleRanking;
using market::BundleRule;
using market::Concat;
using market::Error;
using market::Mechanism;
using market::Result;
using market::Tensor;
using market::TrainedModel;

struct Networks {
  TokenScorer bundles, members;
  size_t slots = 1;  // of the training
  double unit = 1;   // micro-units
  /// Least score, in units; market::kNoFloor: slots are always filled.
  double least = market::kNoFloor;
};

class JTransNetMechanism final : public Mechanism {
 public:
  explicit JTransNetMechanism(Networks networks)
      : networks_(std::move(networks)) {}

 private:
  void DoClear(const Auction& auction,
               market::Outcome& outcome) const override {
    const std::vector<double> boosts = Boosts(auction);
    const bool fills = networks_.least == market::kNoFloor;
    const BundleRule rule = {.floor = fills ? market::kNoFloor : 0,
                             .bundle_boost = boosts};
    const BundleRanking ranking(auction, auction.bid, rule);
    if (ranking.winners().empty()) return;
    const std::vector<double> ratios = PayRatios(ranking);
    AwardAtPrices(
        ranking,
        [&](uint32_t member) { return ratios[member] * auction.bid[member]; },
        outcome);
  }

  /// Of every bundle, in micro-units per event.
  std::vector<double> Boosts(const Auction& auction) const {
    const Tokens tokens =
        BundleTokens(auction, networks_.unit, networks_.slots);
    std::vector<double> boosts(auction.bundles.size(), 0);
    networks_.bundles.Score(tokens, boosts);
    const bool fills = networks_.least == market::kNoFloor;
    for (const uint32_t c : tokens.subject) {
      const auto [i, j] = auction.bundles[c];
      const double rate = (auction.rate[i] + auction.rate[j]) / 2;
      const double more = fills ? boosts[c] : boosts[c] - networks_.least;
      boosts[c] = more * networks_.unit / rate;
    }
    return boosts;
  }

  /// Price over bid, by candidate.
  std::vector<double> PayRatios(const BundleRanking& ranking) const {
    const Auction& auction = ranking.auction();
    const auto standings = StandingsOf(ranking, networks_.unit);
    std::vector<double> ratios(auction.bid.size(), 0);
    networks_.members.Score(MemberTokens(auction, standings, networks_.unit),
                            ratios);
    for (const Standing& one : standings) {
      double& ratio = ratios[one.member];
      ratio = market::Sigmoid(market::Logit(one.ratio) + ratio);
    }
    return ratios;
  }

  Networks networks_;
};

/// Setting "empty_slots" 0: slots are always filled; 1: the number of tensor
/// "empty.score".
Result<double> LeastScore(const TrainedModel& model) {
  const std::vector<double>* const empty = model.FindSetting("empty_slots");
  if (empty == nullptr || empty->size() != 1) {
    return Error{"The model has no setting 'empty_slots' of 0 or 1."};
  }
  if ((*empty)[0] == 0) return market::kNoFloor;
  const Tensor* const found = model.FindTensor("empty.score");
  if (found == nullptr || found->values.size() != 1) {
    return Error{"The model has no tensor 'empty.score' of one number."};
  }
  return double{found->values[0]};
}

Result<Networks> ReadNetworks(const TrainedModel& model) {
  const auto setting = SettingOf(model);
  if (!setting) return setting.error();
  auto bundles = TokenScorer::From(model, "bundles");
  if (!bundles) return bundles.error();
  auto members = TokenScorer::From(model, "members");
  if (!members) return members.error();
  const auto least = LeastScore(model);
  if (!least) return least.error();
  const size_t slots = setting->slot_weight.size();
  if (bundles->inputs() != kBundleNumbers + slots ||
      members->inputs() != kMemberNumbers) {
    return Error{Concat(
        "Transformers 'bundles' and 'members' of the model "
        "must have ",
        kBundleNumbers + slots, " and ", kMemberNumbers, " inputs; found ",
        bundles->inputs(), " and ", members->inputs(), ".")};
  }
  return Networks{std::move(bundles).value(), std::move(members).value(), slots,
                  setting->value_unit_micros, *least};
}

Result<std::shared_ptr<const Mechanism>> Make(
    const market::ParamSet&, std::shared_ptr<const TrainedModel> model) {
  auto networks = ReadNetworks(*model);
  if (!networks) return networks.error();
  return std::shared_ptr<const Mechanism>(
      std::make_shared<const JTransNetMechanism>(std::move(networks).value()));
}

}  // namespace

AuctioneerEntry JTransNet() {
  return {.name = "jtransnet",
          .help = "JTransNet: transformers rank bundles and price members",
          .traits = {.anonymous = true,
                     .may_leave_slots_empty = true,
                     .joint = true},
          .params = {},
          .make = Make,
          .fits = {}};
}

}  // namespace souk::agents
