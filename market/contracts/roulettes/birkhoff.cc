// Slates whose mixture is the matrix: slot marginals and one per page, exactly.
//
// The J x K matrix M (rows and columns sum to at most 1) is padded to
//
//   [ M                  diag(1 - row sums) ]
//   [ diag(1 - col sums) M transposed       ]
//
// whose rows and columns all sum to 1. While weight is left: take a perfect
// matching on its positive entries, which always exists (Birkhoff 1946, von
// Neumann 1953); its weight is its smallest entry; subtract it. Every matching
// is a slate: slot k shows the contract of the row that column k is matched
// with, or nobody if that row is padding. Each step clears an entry, so there
// are at most (J + K)^2. One uniform draws the slate.
//
// Matchings grow by augmenting paths, rows and columns in ascending order; the
// next one starts from what is left of the last. Shares are whole units
// (slate_table.h), so no residue needs a tolerance.
#include <algorithm>

#include "market/check.h"
#include "market/contracts/roulettes/slate_table.h"

namespace souk::market {
namespace {

struct Entry {
  uint32_t column = 0;
  int64_t left = 0;
};

/// The padded matrix and a matching on it. Rows: contracts, then padding, one
/// a slot; columns: slots, then padding, one a contract.
class Padded {
 public:
  explicit Padded(const ShareMatrix& matrix)
      : contracts_(static_cast<uint32_t>(matrix.contracts)),
        slots_(static_cast<uint32_t>(matrix.slots)),
        shares_(WholeShares(matrix)),
        matched_(contracts_ + slots_, kNone),
        row_of_(contracts_ + slots_, kNone),
        seen_(contracts_ + slots_, 0) {
    for (uint32_t j = 0; j < contracts_; ++j) AddContract(j);
    for (uint32_t k = 0; k < slots_; ++k) AddPadding(k);
    first_.push_back(static_cast<uint32_t>(entries_.size()));
  }

  WeightedSlates Decompose() {
    WeightedSlates slates{.slots = slots_};
    std::vector<uint32_t> slate(slots_);
    for (int64_t left = kWhole; left > 0;) {
      Match();
      for (uint32_t k = 0; k < slots_; ++k) {
        slate[k] = row_of_[k] < contracts_ ? row_of_[k] : kNone;
      }
      const int64_t weight = rows() == 0 ? left : Weight();
      slates.Add(weight, slate);
      Subtract(weight);
      left -= weight;
    }
    return slates;
  }

 private:
  uint32_t rows() const { return contracts_ + slots_; }

  void AddEntry(uint32_t column, int64_t units) {
    if (units > 0) entries_.push_back({column, units});
  }
  void AddContract(uint32_t j) {
    first_.push_back(static_cast<uint32_t>(entries_.size()));
    int64_t rest = kWhole;
    for (uint32_t k = 0; k < slots_; ++k) {
      AddEntry(k, shares_[j * slots_ + k]);
      rest -= shares_[j * slots_ + k];
    }
    AddEntry(slots_ + j, rest);
  }
  void AddPadding(uint32_t k) {
    first_.push_back(static_cast<uint32_t>(entries_.size()));
    int64_t rest = kWhole;
    for (uint32_t j = 0; j < contracts_; ++j) rest -= shares_[j * slots_ + k];
    AddEntry(k, rest);
    for (uint32_t j = 0; j < contracts_; ++j) {
      AddEntry(slots_ + j, shares_[j * slots_ + k]);
    }
  }

  /// Completes the matching.
  void Match() {
    for (uint32_t row = 0; row < rows(); ++row) {
      if (matched_[row] != kNone) continue;
      ++round_;
      SOUK_CHECK(Augment(row), "no perfect matching for row ", row, " of ",
                 rows());
    }
  }
  bool Augment(uint32_t row) {
    for (uint32_t e = first_[row]; e < first_[row + 1]; ++e) {
      const uint32_t column = entries_[e].column;
      if (entries_[e].left == 0 || seen_[column] == round_) continue;
      seen_[column] = round_;
      if (row_of_[column] != kNone && !Augment(row_of_[column])) continue;
      matched_[row] = e;
      row_of_[column] = row;
      return true;
    }
    return false;
  }

  int64_t Weight() const {
    int64_t weight = kWhole;
    for (const uint32_t e : matched_) {
      weight = std::min(weight, entries_[e].left);
    }
    return weight;
  }
  void Subtract(int64_t weight) {
    for (uint32_t& e : matched_) {
      entries_[e].left -= weight;
      if (entries_[e].left > 0) continue;
      row_of_[entries_[e].column] = kNone;
      e = kNone;
    }
  }

  uint32_t contracts_;
  uint32_t slots_;
  std::vector<int64_t> shares_;
  std::vector<Entry> entries_;     // > 0 at first; by row, ascending columns
  std::vector<uint32_t> first_;    // entries of a row: [first_[r], first_[r+1])
  std::vector<uint32_t> matched_;  // by row: an entry
  std::vector<uint32_t> row_of_;   // by column
  std::vector<uint32_t> seen_;     // by column: in which round
  uint32_t round_ = 0;
};

class BirkhoffRoulette final : public Roulette {
 public:
  uint32_t draws(size_t) const override { return 1; }
  std::unique_ptr<const ReadyRoulette> Prepare(
      const ShareMatrix& matrix) const override {
    return std::make_unique<const SlateTable>(Padded(matrix).Decompose());
  }
};

}  // namespace

RouletteEntry Birkhoff() {
  return {
      .name = "birkhoff",
      .help = "Mixes slates into exact slot marginals, never one twice",
      .traits = {.exact_slots = true,
                 .exact_totals = true,
                 .one_per_page = true},
      .params = {},
      .make = [](const ParamSet&) -> Result<std::shared_ptr<const Roulette>> {
        return {std::make_shared<const BirkhoffRoulette>()};
      }};
}

}  // namespace souk::market
