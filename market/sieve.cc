#include "market/sieve.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "market/check.h"
#include "market/mechanisms/ranking.h"
#include "market/page_kernels.h"
#include "market/retrieval.h"

namespace souk::market {
namespace {

/// So many page views make the level: about one page view in as many misses.
constexpr uint32_t kLearn = 32;
/// A level that misses too often is learnt again, but not for ever.
constexpr uint32_t kMostLaid = 4;
constexpr uint32_t kMissesAllowed = 16;
/// With fewer candidates than this nothing is saved.
constexpr size_t kFewCandidates = 16;
/// A Look takes this many page views, or words.
constexpr size_t kLookPages = 64;
constexpr size_t kLookWords = 8192;

// Least words are known to their upper bits; a few more contenders do no harm.
constexpr int kTopBit = 31;
constexpr int kLowBit = 18;
/// Normals rise with their word only up to rounding: words that lie so far
/// apart are in order (tests/market/sieve_test.cc).
constexpr uint32_t kWordSlack = 4096;

/// -1 if not eligible.
double ScoreOf(const ScoreLevel& rule, double bid, double rate, double own) {
  const bool eligible = bid > 0 && bid >= rule.reserve && rate > 0;
  return eligible ? bid * ((rule.by_rate ? rate : 1.0) * own) : -1;
}

}  // namespace

Sieve::Sieve(std::shared_ptr<const MarketSpec> spec)
    : spec_(std::move(spec)),
      rates_(KeepsLists(*spec_) ? spec_->traffic->normal_rates() : nullptr),
      segments_(spec_->traffic->segments()),
      meshes_(rates_ ? spec_->channels.size() * segments_ : 0) {}

void Sieve::OpenTick(std::shared_ptr<const BidSheet> bids, double one_cap) {
  bids_ = std::move(bids);
  one_cap_ = one_cap;
  rows_.Clear();
  for (Mesh& mesh : meshes_) {
    mesh.state = State::kLearning;
    mesh.learnt = 0;
    mesh.laid = 0;
    mesh.first_row = -1;
  }
}

ScoreLevel Sieve::LevelOf(uint16_t channel, double level) const {
  const RankingRule& rule = *spec_->channels[channel].mechanism->ranking_rule();
  return {rule.reserve, rule.quality_exponent == 1, level};
}

double Sieve::OwnWeight(uint16_t channel, uint32_t line) const {
  if (!spec_->channels[channel].mechanism->ranking_rule()->weighted) return 1;
  return spec_->campaigns[spec_->lines[line].campaign.index()].auction_weight;
}

bool Sieve::Useful(uint16_t channel, size_t candidates) const {
  const ChannelSpec& spec = spec_->channels[channel];
  const RankingRule* rule = spec.mechanism->ranking_rule();
  return rule != nullptr && rule->values == nullptr &&
         (rule->quality_exponent == 0 || rule->quality_exponent == 1) &&
         candidates >= kFewCandidates &&
         candidates >= 4 * (spec.slot_weight.size() + 1);
}

void Sieve::Learn(const PageView& page, CandidateLines candidates,
                  std::span<const double> bid, std::span<const double> rate) {
  if (rates_ == nullptr) return;
  Mesh& mesh = MeshOf(page);
  if (mesh.state != State::kLearning) return;
  if (mesh.learnt == 0 && !Useful(page.channel, bid.size())) {
    mesh.state = State::kOff;
    return;
  }
  const ScoreLevel rule = LevelOf(page.channel, 0);
  scores_.clear();
  for (size_t i = 0; i < bid.size(); ++i) {
    const double own = OwnWeight(page.channel, candidates.lines[i]);
    scores_.push_back(ScoreOf(rule, bid[i], rate[i], own));
  }
  const auto last =
      static_cast<ptrdiff_t>(spec_->channels[page.channel].slot_weight.size());
  std::nth_element(scores_.begin(), scores_.begin() + last, scores_.end(),
                   std::greater());
  const double score = scores_[static_cast<size_t>(last)];
  mesh.level = mesh.learnt == 0 ? score : std::min(mesh.level, score);
  if (++mesh.learnt < kLearn) return;
  if (mesh.first_row < 0) AddRows(page, candidates.lines, mesh);
  LayMesh(page.channel, mesh);
}

void Sieve::AddRows(const PageView& page, std::span<const uint32_t> lines,
                    Mesh& mesh) {
  mesh.first_row = static_cast<int32_t>(rows_.size());
  mesh.block.clear();
  uint32_t next_key = 0;
  for (uint32_t line : lines) {
    const BidFunction& bid = (*bids_)[line];
    const NormalRate rate = rates_->RateOf(page.segment, LineId(line));
    SOUK_CHECK(rate.key >= next_key, "keys of a channel that do not ascend");
    // Curves are no functions of the word alone.
    if (bid.curve) mesh.state = State::kOff;
    if (mesh.block.empty() || mesh.block.back() != rate.key / 4) {
      while (next_key % 4 != 0) rows_.AddNobody(), ++next_key;
      mesh.block.push_back(rate.key / 4);
      next_key = rate.key / 4 * 4;
    }
    for (; next_key < rate.key; ++next_key) rows_.AddNobody();
    ++next_key;
    rows_.Add(
        {.rate = rate,
         .bid = bid.linear,
         .charge = spec_->campaigns[spec_->lines[line].campaign.index()].charge,
         .own = OwnWeight(page.channel, line),
         .line = line});
  }
  for (; next_key % 4 != 0; ++next_key) rows_.AddNobody();
}

void Sieve::LayMesh(uint16_t channel, Mesh& mesh) {
  if (mesh.state == State::kOff || mesh.level <= 0 || mesh.laid == kMostLaid) {
    mesh.state = State::kOff;
    return;
  }
  const ScoreLevel rule = LevelOf(channel, mesh.level);
  const size_t n = 4 * mesh.block.size();
  mesh.least.assign(n, 0);
  for (int bit = kTopBit; bit >= kLowBit; --bit) {
    const uint32_t step = 1U << bit;
    trial_.Prepare(n);
    trial_.size = n;
    for (size_t i = 0; i < n; ++i) {
      trial_.row[i] = mesh.first_row + static_cast<int32_t>(i);
      trial_.word[i] = mesh.least[i] + step - 1;
    }
    rows_.Evaluate(trial_);
    for (size_t i = 0; i < n; ++i) {
      const double bid = CappedBid(trial_.bid[i], kMaxBid);
      const double score = ScoreOf(rule, bid, trial_.rate[i], trial_.own[i]);
      if (score < mesh.level) mesh.least[i] += step;
    }
  }
  for (size_t i = 0; i < n; ++i) {
    const auto row = static_cast<size_t>(mesh.first_row) + i;
    const uint32_t least = mesh.least[i];
    mesh.least[i] =
        rows_.rises(row) && least > kWordSlack ? least - kWordSlack : 0;
  }
  mesh.state = State::kReady;
  mesh.looks = 0;
  mesh.misses = 0;
  ++mesh.laid;
}

size_t Sieve::NameWords(std::span<const PageView> pages) {
  words_.clear();
  found_.clear();
  for (const PageView& page : pages) {
    Mesh& mesh = MeshOf(page);
    if (mesh.state != State::kReady) {
      found_.emplace_back();
      continue;
    }
    const size_t first = words_.size();
    words_.resize(first + mesh.block.size());
    for (size_t i = 0; i < mesh.block.size(); ++i) {
      words_[first + i] = Stream::Counter(page.page, page.tick, mesh.block[i]);
    }
    found_.push_back(
        {.mesh = &mesh, .laid = mesh.laid, .channel = page.channel});
    if (4 * words_.size() >= kLookWords) break;
  }
  return found_.size();
}

size_t Sieve::Look(std::span<const PageView> pages) {
  if (rates_ == nullptr) {
    found_.assign(pages.size(), Found());
    return pages.size();
  }
  const size_t looked =
      NameWords(pages.first(std::min(pages.size(), kLookPages)));
  columns_.Prepare(4 * words_.size());
  if (words_.empty()) return looked;
  rates_->rate_words().Draw(words_);
  const uint32_t* words = words_.front().data();
  for (Found& found : found_) {
    found.first = columns_.size;
    if (found.mesh != nullptr) {
      const Mesh& mesh = *found.mesh;
      AppendContenders({words, mesh.least.size()}, mesh.least.data(),
                       mesh.first_row, columns_);
      words += mesh.least.size();
    }
    found.last = columns_.size;
  }
  rows_.Evaluate(columns_);
  return looked;
}

bool Sieve::Decides(size_t i, std::span<const double> cap,
                    Contenders& contenders) {
  const Found& found = found_[i];
  if (found.mesh == nullptr) return false;
  Mesh& mesh = *found.mesh;
  // Another level since the look: the contenders are those of the old one.
  if (mesh.state != State::kReady || mesh.laid != found.laid) return false;
  const size_t first = found.first;
  const size_t size = found.last - first;
  const size_t whole =
      (size + kContenderGroup - 1) / kContenderGroup * kContenderGroup;
  if (capped_.size() < whole) capped_.resize(whole);
  const ScoreLevel level = LevelOf(found.channel, mesh.level);
  const size_t reached = one_cap_ >= 0
                             ? CapContenders(columns_, first, size, one_cap_,
                                             level, capped_.data())
                             : CapContenders(columns_, first, size, cap.data(),
                                             level, capped_.data());
  ++mesh.looks;
  if (reached > spec_->channels[found.channel].slot_weight.size()) {
    contenders = {
        {&columns_.line[first], whole},  {&columns_.row[first], whole},
        {&columns_.click[first], whole}, {capped_.data(), whole},
        {&columns_.rate[first], whole},  {&columns_.own[first], whole}};
    return true;
  }
  if (++mesh.misses > kMissesAllowed + mesh.looks / 8) {
    mesh.state = State::kLearning;
    mesh.learnt = 0;
  }
  return false;
}

}  // namespace souk::market
