#include "market/page_recorder.h"

namespace souk::market {
namespace {

int64_t Micros(double amount) { return static_cast<int64_t>(amount); }

/// Whether a share needs draws.
bool Samples(double share) { return share > 0 && share < 1; }

void AddAnswer(const SlotResponse& response, Money charged, PageServed& row) {
  ++row.awards;
  row.clicks += response.clicked ? 1 : 0;
  row.conversions += response.converted ? 1 : 0;
  row.revenue_micros += charged.micros;
}

}  // namespace

PageRecorder::PageRecorder(const MarketSpec& spec, CellId cell)
    : recording_(spec.recording),
      anything_(recording_.page_share > 0 || recording_.award_share > 0 ||
                recording_.bid_share > 0),
      cell_(cell.value),
      sampling_(spec.seed, spec.run, Purpose::kSampling),
      sampled_(Samples(recording_.page_share) ||
               Samples(recording_.award_share) ||
               Samples(recording_.bid_share)) {}

// Field by field: a row made elsewhere and copied would wait for itself.
void PageRecorder::FillRow(const PageView& page, const Answered& answered,
                           SlotAwarded& row) const {
  const auto& [award, response, charged] = answered;
  row.tick = page.tick;
  row.cell = cell_;
  row.page = page.page;
  row.slot = award.slot;
  row.line = award.line;
  row.bid_micros = Micros(award.bid);
  row.price_micros = award.price.micros;
  row.click_rate = award.predicted.click;
  row.conversion_rate = award.predicted.conversion;
  row.examined = response.examined;
  row.clicked = response.clicked;
  row.converted = response.converted;
  row.charged_micros = charged.micros;
}

void PageRecorder::RecordBids(const PageView& page, const PageBids& bids,
                              CellReport& report) const {
  if (Draw(page) >= recording_.bid_share) return;
  for (size_t i = 0; i < bids.lines.size(); ++i) {
    report.bids.push_back({.tick = page.tick,
                           .cell = cell_,
                           .page = page.page,
                           .line = bids.lines[i],
                           .bid_micros = Micros(bids.bid[i]),
                           .click_rate = bids.click_rate[i],
                           .conversion_rate = bids.conversion_rate[i]});
  }
}

void PageRecorder::RecordAnswers(const ServedBatch& served,
                                 const Responses& responses,
                                 std::span<const Money> charged,
                                 std::span<const uint32_t> candidates,
                                 CellReport& report) const {
  if (recording_.award_share > 0) {
    RecordAwards(served, responses, charged, report.awards);
  }
  if (recording_.page_share > 0) {
    RecordPages(served, responses, charged, candidates, report.pages);
  }
}

void PageRecorder::RecordAwards(const ServedBatch& served,
                                const Responses& responses,
                                std::span<const Money> charged,
                                std::vector<SlotAwarded>& rows) const {
  const bool all = recording_.award_share >= 1;
  uint32_t position = kNone;  // of the page view that was drawn for last
  bool sampled = all;
  for (size_t i = 0; i < served.awards.size(); ++i) {
    const ServedAward& award = served.awards[i];
    const PageView& page = served.pages[award.page];
    if (!all && award.page != position) {
      position = award.page;
      sampled = Draw(page) < recording_.award_share;
    }
    if (!sampled) continue;
    FillRow(page, {award, responses.of_award[i], charged[i]},
            rows.emplace_back());
  }
}

void PageRecorder::RecordPages(const ServedBatch& served,
                               const Responses& responses,
                               std::span<const Money> charged,
                               std::span<const uint32_t> candidates,
                               std::vector<PageServed>& rows) const {
  size_t i = 0;
  for (size_t position = 0; position < served.pages.size(); ++position) {
    const PageView& page = served.pages[position];
    PageServed row{.tick = page.tick,
                   .cell = cell_,
                   .page = page.page,
                   .segment = page.segment,
                   .channel = page.channel,
                   .candidates = candidates[position]};
    for (; i < served.awards.size() && served.awards[i].page == position; ++i) {
      AddAnswer(responses.of_award[i], charged[i], row);
    }
    if (Draw(page) < recording_.page_share) rows.push_back(row);
  }
}

}  // namespace souk::market
