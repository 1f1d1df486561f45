// The columns of the sieve: what a candidate's bid is as a function of its
// random word, and the contenders of some page views.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "market/bid_function.h"
#include "market/traffic.h"
#include "market/types.h"

namespace souk::market {

/// Contenders, page after page. Columns have room for kSlack entries behind the
/// last, whose rows and lines are valid ones.
struct ContenderColumns {
  static constexpr size_t kSlack = 64;

  std::vector<int32_t> row;
  std::vector<uint32_t> word;
  std::vector<int32_t> line;
  std::vector<double> normal, click, bid, rate, own, score;
  size_t size = 0;

  /// Makes room; what was there is lost.
  void Prepare(size_t most);
};

/// One row per candidate and user segment, for one tick.
class SieveRows {
 public:
  struct Row {
    NormalRate rate;
    LinearBid bid;
    Charge charge = Charge::kClick;
    double own = 1;  ///< the campaign's own weight
    uint32_t line = 0;
  };

  void Clear();
  void Add(const Row& row);
  /// A row that never bids.
  void AddNobody();
  size_t size() const { return base_.size(); }
  double conversion_rate(int32_t row) const {
    return conversion_rate_[static_cast<size_t>(row)];
  }
  uint32_t line(int32_t row) const {
    return static_cast<uint32_t>(line_[static_cast<size_t>(row)]);
  }
  /// Whether bid and rate never fall when the word rises.
  bool rises(size_t row) const { return rises_[row] != 0; }

  /// Fills the columns from `normal` to `own` from their rows and words, as
  /// Predict and BidColumns::Evaluate would; bids are capped by one cap for
  /// all.
  void Evaluate(double cap, ContenderColumns& contenders) const;
  /// Fills the column of lines.
  void FindLines(ContenderColumns& contenders) const;

 private:
  std::vector<double> base_, spread_, conversion_rate_, own_;
  std::vector<double> constant_, click_, conversion_, both_;
  std::vector<double> scale_, min_, max_, whole_;
  std::vector<double> per_view_, per_click_, per_conversion_;
  std::vector<int32_t> line_;
  std::vector<uint8_t> rises_;
  bool plain_ = true;  // every bid is click * rate, paid for a view
};

/// Appends row `first` + i for every words[i] >= least[i], with its word. The
/// spans are as long; there must be room for all and 16 more.
void AppendContenders(std::span<const uint32_t> words, const uint32_t* least,
                      int32_t first, ContenderColumns& contenders);

}  // namespace souk::market
