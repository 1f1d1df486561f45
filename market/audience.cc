#include "market/audience.h"

#include <algorithm>

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
    spec_->user_model->Respond(views_, std::span(draws_).subspan(first, size),
                               answers.subspan(first, size));
    Report(awards.subspan(first, size), answers.subspan(first, size));
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
    if (traffic_->remembers()) truth = traffic_->Feel(award.page, line, truth);
    views_.push_back(
        {award.slot, truth.click, truth.conversion, TraitsOf(award.line)});
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
