// A transformer over the bundles, or over the members, of a page, and one
// number of each: what jtransnet ranks and prices by.
#pragma once

#include <string>
#include <vector>

#include "agents/learning/network.h"

namespace souk::agents {

/// Tokens of a page, each with the number of what it stands for.
struct Tokens {
  Matrix features;
  std::vector<uint32_t> subject;  ///< one per row
};

/// dense NAME.embed, encoder NAME.encoder, dense NAME.head to one number.
class TokenScorer {
 public:
  static market::Result<TokenScorer> From(const market::TrainedModel& model,
                                          const std::string& name);
  size_t inputs() const { return embed_.inputs(); }
  /// Fills `score[subject]` of every token. It depends on what tokens there
  /// are, not on their order, to the bit: they are sorted by their features
  /// first, so only tokens that are alike can change places.
  void Score(const Tokens& tokens, std::vector<double>& score) const;

 private:
  Dense embed_, head_;
  Encoder encoder_;
};

}  // namespace souk::agents
