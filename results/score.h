// How campaigns with a target for the cost of a conversion did over a run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/market_spec.h"
#include "results/summary.h"

namespace souk::results {

struct CampaignScore {
  std::string campaign;
  int64_t conversions = 0;
  int64_t spend_micros = 0;
  double target_cpa_micros = 0;  ///< > 0
  double score = 0;              ///< market/cpa_score.h, beta = 2
};

/// Of every campaign with a target, in the order of the scenario. `summary` is
/// one of `spec`.
std::vector<CampaignScore> ScoresOf(const market::MarketSpec& spec,
                                    const Summary& summary);

/// The 20 best, how many more, and the mean; "" without any. Ends with a
/// newline.
std::string ScoreTable(std::vector<CampaignScore> scores);

}  // namespace souk::results
