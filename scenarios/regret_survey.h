// Regret in a running market: what campaigns could have gained by other bids on
// a sample of page views, taking their real bids as their values.
//
// The scenario runs sequentially; page views are sampled uniformly over the
// whole run by a draw that is keyed by their identity, and cleared again with
// altered bids (market/regret.h). Budgets play no part in what a bid gains.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "market/market_spec.h"
#include "market/regret.h"
#include "market/result.h"

namespace souk::scenarios {

struct SurveyRequest {
  size_t page_views = 1000;  ///< to sample, at least 1
  market::RegretProbe probe;
  /// Clears the sampled page views in place of their channels' own; empty: as
  /// they were. A joint one meets the scenario's relations.
  std::shared_ptr<const market::Mechanism> mechanism = nullptr;
};

/// Sums over sampled page views.
struct SurveyGroup {
  int64_t page_views = 0;
  market::RegretFigures figures;  ///< over candidates that bid
};

/// Amounts in micro-units.
struct RegretSurvey {
  SurveyGroup all;
  double revenue = 0;  ///< expected, mean of the sampled page views
  double welfare = 0;  ///< expected value of what was shown, mean
  std::vector<SurveyGroup> of_channel;
  std::vector<SurveyGroup> of_line;
};

/// An Error: the run failed.
market::Result<RegretSurvey> SurveyRegret(
    std::shared_ptr<const market::MarketSpec> spec,
    const SurveyRequest& request);

}  // namespace souk::scenarios
