// The sieve: candidates who can matter on a page view, found without
// predicting the others.
//
// Where predictions follow the law of NormalRates, a candidate's score rises
// with its random word, and so there is a least word below which the score
// stays under a level. On each page view all words are drawn, but only the
// contenders, whose word reaches their least, are predicted. If at least
// slots + 1 contenders reach the level with what they may bid now, nobody else
// is among the slots + 1 best: a mechanism with a ranking rule then clears the
// contenders alone, in the same order, with the same outcome. Otherwise
// everybody is predicted.
//
// The level only decides how often this saves work, never what comes out. It
// is the lowest (slots + 1)-th best score of the first page views of the tick.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "market/bid_function.h"
#include "market/market_spec.h"
#include "market/sieve_ranking.h"

namespace souk::market {

class Sieve {
 public:
  explicit Sieve(std::shared_ptr<const MarketSpec> spec);

  /// `one_cap`: if not negative, all caps are that much for the whole tick.
  void OpenTick(std::shared_ptr<const BidSheet> bids, double one_cap);

  /// Looks for contenders on the first few of `pages`, which is not empty; on
  /// how many it looked.
  size_t Look(std::span<const PageView> pages);

  /// Columns over contenders, ascending by line, and who is best.
  struct Contenders {
    const RankingMechanism* mechanism = nullptr;  ///< of the channel
    Auction auction;
    Ranking ranking;
    std::span<const int32_t> row;
    std::span<const double> click;
  };
  /// The contenders of pages[i] of the last Look, their bids capped by
  /// cap[line], if they decide the page view.
  bool Decides(size_t i, std::span<const double> cap, Contenders& contenders);
  double conversion_rate(int32_t row) const {
    return rows_.conversion_rate(row);
  }
  uint32_t line(int32_t row) const { return rows_.line(row); }

  /// A page view that everybody was predicted for: candidates with their bids
  /// and rates.
  void Learn(const PageView& page, CandidateLines candidates,
             std::span<const double> bid, std::span<const double> rate);

 private:
  enum class State : uint8_t { kLearning, kReady, kOff };
  /// What is known about the candidates of one channel and segment.
  struct Mesh {
    State state = State::kLearning;
    uint32_t learnt = 0;  ///< page views that made the level
    uint32_t laid = 0;    ///< how often least words were computed
    uint32_t looks = 0;   ///< page views since then, and those that stayed open
    uint32_t misses = 0;
    double level = 0;
    int32_t first_row = -1;
    // By word: four a block.
    std::vector<uint32_t> block;
    bool consecutive = false;  // blocks count up by one
    std::vector<uint32_t> least;
  };
  /// A page of a look; no mesh: not looked for.
  struct Found {
    Mesh* mesh = nullptr;
    uint32_t laid = 0;
    uint16_t channel = 0;
  };

  Mesh& MeshOf(const PageView& page) {
    return meshes_[page.channel * segments_ + page.segment];
  }
  const RankingRule& RuleOf(uint16_t channel) const {
    return mechanisms_[channel]->rule();
  }
  double OwnWeight(uint16_t channel, uint32_t line) const;
  bool Useful(uint16_t channel, size_t candidates) const;
  void AddRows(const PageView& page, std::span<const uint32_t> lines,
               Mesh& mesh);
  void LayMesh(uint16_t channel, Mesh& mesh);
  size_t FindMeshes(std::span<const PageView> pages);
  void NameWords(std::span<const PageView> pages);
  void FindContenders();
  void RankFound();
  void ReadRanking(size_t i, Ranking& ranking) const;
  void RankCapped(std::span<const double> cap, Contenders& contenders);

  std::shared_ptr<const MarketSpec> spec_;
  const NormalRates* rates_;  // null: no sieve
  size_t segments_;
  std::vector<const RankingMechanism*> mechanisms_;  // by channel; null: none
  std::shared_ptr<const BidSheet> bids_;
  double one_cap_ = -1;
  std::vector<Mesh> meshes_;  // by channel x segment
  SieveRows rows_;
  // The last Look.
  std::vector<PhiloxBlock> words_;   // of all pages, blocks_ in use
  std::vector<PhiloxBlock> firsts_;  // of runs that are to be named
  size_t blocks_ = 0;
  std::vector<Found> found_;
  ContenderColumns columns_;
  LookShape shape_;
  LookRanking ranking_;
  // Scratch.
  ContenderColumns trial_;
  std::vector<double> capped_;
  std::vector<double> scores_;
};

}  // namespace souk::market
