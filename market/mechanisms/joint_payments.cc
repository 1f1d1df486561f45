#include "market/mechanisms/joint_payments.h"

#include <algorithm>

#include "market/mechanisms/ranking.h"

namespace souk::market {

WelfareCurve::WelfareCurve(const BundleRanking& ranking, uint32_t candidate)
    : slot_weight_(ranking.auction().slot_weight),
      floor_(ranking.rule().floor) {
  const std::span<const double> worth = ranking.worth();
  for (const RankedBundle& one : ranking.all()) {
    if (!one.Holds(candidate)) {
      if (others_.size() < slot_weight_.size()) others_.push_back(one);
      continue;
    }
    const uint32_t partner = one.brand == candidate ? one.store : one.brand;
    own_.push_back(
        {one.rate, worth[partner] + ranking.rule().boost, one.position});
  }
}

WelfarePoint WelfareCurve::At(double worth) {
  rescored_.clear();
  for (const Own& own : own_) {
    const double score = own.rate * (worth + own.rest);
    if (score >= floor_) {
      rescored_.push_back(
          {.score = score, .rate = own.rate, .position = own.position});
    }
  }
  std::ranges::sort(rescored_, Before);
  WelfarePoint point{.worth = worth};
  auto mine = rescored_.begin();
  auto other = others_.begin();
  for (const double weight : slot_weight_) {
    const bool has_other = other != others_.end();
    if (mine != rescored_.end() && !(has_other && Before(*other, *mine))) {
      point.welfare += weight * mine->score;
      point.events += weight * mine->rate;
      ++mine;
    } else if (has_other) {
      point.welfare += weight * other->score;
      ++other;
    }
  }
  return point;
}

double WelfareCurve::WithoutIt() const {
  double welfare = 0;
  for (size_t k = 0; k < others_.size(); ++k) {
    welfare += slot_weight_[k] * others_[k].score;
  }
  return welfare;
}

void AwardAtPivots(const BundleRanking& ranking,
                   std::span<const double> multiple, Outcome& outcome) {
  const Auction& auction = ranking.auction();
  const double welfare = ranking.welfare();
  const auto price_of = [&](uint32_t member) {
    const double events =
        EventsOf(member, ranking.winners(), auction.slot_weight);
    const double own = ranking.worth()[member] * events;
    const double harm =
        WelfareCurve(ranking, member).At(0).welfare - (welfare - own);
    const double per_event =
        harm / events / (multiple.empty() ? 1 : multiple[member]);
    return WholePrice(std::max(0.0, per_event), auction.bid[member]);
  };
  const MemberPrices prices(ranking.winners(), price_of);
  AwardBundles(
      ranking.winners(),
      [&](uint32_t member, uint32_t) { return prices.Of(member); }, outcome);
}

}  // namespace souk::market
