// The summary of a run as JSON, made from scenarios/summary.proto.
#pragma once

#include <string>

#include "actors/trace_sink.h"
#include "market/market_spec.h"

namespace souk::actors {

/// One object, one line break at its end.
std::string SummaryJson(const market::MarketSpec& spec, const TraceSink& sink);

}  // namespace souk::actors
