#include "scenarios/page_story.h"

#include <algorithm>

namespace souk::scenarios {
namespace {

using market::Award;
using market::PageServing;

CandidateStory TellCandidate(const PageServing& serving, size_t place) {
  CandidateStory told;
  told.bid = serving.auction.bid[place];
  told.rate = serving.auction.rate[place];
  const bool rival = place < serving.first_line ||
                     place - serving.first_line >= serving.lines.size();
  if (rival) return told;
  const size_t i = place - serving.first_line;
  told.line = serving.lines[i];
  told.click_rate = serving.click_rate[i];
  told.conversion_rate = serving.conversion_rate[i];
  told.cap = serving.cap[i];
  return told;
}

bool IsCandidate(const PageStory& story, uint32_t line) {
  return std::ranges::any_of(
      story.candidates,
      [line](const CandidateStory& one) { return one.line == line; });
}

/// `place`: of an award in the batch.
void TellAnswer(const market::BatchSettled& batch, size_t place,
                PageStory& told) {
  const market::ServedAward& award = batch.served.awards[place];
  const auto at = std::ranges::find_if(told.awards, [&](AwardStory& one) {
    return one.slot == award.slot &&
           told.candidates[one.candidate].line == award.line;
  });
  if (at == told.awards.end()) return;
  at->answer = batch.responses.of_award[place];
  at->charged = batch.charged[place];
}

class NoSink final : public market::EventSink {
 public:
  market::Result<void> Record(const market::TickRows&) override { return {}; }
};

}  // namespace

void Listen(SequentialRun& run, const market::MarketSpec& spec, uint64_t page,
            const std::shared_ptr<std::optional<PageStory>>& story) {
  for (uint32_t i = 0; i < spec.cells; ++i) {
    const market::CellId cell(i);
    run.Watch(cell, std::make_shared<StoryTeller>(page, cell, story));
  }
}

void StoryTeller::Served(const PageServing& serving) {
  if (serving.page.page != page_) return;
  if (*story_ && (*story_)->settled) return;
  PageStory told{.page = serving.page,
                 .cell = cell_,
                 .candidates = {},
                 .awards = {},
                 .auction = market::CapturedAuction(serving.auction)};
  for (size_t place = 0; place < serving.auction.bid.size(); ++place) {
    told.candidates.push_back(TellCandidate(serving, place));
  }
  for (const Award& award : serving.outcome.awards()) {
    told.awards.push_back({.slot = award.slot,
                           .candidate = award.candidate,
                           .price = award.price,
                           .answer = {},
                           .charged = {}});
  }
  *story_ = std::move(told);
}

void StoryTeller::Settled(const market::BatchSettled& batch) {
  if (!*story_ || (*story_)->settled || (*story_)->cell != cell_) return;
  PageStory& told = **story_;
  told.settled = true;
  const auto& awards = batch.served.awards;
  const auto ours = [&](const market::ServedAward& award) {
    return batch.served.pages[award.page].page == page_;
  };
  // Lines of contracts are no candidates.
  for (size_t i = 0; i < awards.size(); ++i) {
    if (!ours(awards[i]) || IsCandidate(told, awards[i].line)) continue;
    told.claims.push_back({awards[i].slot, awards[i].line,
                           awards[i].predicted.click,
                           batch.responses.of_award[i]});
  }
  for (AwardStory& award : told.awards) {
    award.slot = told.SlotOnPage(award.slot);
  }
  for (size_t i = 0; i < awards.size(); ++i) {
    if (ours(awards[i])) TellAnswer(batch, i, told);
  }
}

uint32_t PageStory::SlotOnPage(uint32_t open) const {
  for (const ClaimStory& claim : claims) open += claim.slot <= open ? 1 : 0;
  return open;
}

market::Result<PageStory> RetellPage(
    std::shared_ptr<const market::MarketSpec> spec, PageName name) {
  auto run = SequentialRun::Make(spec);
  if (!run) return run.error();
  NoSink sink;
  const auto story = std::make_shared<std::optional<PageStory>>();
  while ((*run)->next_tick() <= name.tick) {
    if ((*run)->next_tick() == name.tick) {
      Listen(**run, *spec, name.page, story);
    }
    const market::Result<void> ran = (*run)->RunTick(sink);
    if (!ran) return ran.error();
  }
  if (*story) return **story;
  return market::Error{
      market::Concat("tick ", name.tick, " has no page view ", name.page)};
}

}  // namespace souk::scenarios
