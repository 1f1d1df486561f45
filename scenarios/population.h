// Many advertisers from one template: `count` copies that `vary`.
//
// Copy k of template i is called NAME-(k+1). Vary v multiplies its number by
//   low + (high - low) * u, u uniform, or, with sigma, exp(sigma * z), z normal
// drawn from the population's stream by (template, copy, vary): copies keep
// their factors when others come and go. What their campaigns and contracts aim
// at may be drawn, too (drawn_aims.h).
#pragma once

#include <functional>

#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// Copies of a template; 1 if the count given is a fault.
uint32_t CheckedCount(const Advertiser& advertiser);
/// The name itself if there is one copy. `copy` counts from 0.
std::string CopyName(const Advertiser& advertiser, uint32_t copy);

/// The least and the most by which copies of template `advertiser` multiply
/// the number of its vary `index`.
struct FactorRange {
  double least = 1;
  double most = 1;
};
FactorRange FactorsOf(const Scenario& scenario, int advertiser, int index);

/// `vary`: paths exist and are numbers, both ends of the range are allowed.
void CheckPopulation(const Scenario& scenario, Faults& faults);

/// Calls `visit` with every advertiser in order, copies made, varied and
/// aimed, campaigns and contracts named, and with the position of its template.
/// The scenario must have passed its checks.
void ForEachAdvertiser(
    const Scenario& scenario,
    const std::function<void(const Advertiser&, int)>& visit);

}  // namespace souk::scenarios
