#include "market/mechanisms/sample_prior.h"

#include "market/check.h"

namespace souk::market {
namespace {

/// Price `value` sells to `sold` of the sample.
struct Offer {
  double sold;
  double value;

  double revenue() const { return sold * value; }
};

double Slope(const Offer& from, const Offer& to) {
  return (to.revenue() - from.revenue()) / (to.sold - from.sold);
}

/// The offers of a sample, dearest first: one per value, behind one that sells
/// nothing.
std::vector<Offer> OffersOf(std::vector<double> sample) {
  std::ranges::sort(sample, std::ranges::greater{});
  std::vector<Offer> offers = {{0, sample.front()}};
  for (size_t j = 0; j < sample.size(); ++j) {
    if (j > 0 && sample[j] == sample[j - 1]) {
      ++offers.back().sold;
    } else {
      offers.push_back({static_cast<double>(j + 1), sample[j]});
    }
  }
  return offers;
}

/// Positions of the offers on the concave hull of the revenue curve.
std::vector<size_t> Hull(const std::vector<Offer>& offers) {
  std::vector<size_t> hull;
  for (size_t j = 0; j < offers.size(); ++j) {
    while (hull.size() > 1) {
      const Offer& before = offers[hull[hull.size() - 2]];
      const Offer& last = offers[hull.back()];
      if (Slope(before, last) > Slope(last, offers[j])) break;
      hull.pop_back();
    }
    hull.push_back(j);
  }
  return hull;
}

}  // namespace

EmpiricalPrior::EmpiricalPrior(std::vector<double> sample) {
  SOUK_CHECK(!sample.empty() && std::ranges::min(sample) > 0, "a sample of ",
             sample.size(), " values");
  const std::vector<Offer> offers = OffersOf(std::move(sample));
  const std::vector<size_t> hull = Hull(offers);
  for (size_t h = hull.size() - 1; h > 0; --h) {
    const double slope = Slope(offers[hull[h - 1]], offers[hull[h]]);
    for (size_t j = hull[h]; j > hull[h - 1]; --j) {
      steps_.push_back({offers[j].value, slope});
    }
  }
  low = steps_.front().least;
}

double EmpiricalPrior::Phi(double bid) const {
  if (bid > high()) return bid;
  const auto above = std::ranges::upper_bound(steps_, bid, {}, &Step::least);
  return above == steps_.begin() ? -bid : std::prev(above)->value;
}

}  // namespace souk::market
