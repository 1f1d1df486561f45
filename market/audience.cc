#include "market/audience.h"

#include <algorithm>

#include "market/random_columns.h"

namespace souk::market {
Audience::Audience(std::shared_ptr<const MarketSpec> spec, CellId cell)
    : spec_(std::move(spec)),
      traffic_(spec_->traffic->OpenCell(cell, spec_->cells)),
      chance_(spec_->seed, spec_->run, Purpose::kResponse) {}

void Audience::DrawChances(const ServedBatch& served) {
  words_.resize(served.awards.size());
  for (size_t i = 0; i < words_.size(); ++i) {
    const ServedAward& award = served.awards[i];
    const PageView& page = served.pages[award.page];
    words_[i] = Stream::Counter(page.page, page.tick, award.slot);
  }
  chance_.Draw(words_);
  draws_.resize(words_.size());
  static_assert(sizeof(SlotChance) == 4 * sizeof(double));
  if (words_.empty()) return;
  UnitColumn(words_.front().data(), 4 * words_.size(), &draws_.front().examine);
}

void Audience::Respond(const ServedBatch& served, Responses& responses) {
  const std::span<const ServedAward> awards(served.awards);
  responses.of_award.assign(awards.size(), SlotResponse());
  const std::span<SlotResponse> answers(responses.of_award);
  reactions_.assign(served.pages.size(), PageReaction());
  DrawChances(served);
  SeePages(served);
  const std::span<const SlotView> views(views_);
  seen_.clear();
  seen_.reserve(awards.size());  // reactions_ point into it
  for (size_t first = 0; first < awards.size();) {
    const uint32_t page = awards[first].page;
    size_t last = first + 1;
    while (last < awards.size() && awards[last].page == page) ++last;
    const size_t size = last - first;
    spec_->user_model->Respond(views.subspan(first, size),
                               std::span(draws_).subspan(first, size),
                               answers.subspan(first, size));
    Report(awards.subspan(first, size), answers.subspan(first, size));
    first = last;
  }
  traffic_->React(reactions_);
}

void Audience::SeePages(const ServedBatch& served) {
  const Traffic& traffic = *spec_->traffic;
  const bool as_predicted = traffic.predicts_truth();
  views_.resize(served.awards.size());
  for (size_t i = 0; i < views_.size(); ++i) {
    const ServedAward& award = served.awards[i];
    Rates truth = award.predicted;
    if (!as_predicted) {
      truth =
          traffic.Truth(served.pages[award.page], LineId(award.line), truth);
    }
    if (traffic_->remembers()) {
      truth = traffic_->Feel(award.page, LineId(award.line), truth);
    }
    views_[i] = {award.slot, truth.click, truth.conversion,
                 TraitsOf(award.line)};
  }
}

const AdTraits* Audience::TraitsOf(uint32_t line) const {
  if (spec_->ads.empty()) return nullptr;
  return &spec_->ads[spec_->lines[line].campaign.index()];
}

void Audience::Report(std::span<const ServedAward> awards,
                      std::span<const SlotResponse> answers) {
  PageReaction& reaction = reactions_[awards.front().page];
  for (const SlotResponse& answer : answers) {
    reaction.clicks += answer.clicked ? 1 : 0;
  }
  if (!traffic_->remembers()) return;
  const size_t first = seen_.size();
  for (size_t i = 0; i < awards.size(); ++i) {
    if (!answers[i].examined) continue;
    seen_.push_back({awards[i].line, answers[i].clicked});
  }
  reaction.seen = std::span<const SeenAd>(seen_).subspan(first);
}

}  // namespace souk::market
