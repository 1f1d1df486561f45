// What the trace of a run says about it.
#pragma once

#include <string>

#include "market/market_spec.h"
#include "results/manifest.h"

namespace souk::actors {

/// An Error: strategies whose parameters do not fit together.
market::Result<results::Manifest> ManifestOf(const market::MarketSpec& spec,
                                             const std::string& expanded_text);

}  // namespace souk::actors
