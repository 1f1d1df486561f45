#include "agents/auctioneers/transformer.h"

#include <algorithm>
#include <numeric>

namespace souk::agents {
namespace {

using market::Concat;
using market::Error;
using market::Result;
using market::TrainedModel;

std::vector<size_t> SortedRows(const Matrix& features) {
  std::vector<size_t> rows(features.rows);
  std::iota(rows.begin(), rows.end(), size_t{0});
  std::ranges::stable_sort(rows, [&](size_t a, size_t b) {
    return std::ranges::lexicographical_compare(features.row(a),
                                                features.row(b));
  });
  return rows;
}

Result<size_t> HeadsOf(const TrainedModel& model) {
  const std::vector<double>* const found = model.FindSetting("heads");
  if (found == nullptr || found->size() != 1 || !((*found)[0] >= 1)) {
    return Error{"The model has no setting 'heads' of one number above 0."};
  }
  return static_cast<size_t>((*found)[0]);
}

}  // namespace

Result<TokenScorer> TokenScorer::From(const TrainedModel& model,
                                      const std::string& name) {
  const Result<size_t> heads = HeadsOf(model);
  if (!heads) return heads.error();
  auto embed = Dense::From(model, name + ".embed");
  if (!embed) return embed.error();
  auto encoder = Encoder::From(model, name + ".encoder", {.heads = *heads});
  if (!encoder) return encoder.error();
  auto head = Dense::From(model, name + ".head");
  if (!head) return head.error();
  const size_t width = encoder->width();
  if (embed->outputs() != width || head->inputs() != width ||
      head->outputs() != 1) {
    return Error{Concat("Layers '", name, ".embed' and '", name,
                        ".head' of the model do not fit the width ", width,
                        " of its encoder.")};
  }
  TokenScorer made;
  made.embed_ = std::move(embed).value();
  made.encoder_ = std::move(encoder).value();
  made.head_ = std::move(head).value();
  return made;
}

void TokenScorer::Score(const Tokens& tokens,
                        std::vector<double>& score) const {
  if (tokens.features.rows == 0) return;
  const std::vector<size_t> rows = SortedRows(tokens.features);
  Matrix sorted, hidden, scores;
  sorted.Resize(tokens.features.rows, tokens.features.columns);
  for (size_t r = 0; r < rows.size(); ++r) {
    std::ranges::copy(tokens.features.row(rows[r]), sorted.row(r).begin());
  }
  embed_.Forward(sorted, hidden);
  encoder_.Forward(hidden);
  head_.Forward(hidden, scores);
  for (size_t r = 0; r < rows.size(); ++r) {
    score[tokens.subject[rows[r]]] = double{scores.row(r)[0]};
  }
}

}  // namespace souk::agents
