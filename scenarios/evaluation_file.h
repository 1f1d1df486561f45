// Loads an evaluation (evaluation.proto): a market and who is compared in it.
// As for scenarios, every fault is found before anything is said.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "market/market_spec.h"
#include "market/result.h"
#include "scenarios/loader.h"

namespace souk::scenarios {

enum class EvaluationMethod : uint8_t { kReplay, kSimulation, kLeague };

struct EvaluationEntrant {
  std::string name;
  /// One, or several for equal parts of the campaigns.
  std::vector<market::MemberSpec> strategies;
  std::vector<std::string> texts;  ///< the same as text of a scenario

  /// In the seat of a campaign, of so many.
  const market::MemberSpec& In(size_t campaign, size_t campaigns) const {
    return strategies[PartOf(campaign, campaigns)];
  }
  size_t PartOf(size_t campaign, size_t campaigns) const {
    return campaign * strategies.size() / campaigns;
  }
};

struct EvaluationOrder {
  std::string name;
  EvaluationMethod method = EvaluationMethod::kReplay;
  std::vector<EvaluationEntrant> entrants;  ///< at least one
  /// By round; of a league without its entrants. Replays have one round.
  std::vector<LoadedScenario> rounds;
  std::vector<size_t> seats;  ///< campaigns, ascending
  uint32_t resamples = 2000;
};

struct EvaluationRequest {
  std::string path;
  std::vector<std::string> overrides;  ///< "PATH=VALUE" of the evaluation
};

/// The scenario of a round of a league: seat i is dealt to entrant
/// (i + round) mod their number. Error: copies (`count`) of advertisers have no
/// strategies of their own.
market::Result<LoadedScenario> LeagueRound(const EvaluationOrder& order,
                                           uint32_t round);

market::Result<EvaluationOrder> LoadEvaluation(
    const EvaluationRequest& request);

}  // namespace souk::scenarios
