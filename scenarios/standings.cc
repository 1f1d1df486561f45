#include "scenarios/standings.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "market/cpa_score.h"
#include "market/random.h"

namespace souk::scenarios {
namespace {

double ScoreOf(const SeatResult& result) {
  return market::CpaScore({.conversions = result.counted(),
                           .cost = result.spend,
                           .target = result.target});
}

/// What one entrant got in one seat, summed over days and rounds.
struct Cluster {
  double score = 0;
  double best = 0;
  double count = 0;
};

/// Clusters of one entrant, by seat.
using Clusters = std::vector<Cluster>;

Cluster Sum(const Clusters& clusters, const std::vector<size_t>& drawn) {
  Cluster sum;
  for (const size_t i : drawn) {
    sum.score += clusters[i].score;
    sum.best += clusters[i].best;
    sum.count += clusters[i].count;
  }
  return sum;
}

double Mean(const Cluster& sum) {
  return sum.count > 0 ? sum.score / sum.count : 0;
}

Interval Middle(std::vector<double> values) {
  std::ranges::sort(values);
  const auto last = static_cast<double>(values.size() - 1);
  return {values[static_cast<size_t>(0.025 * last)],
          values[static_cast<size_t>(0.975 * last + 0.5)]};
}

class Evaluator {
 public:
  Evaluator(const EvaluationOrder& order,
            const std::vector<SeatResult>& results)
      : order_(order),
        results_(results),
        clusters_(order.entrants.size(), Clusters(order.seats.size())),
        draws_(order.rounds[0].market.seed, 0, market::Purpose::kResampling) {
    for (const SeatResult& result : results) {
      const auto seat = static_cast<size_t>(
          std::ranges::lower_bound(order.seats, result.campaign) -
          order.seats.begin());
      Cluster& cluster = clusters_[result.entrant][seat];
      cluster.score += ScoreOf(result);
      cluster.best += result.best.value_or(0);
      cluster.count += 1;
    }
  }

  std::vector<Standing> Run() {
    std::vector<Standing> standings;
    for (size_t e = 0; e < order_.entrants.size(); ++e) {
      standings.push_back(Means(e));
    }
    AddIntervals(standings);
    std::ranges::stable_sort(standings, std::greater<>(), &Standing::score);
    return standings;
  }

 private:
  Standing Means(size_t entrant) const {
    Standing standing;
    standing.name = order_.entrants[entrant].name;
    double spend = 0;
    double budget = 0;
    double beyond = 0;
    double compared = 0;
    for (const SeatResult& result : results_) {
      if (result.entrant != entrant) continue;
      ++standing.results;
      standing.conversions += result.counted();
      spend += result.spend;
      budget += result.budget;
      const double allowed = result.counted() * result.target;
      if (result.spend <= allowed) continue;
      ++beyond;
      if (allowed <= 0) continue;
      ++compared;
      standing.excess += result.spend / allowed - 1;
    }
    const double n = std::max<double>(1, static_cast<double>(standing.results));
    standing.conversions /= n;
    standing.spent = budget > 0 ? spend / budget : 0;
    standing.within = 1 - beyond / n;
    standing.excess = compared > 0 ? standing.excess / compared : 0;
    return standing;
  }

  void AddIntervals(std::vector<Standing>& standings) {
    std::vector<size_t> all(order_.seats.size());
    std::iota(all.begin(), all.end(), 0);
    const double first = Mean(Sum(clusters_[0], all));
    for (size_t e = 0; e < standings.size(); ++e) {
      const Cluster sum = Sum(clusters_[e], all);
      standings[e].score = Mean(sum);
      standings[e].difference = Mean(sum) - first;
      if (sum.best > 0) standings[e].share = sum.score / sum.best;
    }
    std::vector<std::vector<double>> scores(standings.size());
    std::vector<std::vector<double>> shares(standings.size());
    std::vector<std::vector<double>> differences(standings.size());
    for (uint32_t r = 0; r < order_.resamples; ++r) {
      const auto drawn = Drawn(r);
      const double base = Mean(Sum(clusters_[0], drawn));
      for (size_t e = 0; e < standings.size(); ++e) {
        const Cluster sum = Sum(clusters_[e], drawn);
        scores[e].push_back(Mean(sum));
        shares[e].push_back(sum.best > 0 ? sum.score / sum.best : 0);
        differences[e].push_back(Mean(sum) - base);
      }
    }
    for (size_t e = 0; e < standings.size(); ++e) {
      standings[e].score_interval = Middle(std::move(scores[e]));
      standings[e].share_interval = Middle(std::move(shares[e]));
      standings[e].difference_interval = Middle(std::move(differences[e]));
    }
  }

  std::vector<size_t> Drawn(uint32_t resample) const {
    std::vector<size_t> drawn(order_.seats.size());
    for (uint32_t i = 0; i < drawn.size(); ++i) {
      drawn[i] = draws_.Integer(drawn.size(), i, resample, 0);
    }
    return drawn;
  }

  const EvaluationOrder& order_;
  const std::vector<SeatResult>& results_;
  std::vector<Clusters> clusters_;  // by entrant
  market::Stream draws_;
};

}  // namespace

std::vector<Standing> Standings(const EvaluationOrder& order,
                                const std::vector<SeatResult>& results) {
  return Evaluator(order, results).Run();
}

}  // namespace souk::scenarios
