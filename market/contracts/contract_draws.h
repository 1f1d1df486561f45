// What chance says about the contracts on a batch of page views, drawn at once.
//
// A slot's draws are the words of blocks (page, tick, index), index = slot / 4
// for the roulette and kPass + slot / 4 for passing: uniforms of 32 bits, word
// slot % 4. They depend on nothing else, so that page views may be served one
// after the other from draws that were made together.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/contracts/roulette.h"
#include "market/random.h"
#include "market/traffic.h"

namespace souk::market {

/// A contract that the roulette drew for a slot.
struct DrawnPlacement {
  uint32_t edge = 0;
  uint32_t slot = 0;
  uint32_t line = 0;
  double chance = 0;     ///< uniform in (0, 1): whether it passes
  double plan_pass = 0;  ///< x / x'
  Rates rates;           ///< predicted
};

class ContractDraws {
 public:
  ContractDraws(const Traffic& traffic, const Stream& chance)
      : traffic_(&traffic), chance_(chance) {}

  /// Starts a batch: draws words for `slots[i]` slots of pages[i]; 0: none.
  void OpenBatch(std::span<const PageView> pages,
                 std::span<const uint8_t> slots);
  /// The roulette's uniforms of the next page, in the order of the batch, one
  /// per slot; 0 slots: empty. Ends the page before.
  std::span<const double> NextPage();
  /// A placement on that page.
  void Add(const DrawnPlacement& placement);
  /// Ends the last page; predicts the rates of all placements.
  void CloseBatch();

  /// Of pages[i], ascending by slot.
  std::span<const DrawnPlacement> of(size_t page) const {
    return std::span(drawn_).subspan(first_[page],
                                     first_[page + 1] - first_[page]);
  }

 private:
  double PassChance(uint32_t slot) const;
  void PredictByLaw(const NormalRates& rates);
  void PredictOneByOne();

  const Traffic* traffic_;
  Stream chance_;
  std::span<const PageView> pages_;
  std::span<const uint8_t> slots_;
  std::vector<PhiloxBlock> words_;  // by page: the roulette's, then passing's
  size_t page_ = 0;                 // the next one
  size_t next_block_ = 0;
  size_t pass_block_ = 0;  // first of the page that is open
  std::vector<double> uniforms_;
  std::vector<DrawnPlacement> drawn_;
  std::vector<size_t> first_;  // into drawn_, by page, and the end
  // Scratch of CloseBatch.
  std::vector<uint32_t> page_of_;  // by placement
  std::vector<PhiloxBlock> rate_words_;
  std::vector<NormalRate> laws_;
  std::vector<uint32_t> words_of_rates_;
  std::vector<double> normals_;
};

}  // namespace souk::market
