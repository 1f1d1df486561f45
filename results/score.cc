#include "results/score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "market/cpa_score.h"
#include "results/text_table.h"

namespace souk::results {
namespace {

std::string Decimals(double number) {
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "%.2f", number);
  return text.data();
}

Cells RowOf(const CampaignScore& score) {
  return {Shortened(score.campaign),
          Grouped(score.conversions),
          MoneyText(score.spend_micros),
          CostPer(score.spend_micros, score.conversions),
          MoneyText(std::llround(score.target_cpa_micros)),
          Decimals(score.score)};
}

double Mean(const std::vector<CampaignScore>& scores) {
  double sum = 0;
  for (const CampaignScore& one : scores) sum += one.score;
  return sum / static_cast<double>(scores.size());
}

}  // namespace

std::vector<CampaignScore> ScoresOf(const market::MarketSpec& spec,
                                    const Summary& summary) {
  std::vector<CampaignScore> scores;
  for (size_t i = 0; i < spec.campaigns.size(); ++i) {
    const double target = spec.campaigns[i].target_cpa_micros;
    if (target == 0) continue;
    const Totals& totals = summary.campaigns()[i];
    const double score = market::CpaScore(
        {.conversions = static_cast<double>(totals.conversions),
         .cost = static_cast<double>(totals.spend_micros),
         .target = target});
    scores.push_back({spec.campaigns[i].name, totals.conversions,
                      totals.spend_micros, target, score});
  }
  return scores;
}

std::string ScoreTable(std::vector<CampaignScore> scores) {
  if (scores.empty()) return "";
  const std::string mean = Decimals(Mean(scores));
  std::ranges::stable_sort(scores, std::ranges::greater{},
                           &CampaignScore::score);
  std::vector<Cells> rows = {
      {"campaign", "conv.", "spend", "CPA", "target", "score"}};
  const size_t shown = std::min(scores.size(), kMostRows);
  for (size_t i = 0; i < shown; ++i) rows.push_back(RowOf(scores[i]));
  rows.push_back({"mean", "", "", "", "", mean});
  return TotalledTable(rows, {.more = scores.size() - shown});
}

}  // namespace souk::results
