// One page view, remembered with everything that decided it: what
// `souk explain-page`, `souk step` and `souk run --until page=` tell.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "market/captured_auction.h"
#include "market/market_spec.h"
#include "market/page_watch.h"
#include "market/result.h"
#include "scenarios/sequential_run.h"

namespace souk::scenarios {

/// A campaign that stood on the page, or the logged market price.
struct CandidateStory {
  std::optional<uint32_t> line;  ///< empty: the logged market price
  double click_rate = 0;
  double conversion_rate = 0;
  double cap = 0;   ///< most that its budget let it bid, micro-units
  double bid = 0;   ///< micro-units, for one charged event
  double rate = 0;  ///< charged events per examined view
};

struct AwardStory {
  uint32_t slot = 0;       ///< on the page
  uint32_t candidate = 0;  ///< index into PageStory::candidates
  double price = 0;        ///< micro-units, for one charged event
  market::SlotResponse answer;
  market::Money charged;
};

/// A slot that the auction could not have.
struct ClaimStory {
  uint32_t slot = 0;
  uint32_t line = 0;  ///< of the contract that took it
  double click_rate = 0;
  market::SlotResponse answer;
};

struct PageStory {
  /// A slot as the auction counts them, without those of contracts, as the page
  /// counts them.
  uint32_t SlotOnPage(uint32_t open) const;

  market::PageView page;
  market::CellId cell;
  std::vector<CandidateStory> candidates;  ///< as the mechanism met them
  std::vector<AwardStory> awards;          ///< ascending by slot
  std::vector<ClaimStory> claims = {};     ///< ascending by slot
  /// What channels[page.channel].mechanism cleared; places as in candidates.
  market::CapturedAuction auction;
  bool settled = false;
};

/// Waits for a page view of one cell and remembers it. Watches of several
/// cells may share a story: a page view happens in one of them.
class StoryTeller final : public market::PageWatch {
 public:
  /// `page`: as in the trace; the first of that name is told.
  StoryTeller(uint64_t page, market::CellId cell,
              std::shared_ptr<std::optional<PageStory>> story)
      : page_(page), cell_(cell), story_(std::move(story)) {}

  void Served(const market::PageServing& serving) override;
  void Settled(const market::BatchSettled& batch) override;

 private:
  uint64_t page_;
  market::CellId cell_;
  std::shared_ptr<std::optional<PageStory>> story_;
};

/// Has `story` told by whichever cell of `run` serves `page` first.
void Listen(SequentialRun& run, const market::MarketSpec& spec, uint64_t page,
            const std::shared_ptr<std::optional<PageStory>>& story);

/// A page view of a run.
struct PageName {
  uint64_t page = 0;  ///< as in the trace
  uint32_t tick = 0;  ///< below the calendar's
};

/// Runs the scenario from its start up to and including the page view's tick.
/// An Error: that tick has no such page view, or the run failed before.
market::Result<PageStory> RetellPage(
    std::shared_ptr<const market::MarketSpec> spec, PageName name);

}  // namespace souk::scenarios
