#include "market/contracts/contract_draws.h"

#include "market/page_kernels.h"
#include "market/random_columns.h"

namespace souk::market {
namespace {

constexpr uint32_t kPass = 1U << 8;

uint32_t Blocks(uint32_t slots) { return (slots + 3) / 4; }

}  // namespace

void ContractDraws::OpenBatch(std::span<const PageView> pages,
                              std::span<const uint8_t> slots) {
  pages_ = pages;
  slots_ = slots;
  page_ = next_block_ = 0;
  words_.clear();
  drawn_.clear();
  page_of_.clear();
  first_.clear();
  for (size_t i = 0; i < pages.size(); ++i) {
    const PageView& page = pages[i];
    for (const uint32_t purpose : {0U, kPass}) {
      for (uint32_t block = 0; block < Blocks(slots[i]); ++block) {
        words_.push_back(
            Stream::Counter(page.page, page.tick, purpose + block));
      }
    }
  }
  chance_.Draw(words_);
}

std::span<const double> ContractDraws::NextPage() {
  const uint32_t slots = slots_[page_++];
  first_.push_back(drawn_.size());
  uniforms_.resize(slots);
  if (slots == 0) return {};
  UniformColumn(words_[next_block_].data(), slots, uniforms_.data());
  pass_block_ = next_block_ + Blocks(slots);
  next_block_ = pass_block_ + Blocks(slots);
  return uniforms_;
}

double ContractDraws::PassChance(uint32_t slot) const {
  const uint32_t word = words_[pass_block_ + slot / 4][slot % 4];
  return (static_cast<double>(word) + 0.5) * 0x1p-32;
}

void ContractDraws::Add(const DrawnPlacement& placement) {
  DrawnPlacement& one = drawn_.emplace_back(placement);
  one.chance = PassChance(one.slot);
  page_of_.push_back(static_cast<uint32_t>(page_ - 1));
}

void ContractDraws::CloseBatch() {
  first_.push_back(drawn_.size());
  if (const NormalRates* const rates = traffic_->normal_rates()) {
    PredictByLaw(*rates);
  } else {
    PredictOneByOne();
  }
}

void ContractDraws::PredictByLaw(const NormalRates& rates) {
  const size_t n = drawn_.size();
  rate_words_.resize(n);
  laws_.resize(n);
  words_of_rates_.resize(n);
  normals_.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const PageView& page = pages_[page_of_[i]];
    laws_[i] = rates.RateOf(page.segment, LineId(drawn_[i].line));
    rate_words_[i] = Stream::Counter(page.page, page.tick, laws_[i].key / 4);
  }
  rates.rate_words().Draw(rate_words_);
  for (size_t i = 0; i < n; ++i) {
    words_of_rates_[i] = rate_words_[i][laws_[i].key % 4];
  }
  NormalColumn(words_of_rates_.data(), n, normals_.data());
  for (size_t i = 0; i < n; ++i) {
    const NormalRate& law = laws_[i];
    drawn_[i].rates = {ClickRateOf(law.base, law.spread, normals_[i]),
                       law.conversion};
  }
}

void ContractDraws::PredictOneByOne() {
  for (size_t i = 0; i < drawn_.size(); ++i) {
    DrawnPlacement& one = drawn_[i];
    traffic_->Predict(pages_[page_of_[i]], {{&one.line, 1}, true},
                      {&one.rates.click, 1}, {&one.rates.conversion, 1});
  }
}

}  // namespace souk::market
