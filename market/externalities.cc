#include "market/externalities.h"

#include <cmath>

#include "market/check.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

constexpr size_t kMaxPlaces = 64;

/// What item `b` does to item `a` from the next place.
double PairEffect(const ExternalityRule& rule, const ListItem& a,
                  const ListItem& b) {
  const double kappa = a.organic || b.organic ? rule.organic_kappa : rule.kappa;
  return -kappa * Dot(a.direction, b.direction);
}

/// `effect(k, l)`: what the item at place l does to the one at place k.
template <class Effect>
void SumEffects(double omega, const Effect& effect, std::span<double> gamma) {
  const size_t places = gamma.size();
  SOUK_CHECK(places <= kMaxPlaces, "a list of ", places, " places");
  std::array<double, kMaxPlaces> damping;  // omega^(distance - 1)
  damping[0] = 1;
  for (size_t d = 1; d < places; ++d) damping[d] = damping[d - 1] * omega;
  for (size_t k = 0; k < places; ++k) {
    double sum = 0;
    for (size_t l = 0; l < k; ++l) sum += damping[k - l - 1] * effect(k, l);
    for (size_t l = k + 1; l < places; ++l) {
      sum += damping[l - k - 1] * effect(k, l);
    }
    gamma[k] = 2 * Sigmoid(sum);
  }
}

}  // namespace

Direction UnitDirection(const Direction& vector) {
  const double length = std::sqrt(Dot(vector, vector));
  SOUK_CHECK(length > 0, "a direction of length ", length);
  Direction unit = vector;
  for (double& one : unit) one /= length;
  return unit;
}

void ExternalityFactors(const ExternalityRule& rule,
                        std::span<const ListItem> list,
                        std::span<double> gamma) {
  SOUK_CHECK(list.size() == gamma.size(), list.size(), " items, ", gamma.size(),
             " factors");
  SumEffects(
      rule.omega,
      [&](size_t k, size_t l) { return PairEffect(rule, list[k], list[l]); },
      gamma);
}

ExternalityTable::ExternalityTable(const ExternalityRule& rule,
                                   std::span<const ListItem> items)
    : items_(items.size()), omega_(rule.omega) {
  effect_.reserve(items_ * items_);
  for (const ListItem& a : items) {
    for (const ListItem& b : items) {
      effect_.push_back(PairEffect(rule, a, b));
    }
  }
}

void ExternalityTable::Factors(std::span<const uint32_t> list,
                               std::span<double> gamma) const {
  SOUK_CHECK(list.size() == gamma.size(), list.size(), " items, ", gamma.size(),
             " factors");
  SumEffects(
      omega_,
      [&](size_t k, size_t l) { return effect_[list[k] * items_ + list[l]]; },
      gamma);
}

}  // namespace souk::market
