#include "market/contracts/contract_draws.h"

#include "market/page_kernels.h"
#include "market/random_columns.h"

namespace souk::market {
namespace {

double Uniform(uint32_t word) {
  return (static_cast<double>(word) + 0.5) * 0x1p-32;
}

}  // namespace

void ContractDraws::Draw(std::span<const PageView> pages,
                         std::span<const PageRoulette* const> roulettes) {
  DrawWords(pages, roulettes);
  drawn_.clear();
  first_.resize(pages.size() + 1);
  const PhiloxBlock* next = words_.data();
  for (size_t i = 0; i < pages.size(); ++i) {
    first_[i] = static_cast<uint32_t>(drawn_.size());
    const PageRoulette* const page = roulettes[i];
    if (page == nullptr) continue;
    const uint32_t* words = next->data();
    next += page->blocks;
    if (words[0] >= page->nobody_from) continue;
    Spin(*page, words, static_cast<uint32_t>(i));
  }
  first_.back() = static_cast<uint32_t>(drawn_.size());
  if (const NormalRates* const rates = traffic_->normal_rates()) {
    PredictByLaw(pages, *rates);
  } else {
    PredictOneByOne(pages);
  }
}

void ContractDraws::DrawWords(std::span<const PageView> pages,
                              std::span<const PageRoulette* const> roulettes) {
  words_.clear();
  for (size_t i = 0; i < pages.size(); ++i) {
    const uint32_t blocks = roulettes[i] == nullptr ? 0 : roulettes[i]->blocks;
    for (uint32_t block = 0; block < blocks; ++block) {
      words_.push_back(Stream::Counter(pages[i].page, pages[i].tick, block));
    }
  }
  chance_.Draw(words_);
}

void ContractDraws::Spin(const PageRoulette& page, const uint32_t* words,
                         uint32_t position) {
  uniforms_.resize(page.draws);
  for (uint32_t k = 0; k < page.draws; ++k) uniforms_[k] = Uniform(words[k]);
  slate_.resize(page.slots);
  page.roulette->Spin(uniforms_, slate_);
  for (uint32_t slot = 0; slot < page.slots; ++slot) {
    const uint32_t edge = slate_[slot];
    if (edge == kNone) continue;
    const size_t at = edge * page.slots + slot;
    const double chance = Uniform(words[page.draws + slot]);
    if (chance >= page.hopeless[at]) continue;
    DrawnPlacement& one = drawn_.emplace_back();
    one.edge = edge;
    one.slot = slot;
    one.line = page.lines[edge];
    one.page = position;
    one.chance = chance;
    one.plan_pass = page.pass[at];
  }
}

void ContractDraws::PredictByLaw(std::span<const PageView> pages,
                                 const NormalRates& rates) {
  const size_t n = drawn_.size();
  words_.resize(n);
  laws_.resize(n);
  rate_words_.resize(n);
  normals_.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const PageView& page = pages[drawn_[i].page];
    laws_[i] = rates.RateOf(page.segment, LineId(drawn_[i].line));
    words_[i] = Stream::Counter(page.page, page.tick, laws_[i].key / 4);
  }
  rates.rate_words().Draw(words_);
  for (size_t i = 0; i < n; ++i) {
    rate_words_[i] = words_[i][laws_[i].key % 4];
  }
  NormalColumn(rate_words_.data(), n, normals_.data());
  for (size_t i = 0; i < n; ++i) {
    drawn_[i].rates = {ClickRateOf(laws_[i].base, laws_[i].spread, normals_[i]),
                       laws_[i].conversion};
  }
}

void ContractDraws::PredictOneByOne(std::span<const PageView> pages) {
  for (DrawnPlacement& one : drawn_) {
    traffic_->Predict(pages[one.page], {{&one.line, 1}, true},
                      {&one.rates.click, 1}, {&one.rates.conversion, 1});
  }
}

}  // namespace souk::market
