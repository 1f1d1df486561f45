#include "market/mechanisms/joint_payments.h"

#include <algorithm>

#include "market/mechanisms/distinct_bundles.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {

WelfareCurve::WelfareCurve(const BundleRanking& ranking, uint32_t candidate)
    : candidate_(candidate),
      members_(ranking.rule().members),
      slot_weight_(ranking.auction().slot_weight),
      floor_(ranking.rule().floor) {
  const std::span<const double> worth = ranking.worth();
  const size_t most = members_ == Members::kDistinct ? ranking.all().size()
                                                     : slot_weight_.size();
  for (const RankedBundle& one : ranking.all()) {
    if (!one.Holds(candidate)) {
      if (others_.size() < most) others_.push_back(one);
      continue;
    }
    const uint32_t partner = one.brand == candidate ? one.store : one.brand;
    own_.push_back(
        {one, worth[partner] + ranking.rule().BoostOf(one.position)});
  }
}

void WelfareCurve::Rescore(double worth) {
  rescored_.clear();
  for (const Own& own : own_) {
    RankedBundle one = own.bundle;
    one.score = one.rate * (worth + own.rest);
    if (one.score >= floor_) rescored_.push_back(one);
  }
  std::ranges::sort(rescored_, Before);
}

WelfarePoint WelfareCurve::At(double worth) {
  Rescore(worth);
  if (members_ == Members::kDistinct) return AtDistinct(worth);
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

WelfarePoint WelfareCurve::AtDistinct(double worth) {
  std::vector<RankedBundle> all(others_.size() + rescored_.size());
  std::ranges::merge(others_, rescored_, all.begin(), Before);
  const auto winners = DistinctWinners(all, slot_weight_);
  return {.worth = worth,
          .welfare = WelfareOf(winners, slot_weight_),
          .events = EventsOf(candidate_, winners, slot_weight_)};
}

double WelfareCurve::WithoutIt() const {
  return members_ == Members::kDistinct
             ? WelfareOf(DistinctWinners(others_, slot_weight_), slot_weight_)
             : WelfareOf(others_, slot_weight_);
}

double PivotPrice(const BundleRanking& ranking, uint32_t member) {
  const double events =
      EventsOf(member, ranking.winners(), ranking.auction().slot_weight);
  const double own = ranking.worth()[member] * events;
  const double harm =
      WelfareCurve(ranking, member).At(0).welfare - (ranking.welfare() - own);
  return std::max(0.0, harm / events);
}

void AwardAtPivots(const BundleRanking& ranking,
                   std::span<const double> multiple, Outcome& outcome) {
  AwardAtPrices(
      ranking,
      [&](uint32_t member) {
        const double price = PivotPrice(ranking, member);
        return multiple.empty() ? price : price / multiple[member];
      },
      outcome);
}

}  // namespace souk::market
