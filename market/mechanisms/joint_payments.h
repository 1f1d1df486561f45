// What the members of bundles pay: exact threshold payments.
//
// As the worth s of one candidate grows, with everybody else as they are, the
// greatest welfare of a page
//
//   V(s) = max over pages of sum_k weight_k * score_(k)
//
// is convex and piecewise linear; its slope x(s) is the number of events that
// the candidate expects. So Myerson's payment b x(b) - integral of x(t) dt has
// closed forms and needs no search over bids: for a worth of m * t it is
// (1/m) (V(0) - (V(m b) - m b x)); otherwise the pieces of V are found one by
// one, each where two known ones meet (Eisner and Severance, "Mathematical
// Techniques for Efficient Record Segmentation", JACM 1976), and mapped back to
// bids by the inverse of the worth.
#pragma once

#include <algorithm>
#include <cmath>

#include "market/mechanisms/joint_ranking.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {

/// One point of V.
struct WelfarePoint {
  double worth = 0;
  double welfare = 0;  ///< V(worth)
  double events = 0;   ///< x(worth)

  /// The line that touches V here.
  double LineAt(double at) const { return welfare + events * (at - worth); }
};

/// V of one candidate that is in a bundle of the ranking. Made for one page
/// view: O(bundles), every point O(own bundles + slots).
class WelfareCurve {
 public:
  WelfareCurve(const BundleRanking& ranking, uint32_t candidate);

  WelfarePoint At(double worth);  ///< kDistinct: one search
  /// The welfare of a page without the candidate and its bundles.
  double WithoutIt() const;

 private:
  /// A bundle of the candidate: score = rate * (worth + rest).
  struct Own {
    RankedBundle bundle;
    double rest;
  };

  void Rescore(double worth);
  WelfarePoint AtDistinct(double worth);

  uint32_t candidate_;
  Members members_;
  std::span<const double> slot_weight_;
  double floor_;
  std::vector<RankedBundle> others_;  // those that may win, by rank
  std::vector<Own> own_;
  std::vector<RankedBundle> rescored_;  // scratch
};

/// Area under x between two points of V over the bids of their worths;
/// `bid_of` inverts the worth.
template <class BidOf>
double EventsBetween(WelfareCurve& curve, const WelfarePoint& low,
                     const WelfarePoint& high, const BidOf& bid_of) {
  const auto piece = [&](double events, double from, double to) {
    return events == 0 ? 0 : events * (bid_of(to) - bid_of(from));
  };
  if (!(low.events < high.events) || !(low.worth < high.worth)) {
    return piece(low.events, low.worth, high.worth);
  }
  const double meet = low.worth + (high.LineAt(low.worth) - low.welfare) /
                                      (low.events - high.events);
  if (!(meet > low.worth)) return piece(high.events, low.worth, high.worth);
  if (!(meet < high.worth)) return piece(low.events, low.worth, high.worth);
  const WelfarePoint middle = curve.At(meet);
  const double slack = 1e-12 * std::abs(middle.welfare);
  const bool on_line = middle.welfare <= low.LineAt(meet) + slack;
  if (on_line || middle.events <= low.events || middle.events >= high.events) {
    return piece(low.events, low.worth, meet) +
           piece(high.events, meet, high.worth);
  }
  return EventsBetween(curve, low, middle, bid_of) +
         EventsBetween(curve, middle, high, bid_of);
}

/// Prices per event of every member of `winners`, by candidate; `price_of`
/// gives the exact one.
class MemberPrices {
 public:
  template <class PriceOf>
  MemberPrices(std::span<const RankedBundle> winners, const PriceOf& price_of)
      : members_(MembersOf(winners)) {
    for (const uint32_t member : members_) price_.push_back(price_of(member));
  }
  double Of(uint32_t member) const {
    const auto at = std::ranges::lower_bound(members_, member);
    return price_[static_cast<size_t>(at - members_.begin())];
  }

 private:
  std::vector<uint32_t> members_;
  std::vector<double> price_;
};

/// Gives the slots to the winners of `ranking`; every member pays the same in
/// all of its slots, `price_of(member)` to the nearest micro-unit.
template <class PriceOf>
void AwardAtPrices(const BundleRanking& ranking, const PriceOf& price_of,
                   Outcome& outcome) {
  const MemberPrices prices(ranking.winners(), [&](uint32_t member) {
    return WholePrice(price_of(member), ranking.auction().bid[member]);
  });
  AwardBundles(
      ranking.winners(),
      [&](uint32_t member, uint32_t) { return prices.Of(member); }, outcome);
}

/// Myerson's payment of a winner per event, >= 0, if `worth_of` increases
/// with the bid and `bid_of` inverts it.
template <class WorthOf, class BidOf>
double ThresholdPriceOf(const BundleRanking& ranking, uint32_t member,
                        const WorthOf& worth_of, const BidOf& bid_of) {
  WelfareCurve curve(ranking, member);
  const WelfarePoint here = curve.At(ranking.worth()[member]);
  const WelfarePoint nothing = curve.At(worth_of(0.0));
  const double kept = EventsBetween(curve, nothing, here, bid_of);
  return std::max(0.0, ranking.auction().bid[member] - kept / here.events);
}

/// The same, in worths, for a worth that is a multiple of the bid.
double PivotPrice(const BundleRanking& ranking, uint32_t member);

/// Gives the slots to the best bundles; the members pay their thresholds if
/// the worth of a candidate's bid is bid * multiple[candidate] (empty: 1).
void AwardAtPivots(const BundleRanking& ranking,
                   std::span<const double> multiple, Outcome& outcome);

}  // namespace souk::market
