// Evaluations by full simulation: what everybody else does answers to what an
// entrant does.
#pragma once

#include <vector>

#include "market/events.h"
#include "market/result.h"
#include "scenarios/evaluation_file.h"
#include "scenarios/seat_result.h"

namespace souk::scenarios {

/// Sums of a run by campaign and day: an event sink.
class SeatSums final : public market::EventSink {
 public:
  explicit SeatSums(const market::MarketSpec& spec);
  market::Result<void> Record(const market::TickRows& rows) override;

  /// Of one seat on one day of a run, without entrant and round.
  SeatResult Of(size_t campaign, uint32_t day) const;

 private:
  struct Sum {
    int64_t spend = 0;
    int64_t conversions = 0;
  };
  const market::MarketSpec& spec_;
  std::vector<Sum> sums_;  // by campaign, then by day
};

/// One entrant in one seat of one run; all runs of a round have the same
/// chance.
struct SeatGame {
  size_t entrant = 0;
  size_t seat = 0;  ///< index into EvaluationOrder::seats
  uint32_t round = 0;
};
/// All of them, ascending by round, seat and entrant.
std::vector<SeatGame> GamesOf(const EvaluationOrder& order);
/// A result per day; thread-safe. Error: the run failed.
market::Result<std::vector<SeatResult>> Simulate(const EvaluationOrder& order,
                                                 const SeatGame& game);

/// What a league's round, recorded in `sums`, comes to: a result per seat and
/// day.
std::vector<SeatResult> LeagueResults(const EvaluationOrder& order,
                                      const SeatSums& sums, uint32_t round);

}  // namespace souk::scenarios
