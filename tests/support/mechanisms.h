// Mechanisms by name, for tests.
#pragma once

#include <memory>
#include <vector>

#include "market/auction.h"
#include "market/family.h"
#include "tests/support/auctions.h"

namespace souk::test {

/// Parameters without which a member does not run. `micros` is the scale of
/// the priors: with 1, every whole bid may win.
inline std::vector<market::ParamValue> LeastParams(
    const market::MechanismEntry& entry, double micros) {
  if (entry.name == "myerson" || entry.name == "stores_myerson") {
    return {{"exponential_mean_micros", {micros}, ""}};
  }
  if (entry.name == "joint_opt") {
    return {{"brand_exponential_mean_micros", {micros}, ""},
            {"store_exponential_mean_micros", {micros}, ""}};
  }
  return {};
}

inline std::shared_ptr<const market::Mechanism> MakeMechanism(
    const market::MechanismEntry& entry,
    const std::vector<market::ParamValue>& given) {
  return entry.make(market::ParamSet::Make(entry.params, given).value())
      .value();
}

/// Charged events that `candidate` expects, as the mechanism sees it; with the
/// defaults of its parameters.
inline double ExpectedEvents(const market::MechanismEntry& entry,
                             const Columns& columns,
                             const market::Outcome& outcome, size_t candidate) {
  const bool cascade = entry.traits.reads_as_cascade;
  const auto usual = [&](std::string_view name) {
    return cascade ? market::ParamSet::Make(entry.params, {})->number(name) : 1;
  };
  double read = 1;
  for (const market::Award& award : outcome.awards()) {
    const double rate = columns.rate[award.candidate];
    if (award.candidate == candidate) {
      return cascade ? read * rate : columns.Events(candidate, award.slot);
    }
    read *= usual("after_skip") * (1 - rate) + usual("after_click") * rate;
  }
  return 0;
}

/// Whether candidates get the same if their campaigns have other weights and
/// boosts, chosen by `shift`. `columns` has neither.
inline bool SameForOtherCampaigns(const market::Mechanism& mechanism,
                                  Columns columns, uint32_t shift) {
  market::Outcome plain, named;
  mechanism.Clear(columns.view(), plain);
  for (size_t c = 0; c < columns.bid.size(); ++c) {
    columns.weight.push_back(1 + static_cast<double>((shift + c) % 3));
    columns.boost.push_back(static_cast<double>(c * 100000));
  }
  mechanism.Clear(columns.view(), named);
  bool same = named.size == plain.size;
  for (size_t a = 0; same && a < plain.size; ++a) {
    same = named.award[a].candidate == plain.award[a].candidate &&
           named.award[a].price == plain.award[a].price;
  }
  return same;
}

/// The mechanism called `name`.
inline std::shared_ptr<const market::Mechanism> MechanismNamed(
    std::string_view name, const std::vector<market::ParamValue>& given = {}) {
  const auto entry =
      market::FindMember("mechanism", market::Mechanisms(), name);
  return MakeMechanism(*entry.value(), given);
}

inline market::Outcome ClearNamed(
    std::string_view name, const Columns& columns,
    const std::vector<market::ParamValue>& given = {}) {
  market::Outcome outcome;
  MechanismNamed(name, given)->Clear(columns.view(), outcome);
  return outcome;
}

/// (candidate, price)
using Row = std::array<double, 2>;

/// By slot.
inline std::vector<Row> Rows(const market::Outcome& outcome) {
  std::vector<Row> rows;
  for (const market::Award& award : outcome.awards()) {
    rows.push_back({static_cast<double>(award.candidate), award.price});
  }
  return rows;
}

}  // namespace souk::test
