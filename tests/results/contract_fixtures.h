// A market of three contracts for the tests of results/.
#pragma once

#include "tests/results/fixtures.h"

namespace souk::results {

/// Contracts behind the campaigns of SmallManifest().
inline Manifest ContractManifest() {
  Manifest manifest = SmallManifest();
  manifest.campaigns.insert(manifest.campaigns.end(),
                            {"gold", "silver", "b\xc3\xbcro/gd"});
  manifest.lines.insert(manifest.lines.end(),
                        {{0, 3, 0}, {0, 4, 1}, {1, 5, 0}});
  manifest.contracts = {
      {.name = "gold",
       .advertiser = 0,
       .campaign = 3,
       .goal = 5'000'000'000,
       .first_tick = 2,
       .end_tick = 20,
       .make_good_ticks = 4,
       .tier = 1,
       .price_micros = 2'000'000'000'000,
       .shortage_price_micros = 3000},
      {.name = "silver",
       .advertiser = 0,
       .campaign = 4,
       .goal = 500,
       .first_tick = 0,
       .end_tick = 24,
       .cancelled_at = 7,
       .price_micros = 1500},
      {.name = "b\xc3\xbcro/gd",
       .advertiser = 1,
       .campaign = 5,
       .goal = 900,
       .first_tick = 0,
       .end_tick = 24},
  };
  manifest.contract_slots = {
      {0, 0, 0.5}, {0, 1, 1.0 / 3}, {1, 0, 1}, {1, 1, 0}};
  return manifest;
}

/// RowsOfTick() with rows about contracts.
inline market::TickRows ContractRowsOfTick(uint32_t tick) {
  market::TickRows rows = RowsOfTick(tick);
  FillRows(tick, tick % 3 == 2 ? 0 : 3, rows.contracts);
  FillRows(tick, 1, rows.contract_pages);
  FillRows(tick, 4, rows.contract_slots);
  if (tick % 2 == 1) FillRows(tick, 11000, rows.supply);
  return rows;
}

}  // namespace souk::results
