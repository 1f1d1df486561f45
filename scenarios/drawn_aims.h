// What the copies of an advertiser aim at, where its campaigns and contracts
// leave that to chance: `draw_interests: K` names K different interests in each
// copy, every set and order as likely as any other; places and categories the
// same. `target_rate` of a contract names each interest with that probability.
//
// Draws come from the population's stream, keyed by (template, copy, campaign
// or contract, dimension, number of the draw): copies keep theirs when others
// come and go.
#pragma once

#include "scenarios/faults.h"
#include "scenarios/groups.h"

namespace souk::scenarios {

/// Names the copy's draws.
struct CopyKey {
  uint64_t entity = 0;  ///< the template
  uint32_t copy = 0;
};

/// Writes into `copy` what it aims at, and interests where they are "*".
void DrawAims(const GroupNameLists& names, const market::Stream& stream,
              CopyKey key, Advertiser& copy);

/// A Campaign or a Contract: draws and lists exclude each other, and there is
/// enough to draw from.
template <class Holder>
void CheckDrawnAims(const Holder& holder, const FieldPath& path,
                    const GroupNameLists& names, Faults& faults);

}  // namespace souk::scenarios
