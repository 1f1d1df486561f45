// One cell of synthetic traffic: who is on a page in the wave that goes on, and
// what users remember.
#pragma once

#include <memory>

#include "market/traffic/population.h"

namespace souk::market {

std::unique_ptr<CellTraffic> OpenSyntheticCell(
    std::shared_ptr<const Population> population, CellId cell, uint32_t cells);

}  // namespace souk::market
