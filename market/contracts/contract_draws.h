// What chance says about the contracts on a batch of page views, drawn at once.
//
// A page view has one uniform of 32 bits per draw of its roulette, then one per
// slot, whether a placement there passes: the words of the blocks (page, tick,
// 0), (page, tick, 1), ... one after the other. They depend on nothing else, so
// that page views may be served one after the other from draws that were made
// together.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/contracts/roulette.h"
#include "market/random.h"
#include "market/traffic.h"

namespace souk::market {

/// The roulette of a page view's supply type.
struct PageRoulette {
  const ReadyRoulette* roulette = nullptr;
  std::span<const uint32_t> lines;  ///< by edge
  std::span<const double> pass;     ///< x / x', edges x slots
  /// From this chance on a placement does not pass, whatever its rates; edges
  /// x slots.
  std::span<const double> hopeless;
  uint32_t slots = 0;
  uint32_t draws = 0;   ///< of the roulette
  uint32_t blocks = 0;  ///< of words: draws and slots
  /// The first word from which on nobody is drawn.
  uint64_t nobody_from = 0;
};

/// A contract that the roulette drew for a slot, and that may pass.
struct DrawnPlacement {
  uint32_t edge = 0;
  uint32_t slot = 0;
  uint32_t line = 0;
  uint32_t page = 0;     ///< position in the batch
  double chance = 0;     ///< uniform in (0, 1): whether it passes
  double plan_pass = 0;  ///< x / x'
  Rates rates;           ///< predicted
};

class ContractDraws {
 public:
  ContractDraws(const Traffic& traffic, const Stream& chance)
      : traffic_(&traffic), chance_(chance) {}

  /// `roulettes`: one per page view; null: no contract fits.
  void Draw(std::span<const PageView> pages,
            std::span<const PageRoulette* const> roulettes);
  /// Of pages[i] of the last Draw, ascending by slot.
  std::span<const DrawnPlacement> of(size_t page) const {
    return std::span(drawn_).subspan(first_[page],
                                     first_[page + 1] - first_[page]);
  }

 private:
  void DrawWords(std::span<const PageView> pages,
                 std::span<const PageRoulette* const> roulettes);
  void Spin(const PageRoulette& page, const uint32_t* words, uint32_t position);
  void PredictByLaw(std::span<const PageView> pages, const NormalRates& rates);
  void PredictOneByOne(std::span<const PageView> pages);

  const Traffic* traffic_;
  Stream chance_;
  std::vector<PhiloxBlock> words_;
  std::vector<DrawnPlacement> drawn_;
  std::vector<uint32_t> first_;  // into drawn_, by page, and the end
  // Scratch.
  std::vector<double> uniforms_;
  std::vector<uint32_t> slate_;
  std::vector<NormalRate> laws_;
  std::vector<uint32_t> rate_words_;
  std::vector<double> normals_;
};

}  // namespace souk::market
