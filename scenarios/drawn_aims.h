// What the copies of an advertiser aim at, where its campaigns leave that to
// chance: `draw_interests: K` names K different interests in each copy, every
// set and order as likely as any other; places and categories the same.
//
// Draws come from the population's stream, keyed by (template, copy, campaign,
// dimension, number of the draw): copies keep theirs when others come and go.
#pragma once

#include "scenarios/faults.h"
#include "scenarios/groups.h"

namespace souk::scenarios {

/// Names the copy's draws.
struct CopyKey {
  uint64_t entity = 0;  ///< the template
  uint32_t copy = 0;
};

/// Writes into `copy` what it aims at, and its interest where that is "*".
void DrawAims(const GroupNameLists& names, const market::Stream& stream,
              CopyKey key, Advertiser& copy);

/// One campaign: draws and lists exclude each other, and there is enough to
/// draw from.
void CheckDrawnAims(const Campaign& campaign, const FieldPath& path,
                    const GroupNameLists& names, Faults& faults);

}  // namespace souk::scenarios
