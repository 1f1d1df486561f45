// What the trace of a run says about it.
#pragma once

#include <string>

#include "market/market_spec.h"
#include "results/manifest.h"

namespace souk::actors {

results::Manifest ManifestOf(const market::MarketSpec& spec,
                             const std::string& expanded_text);

}  // namespace souk::actors
