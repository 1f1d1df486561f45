// What the trace of a run says about it.
#pragma once

#include <string>

#include "market/market_spec.h"
#include "results/manifest.h"

namespace souk::actors {

/// Makes no strategy: whether they fit is for CheckStrategies to say.
results::Manifest ManifestOf(const market::MarketSpec& spec,
                             const std::string& expanded_text);

/// An Error: strategies whose parameters do not fit together.
market::Result<void> CheckStrategies(const market::MarketSpec& spec);

/// Tells one market from another: by its manifest, and by what was read from
/// other files (LoadedScenario::files).
std::string MarketFingerprint(const results::Manifest& manifest,
                              uint64_t files);

}  // namespace souk::actors
