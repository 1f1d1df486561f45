#include "agents/auctioneers/joint_tokens.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "market/mechanisms/joint_payments.h"

namespace souk::agents {
namespace {

using market::Auction;
using market::BundleRanking;
using market::RankedBundle;

template <size_t size>
void AddRow(const std::array<double, size>& numbers, Matrix& rows) {
  for (size_t i = 0; i < size; ++i) {
    rows.values.push_back(static_cast<float>(numbers[i]));
  }
  ++rows.rows;
}

/// The same whatever the order of the bundles.
double MeanOf(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) /
         static_cast<double>(numbers.size());
}

bool CanWin(const Auction& auction, uint32_t candidate) {
  return auction.bid[candidate] > 0 && auction.rate[candidate] > 0;
}

bool CanWin(const Auction& auction, const market::Bundle& one) {
  return CanWin(auction, one.brand) && CanWin(auction, one.store);
}

double RateOf(const Auction& auction, const market::Bundle& one) {
  return (auction.rate[one.brand] + auction.rate[one.store]) / 2;
}

/// e_c, in units.
double SumOf(const Auction& auction, const market::Bundle& one, double unit) {
  return RateOf(auction, one) *
         (auction.bid[one.brand] + auction.bid[one.store]) / unit;
}

std::vector<uint32_t> MembersThatCanWin(const Auction& auction) {
  std::vector<uint32_t> members;
  for (const market::Bundle& one : auction.bundles) {
    if (!CanWin(auction, one)) continue;
    members.push_back(one.brand);
    members.push_back(one.store);
  }
  std::ranges::sort(members);
  const auto twice = std::ranges::unique(members);
  members.erase(twice.begin(), twice.end());
  return members;
}

double RatioOf(const BundleRanking& ranking, const Standing& standing) {
  constexpr double kMost = 1 - kLeastRatio;
  if (standing.events == 0) return kMost;
  const double critical = PivotPrice(ranking, standing.member);
  return std::clamp(critical / ranking.auction().bid[standing.member],
                    kLeastRatio, kMost);
}

/// Its best bundle and the best without it.
Standing Surrounded(const Auction& auction, uint32_t member, double unit) {
  Standing standing = {.member = member};
  for (const market::Bundle& one : auction.bundles) {
    if (!CanWin(auction, one)) continue;
    const bool own = one.brand == member || one.store == member;
    double& most = own ? standing.best : standing.rival;
    most = std::max(most, SumOf(auction, one, unit));
    standing.store = standing.store || one.store == member;
  }
  return standing;
}

Standing StandingOf(const BundleRanking& ranking, uint32_t member,
                    double unit) {
  const Auction& auction = ranking.auction();
  Standing standing = Surrounded(auction, member, unit);
  double partners = 0;
  for (size_t k = 0; k < ranking.winners().size(); ++k) {
    const RankedBundle& one = ranking.winners()[k];
    if (!one.Holds(member)) continue;
    const double events = auction.slot_weight[k] * one.rate;
    const uint32_t partner = one.brand == member ? one.store : one.brand;
    standing.events += events;
    partners += events * auction.bid[partner] / unit;
  }
  if (standing.events > 0) standing.partner = partners / standing.events;
  standing.ratio = RatioOf(ranking, standing);
  return standing;
}

}  // namespace

Tokens BundleTokens(const Auction& auction, double unit, size_t slots) {
  Tokens tokens;
  std::vector<std::array<double, kBundleNumbers>> numbers;
  std::vector<double> sums;
  for (uint32_t c = 0; c < auction.bundles.size(); ++c) {
    const market::Bundle& one = auction.bundles[c];
    if (!CanWin(auction, one)) continue;
    const double rate = RateOf(auction, one);
    const double sum = SumOf(auction, one, unit);
    numbers.push_back({rate * auction.bid[one.brand] / unit,
                       rate * auction.bid[one.store] / unit, sum, sum});
    sums.push_back(sum);
    tokens.subject.push_back(c);
  }
  tokens.features.columns = kBundleNumbers + slots;
  const double mean = sums.empty() ? 0 : MeanOf(sums);
  for (auto& one : numbers) {
    one[3] -= mean;
    AddRow(one, tokens.features);
    for (size_t k = 0; k < slots; ++k) {
      const bool there = k < auction.slot_weight.size();
      tokens.features.values.push_back(
          there ? static_cast<float>(auction.slot_weight[k]) : 0.0F);
    }
  }
  return tokens;
}

std::vector<Standing> StandingsOf(const BundleRanking& ranking, double unit) {
  std::vector<Standing> standings;
  for (const uint32_t member : MembersThatCanWin(ranking.auction())) {
    standings.push_back(StandingOf(ranking, member, unit));
  }
  return standings;
}

Tokens MemberTokens(const Auction& auction,
                    const std::vector<Standing>& standings, double unit) {
  Tokens tokens;
  tokens.features.columns = kMemberNumbers;
  for (const Standing& one : standings) {
    AddRow<kMemberNumbers>(
        {auction.bid[one.member] / unit, one.events, one.store ? 1.0 : 0.0,
         one.partner, one.rival, one.best, one.best - one.rival, one.ratio},
        tokens.features);
    tokens.subject.push_back(one.member);
  }
  return tokens;
}

}  // namespace souk::agents
