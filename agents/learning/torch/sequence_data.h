// Trajectories as sequences, for trainers of models that see a day so far.
#pragma once

#include "agents/learning/sequence_network.h"
#include "agents/learning/torch/offline_data.h"

namespace souk::agents {

/// Parts of days, one behind the other, filled up with their last row.
struct SequenceBatch {
  torch::Tensor state;       ///< [n, steps, features]
  torch::Tensor action;      ///< [n, steps, 1], in [-1, 1]
  torch::Tensor before;      ///< [n, steps, 1]: of the row before, 0 without
  torch::Tensor to_go;       ///< [n, steps, 1]: return from there on, in units
  torch::Tensor cost_to_go;  ///< [n, steps, 1]: cost from there on
  torch::Tensor reached;  ///< [n, steps, 1]: share of the target CPA, see below
  torch::Tensor left;     ///< [n, steps, 1]: share of the budget
  torch::Tensor tick;     ///< [n, steps], int64: of the day
  torch::Tensor live;     ///< [n, steps]: 1, of what fills up 0
};

struct SequenceData {
  OfflineData rows;
  SequenceSettings settings;
  torch::Tensor days;        ///< [days], int64: first rows
  torch::Tensor first;       ///< [rows], int64: first row of the same day
  torch::Tensor last;        ///< [rows], int64: last one
  torch::Tensor tick;        ///< [rows], int64
  torch::Tensor before;      ///< [rows, 1]
  torch::Tensor to_go;       ///< [rows, 1], in units
  torch::Tensor cost_to_go;  ///< [rows, 1], share of the budget
  torch::Tensor left;        ///< [rows, 1], before the row
  torch::Tensor reached;     ///< [rows, 1]: target over cost of a conversion
                             ///< expected so far, at most 1; 1 without a target

  /// Rows [start, end] as a batch of as many steps as the longest may have.
  SequenceBatch Between(const torch::Tensor& start, const torch::Tensor& end,
                        int64_t steps) const;
  /// `count` parts that end in drawn rows: what is seen when these are bid.
  SequenceBatch DrawPast(int64_t count, TrainingDraws& draws) const;
  /// `count` drawn days, as many of their first ticks as settings.steps.
  SequenceBatch DrawDays(int64_t count, TrainingDraws& draws) const;
  /// `count` parts of `steps` ticks that begin in drawn rows.
  SequenceBatch DrawAhead(int64_t count, int64_t steps,
                          TrainingDraws& draws) const;
  /// The settings of policy_input.h and sequence_network.h.
  void Describe(market::TrainedModel& model) const;
};

/// Reads with OfflineChoiceOf(params) and parts of `steps` ticks, or days. The
/// unit of returns is the 90th percentile of the days' (or 1, if that is not
/// above 0). Error: as ReadOffline.
market::Result<SequenceData> ReadSequences(const TrainingTask& task,
                                           size_t steps);

/// The value that a share of them does not exceed.
double Percentile(std::vector<double> values, double share);

}  // namespace souk::agents
