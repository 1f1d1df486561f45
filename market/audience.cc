#include "market/audience.h"

#include <algorithm>

#include "market/bundles.h"

namespace souk::market {
namespace {

SlotChance Unpack(const PhiloxBlock& words) {
  constexpr double kWord = 1.0 / 4294967296.0;  // 2^-32
  return {words[0] * kWord, words[1] * kWord, words[2] * kWord,
          words[3] * kWord};
}

}  // namespace

Audience::Audience(std::shared_ptr<const MarketSpec> spec, CellId cell)
    : spec_(std::move(spec)),
      traffic_(spec_->traffic->OpenCell(cell, spec_->cells)),
      remembers_(traffic_ && traffic_->remembers()),
      chance_(spec_->seed, spec_->run, Purpose::kResponse) {}

void Audience::DrawChances(const ServedBatch& served) {
  words_.clear();
  for (const ServedAward& award : served.awards) {
    const PageView& page = served.pages[award.page];
    words_.push_back(Stream::Counter(page.page, page.tick, award.slot));
  }
  chance_.Draw(words_);
  draws_.resize(words_.size());
  std::ranges::transform(words_, draws_.begin(), Unpack);
}

void Audience::Respond(const ServedBatch& served, Responses& responses) {
  const std::span<const ServedAward> awards(served.awards);
  responses.of_award.assign(awards.size(), SlotResponse());
  const std::span<SlotResponse> answers(responses.of_award);
  reactions_.assign(served.pages.size(), PageReaction());
  DrawChances(served);
  seen_.clear();
  seen_.reserve(awards.size());  // reactions_ point into it
  for (size_t first = 0; first < awards.size();) {
    const uint32_t page = awards[first].page;
    size_t last = first + 1;
    while (last < awards.size() && awards[last].page == page) ++last;
    const size_t size = last - first;
    SeePage(served.pages[page], awards.subspan(first, size));
    const auto draws = std::span(draws_).subspan(first, size);
    const auto page_answers = answers.subspan(first, size);
    if (views_.size() == size) {
      spec_->user_model->Respond(views_, draws, page_answers);
    } else {
      AnswerShared(awards.subspan(first, size), draws, page_answers);
    }
    Report(awards.subspan(first, size), page_answers);
    first = last;
  }
  traffic_->React(reactions_);
}

void Audience::SeePage(const PageView& page,
                       std::span<const ServedAward> awards) {
  views_.clear();
  for (const ServedAward& award : awards) {
    const LineId line(award.line);
    Rates truth = spec_->traffic->Truth(page, line, award.predicted);
    if (remembers_) truth = traffic_->Feel(award.page, line, truth);
    if (views_.empty() || views_.back().slot != award.slot) {
      views_.push_back(
          {award.slot, truth.click, truth.conversion, TraitsOf(award.line)});
      continue;
    }
    SlotView& view = views_.back();
    const Rates shared = SharedRates({view.attraction, view.conversion}, truth);
    view.attraction = shared.click;
    view.conversion = shared.conversion;
  }
}

void Audience::AnswerShared(std::span<const ServedAward> awards,
                            std::span<const SlotChance> draws,
                            std::span<SlotResponse> answers) {
  view_draws_.clear();
  for (size_t i = 0; i < awards.size(); ++i) {
    const bool again = i > 0 && awards[i].slot == awards[i - 1].slot;
    if (!again) view_draws_.push_back(draws[i]);
  }
  view_answers_.assign(views_.size(), SlotResponse());
  spec_->user_model->Respond(views_, view_draws_, view_answers_);
  size_t view = 0;
  for (size_t i = 0; i < awards.size(); ++i) {
    if (awards[i].slot != views_[view].slot) ++view;
    answers[i] = view_answers_[view];
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
