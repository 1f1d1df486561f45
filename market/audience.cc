#include "market/audience.h"

#include <algorithm>

#include "market/bundles.h"
#include "market/random_columns.h"

namespace souk::market {
namespace {

/// Awards that are answered at once, about: what is known about them stays near
/// the processor.
constexpr size_t kAwardsAtOnce = 512;

/// Whether a slot of the page holds two awards.
bool SharesASlot(std::span<const SlotView> views) {
  return std::ranges::adjacent_find(views, std::ranges::equal_to{},
                                    &SlotView::slot) != views.end();
}

}  // namespace

Audience::Audience(std::shared_ptr<const MarketSpec> spec, CellId cell)
    : spec_(std::move(spec)),
      traffic_(spec_->traffic->OpenCell(cell, spec_->cells)),
      remembers_(traffic_ && traffic_->remembers()),
      chance_(spec_->seed, spec_->run, Purpose::kResponse) {}

void Audience::DrawChances(std::span<const PageView> pages,
                           std::span<const ServedAward> awards) {
  words_.resize(awards.size());
  for (size_t i = 0; i < words_.size(); ++i) {
    const PageView& page = pages[awards[i].page];
    words_[i] = Stream::Counter(page.page, page.tick, awards[i].slot);
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
  seen_.clear();
  if (remembers_) seen_.reserve(awards.size());  // reactions_ point into it
  for (size_t first = 0; first < awards.size();) {
    size_t last = std::min(first + kAwardsAtOnce, awards.size());
    while (last < awards.size() && awards[last].page == awards[last - 1].page) {
      ++last;
    }
    AnswerPages(served.pages, awards.subspan(first, last - first),
                answers.subspan(first, last - first));
    first = last;
  }
  traffic_->React(reactions_);
}

void Audience::AnswerPages(std::span<const PageView> pages,
                           std::span<const ServedAward> awards,
                           std::span<SlotResponse> answers) {
  DrawChances(pages, awards);
  SeeAwards(pages, awards);
  const std::span<const SlotView> views(views_);
  for (size_t first = 0; first < awards.size();) {
    size_t last = first + 1;
    while (last < awards.size() && awards[last].page == awards[first].page) {
      ++last;
    }
    const size_t size = last - first;
    const auto seen = views.subspan(first, size);
    const auto draws = std::span(draws_).subspan(first, size);
    const auto page_answers = answers.subspan(first, size);
    if (SharesASlot(seen)) {
      AnswerShared(seen, draws, page_answers);
    } else {
      spec_->user_model->Respond(seen, draws, page_answers);
    }
    Report(awards.subspan(first, size), page_answers);
    first = last;
  }
}

void Audience::SeeAwards(std::span<const PageView> pages,
                         std::span<const ServedAward> awards) {
  const Traffic& traffic = *spec_->traffic;
  const bool as_predicted = traffic.predicts_truth();
  views_.resize(awards.size());
  for (size_t i = 0; i < views_.size(); ++i) {
    const ServedAward& award = awards[i];
    const LineId line(award.line);
    Rates truth = award.predicted;
    if (!as_predicted) truth = traffic.Truth(pages[award.page], line, truth);
    if (remembers_) truth = traffic_->Feel(award.page, line, truth);
    views_[i] = {award.slot, truth.click, truth.conversion,
                 TraitsOf(award.line)};
  }
}

void Audience::AnswerShared(std::span<const SlotView> views,
                            std::span<const SlotChance> draws,
                            std::span<SlotResponse> answers) {
  shared_views_.clear();
  shared_draws_.clear();
  for (size_t i = 0; i < views.size(); ++i) {
    if (i == 0 || views[i].slot != views[i - 1].slot) {
      shared_views_.push_back(views[i]);
      shared_draws_.push_back(draws[i]);
      continue;
    }
    SlotView& view = shared_views_.back();
    const Rates shared =
        SharedRates({view.attraction, view.conversion},
                    {views[i].attraction, views[i].conversion});
    view.attraction = shared.click;
    view.conversion = shared.conversion;
  }
  shared_answers_.assign(shared_views_.size(), SlotResponse());
  spec_->user_model->Respond(shared_views_, shared_draws_, shared_answers_);
  size_t at = 0;
  for (size_t i = 0; i < views.size(); ++i) {
    if (views[i].slot != shared_views_[at].slot) ++at;
    answers[i] = shared_answers_[at];
  }
}

const AdTraits* Audience::TraitsOf(uint32_t line) const {
  if (spec_->ads.empty()) return nullptr;
  return &spec_->ads[spec_->lines[line].campaign.index()];
}

void Audience::Report(std::span<const ServedAward> awards,
                      std::span<const SlotResponse> answers) {
  PageReaction& reaction = reactions_[awards.front().page];
  for (size_t i = 0; i < awards.size(); ++i) {
    const bool again = i > 0 && awards[i].slot == awards[i - 1].slot;
    reaction.clicks += answers[i].clicked && !again ? 1 : 0;
  }
  if (!remembers_) return;
  const size_t first = seen_.size();
  for (size_t i = 0; i < awards.size(); ++i) {
    if (!answers[i].examined) continue;
    seen_.push_back({awards[i].line, answers[i].clicked});
  }
  reaction.seen = std::span<const SeenAd>(seen_).subspan(first);
}

}  // namespace souk::market
