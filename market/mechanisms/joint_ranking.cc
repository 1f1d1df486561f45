#include "market/mechanisms/joint_ranking.h"

#include <algorithm>

#include "market/check.h"
#include "market/mechanisms/distinct_bundles.h"

namespace souk::market {
namespace {

void CheckColumns(const Auction& auction, std::span<const double> worth) {
  const size_t n = auction.bid.size();
  SOUK_CHECK(auction.slot_weight.size() <= kMaxSlots &&
                 auction.rate.size() == n && worth.size() == n,
             "auction with ", auction.slot_weight.size(), " slots, ", n,
             " bids, ", auction.rate.size(), " rates, ", worth.size(),
             " worths");
}

}  // namespace

std::vector<Side> SidesOf(const Auction& auction) {
  std::vector<Side> sides(auction.bid.size(), Side::kNone);
  for (const auto& [brand, store] : auction.bundles) {
    sides[brand] = Side::kBrand;
    sides[store] = Side::kStore;
  }
  return sides;
}

ParamSpec DistinctMembersParam() {
  return {.name = "distinct_members",
          .unit = "1",
          .shape = ParamShape::kInteger,
          .default_value = {0},
          .min = 0,
          .max = 1,
          .help = "1: every brand and store gets at most one slot."};
}

Members MembersBy(const ParamSet& params) {
  return params.number("distinct_members") > 0 ? Members::kDistinct
                                               : Members::kRepeated;
}

BundleRanking::BundleRanking(const Auction& auction,
                             std::span<const double> worth, BundleRule rule)
    : auction_(auction), worth_(worth), rule_(rule) {
  CheckColumns(auction, worth);
  ranked_.reserve(auction.bundles.size());
  for (uint32_t c = 0; c < auction.bundles.size(); ++c) {
    const auto [i, j] = auction.bundles[c];
    const bool bids = (auction.bid[i] > 0) & (auction.bid[j] > 0);
    const bool known = (auction.rate[i] > 0) & (auction.rate[j] > 0);
    const double rate = (auction.rate[i] + auction.rate[j]) / 2;
    const double score = rate * (worth[i] + worth[j] + rule.BoostOf(c));
    if (!bids || !known || !(score >= rule.floor)) continue;
    ranked_.push_back({score, rate, i, j, c});
  }
  std::ranges::sort(ranked_, Before);
  if (rule.members == Members::kDistinct) {
    distinct_ = DistinctWinners(ranked_, auction.slot_weight);
  }
}

double BundleRanking::welfare() const {
  return WelfareOf(winners(), auction_.slot_weight);
}

double WelfareOf(std::span<const RankedBundle> winners,
                 std::span<const double> slot_weight) {
  double sum = 0;
  for (size_t k = 0; k < winners.size(); ++k) {
    sum += slot_weight[k] * winners[k].score;
  }
  return sum;
}

std::vector<uint32_t> MembersOf(std::span<const RankedBundle> winners) {
  std::vector<uint32_t> members;
  for (const RankedBundle& one : winners) {
    members.push_back(one.brand);
    members.push_back(one.store);
  }
  std::ranges::sort(members);
  const auto twice = std::ranges::unique(members);
  members.erase(twice.begin(), twice.end());
  return members;
}

double EventsOf(uint32_t candidate, std::span<const RankedBundle> winners,
                std::span<const double> slot_weight) {
  double events = 0;
  for (size_t k = 0; k < winners.size(); ++k) {
    if (winners[k].Holds(candidate)) {
      events += slot_weight[k] * winners[k].rate;
    }
  }
  return events;
}

}  // namespace souk::market
