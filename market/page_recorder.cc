#include "market/page_recorder.h"

namespace souk::market {
namespace {

int64_t Micros(double amount) { return static_cast<int64_t>(amount); }

/// Whether a share needs draws.
bool Samples(double share) { return share > 0 && share < 1; }

SlotAwarded AwardRow(const PageView& page, uint32_t cell,
                     const ServedAward& award, const SlotResponse& response) {
  return {.tick = page.tick,
          .cell = cell,
          .page = page.page,
          .slot = award.slot,
          .line = award.line,
          .bid_micros = Micros(award.bid),
          .price_micros = award.price.micros,
          .click_rate = award.predicted.click,
          .conversion_rate = award.predicted.conversion,
          .examined = response.examined,
          .clicked = response.clicked,
          .converted = response.converted};
}

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
  size_t i = 0;
  for (size_t position = 0; position < served.pages.size(); ++position) {
    const PageView& page = served.pages[position];
    const double draw = Draw(page);
    PageServed row{.tick = page.tick,
                   .cell = cell_,
                   .page = page.page,
                   .segment = page.segment,
                   .channel = page.channel,
                   .candidates = candidates[position]};
    for (; i < served.awards.size() && served.awards[i].page == position; ++i) {
      const SlotResponse& response = responses.of_award[i];
      AddAnswer(response, charged[i], row);
      if (draw >= recording_.award_share) continue;
      report.awards.push_back(
          AwardRow(page, cell_, served.awards[i], response));
      report.awards.back().charged_micros = charged[i].micros;
    }
    if (draw < recording_.page_share) report.pages.push_back(row);
  }
}

}  // namespace souk::market
