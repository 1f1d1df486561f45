#include "market/sieve.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "market/check.h"
#include "market/mechanisms/ranking.h"
#include "market/page_kernels.h"
#include "market/random_columns.h"
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
/// A look takes kLookPages page views or so many words.
constexpr size_t kLookWords = 8192;

// Least words are known to their upper bits; a few more contenders do no harm.
constexpr int kTopBit = 31;
constexpr int kLowBit = 18;
/// Normals rise with their word only up to rounding: words that lie so far
/// apart are in order (tests/market/sieve_test.cc).
constexpr uint32_t kWordSlack = 4096;

/// As Rank() has it, -1 if not eligible.
double ScoreOf(const RankingRule& rule, double bid, double rate, double own) {
  const double weight = rule.quality_exponent == 1 ? rate : 1.0;
  const bool eligible = bid > 0 && bid >= rule.reserve && rate > 0;
  return eligible ? bid * (weight * own) : -1;
}

}  // namespace

Sieve::Sieve(std::shared_ptr<const MarketSpec> spec)
    : spec_(std::move(spec)),
      rates_(KeepsLists(*spec_) ? spec_->traffic->normal_rates() : nullptr),
      segments_(spec_->traffic->segments()),
      meshes_(rates_ ? spec_->channels.size() * segments_ : 0) {
  for (const ChannelSpec& channel : spec_->channels) {
    mechanisms_.push_back(channel.mechanism->as_ranking());
  }
}

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

double Sieve::OwnWeight(uint16_t channel, uint32_t line) const {
  if (!RuleOf(channel).weighted) return 1;
  return spec_->campaigns[spec_->lines[line].campaign.index()].auction_weight;
}

bool Sieve::Useful(uint16_t channel, size_t candidates) const {
  const ChannelSpec& spec = spec_->channels[channel];
  if (mechanisms_[channel] == nullptr) return false;
  const RankingRule& rule = RuleOf(channel);
  return rule.values == nullptr &&
         (rule.quality_exponent == 0 || rule.quality_exponent == 1) &&
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
  const RankingRule& rule = RuleOf(page.channel);
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
  mesh.consecutive =
      mesh.block.back() - mesh.block.front() + 1 == mesh.block.size();
}

void Sieve::LayMesh(uint16_t channel, Mesh& mesh) {
  if (mesh.state == State::kOff || mesh.level <= 0 || mesh.laid == kMostLaid) {
    mesh.state = State::kOff;
    return;
  }
  const RankingRule& rule = RuleOf(channel);
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
    rows_.Evaluate(kMaxBid, trial_);
    for (size_t i = 0; i < n; ++i) {
      const double score =
          ScoreOf(rule, trial_.bid[i], trial_.rate[i], trial_.own[i]);
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

size_t Sieve::FindMeshes(std::span<const PageView> pages) {
  found_.clear();
  blocks_ = 0;
  for (const PageView& page : pages) {
    Mesh& mesh = MeshOf(page);
    if (mesh.state != State::kReady) {
      found_.emplace_back();
      continue;
    }
    found_.push_back(
        {.mesh = &mesh, .laid = mesh.laid, .channel = page.channel});
    blocks_ += mesh.block.size();
    if (4 * blocks_ >= kLookWords) break;
  }
  return found_.size();
}

void Sieve::NameWords(std::span<const PageView> pages) {
  if (words_.size() < blocks_) words_.resize(blocks_);
  PhiloxBlock* name = words_.data();
  firsts_.clear();
  size_t length = 0;  // of the blocks of each of firsts_
  const auto flush = [&] {
    NameRuns(firsts_, length, name);
    name += firsts_.size() * length;
    firsts_.clear();
  };
  for (size_t i = 0; i < found_.size(); ++i) {
    if (found_[i].mesh == nullptr) continue;
    const Mesh& mesh = *found_[i].mesh;
    const size_t run = mesh.consecutive ? mesh.block.size() : 1;
    if (run != length) flush();
    length = run;
    const size_t runs = mesh.block.size() / run;
    for (size_t k = 0; k < runs; ++k) {
      firsts_.push_back(
          Stream::Counter(pages[i].page, pages[i].tick, mesh.block[k]));
    }
  }
  flush();
}

size_t Sieve::Look(std::span<const PageView> pages) {
  if (rates_ == nullptr) {
    found_.assign(pages.size(), Found());
    return pages.size();
  }
  const size_t looked =
      FindMeshes(pages.first(std::min(pages.size(), kLookPages)));
  if (blocks_ == 0) return looked;
  NameWords(pages);
  columns_.Prepare(4 * blocks_);
  rates_->rate_words().Draw(std::span(words_).first(blocks_));
  FindContenders();
  rows_.Evaluate(one_cap_ >= 0 ? one_cap_ : kMaxBid, columns_);
  if (one_cap_ < 0) rows_.FindLines(columns_);
  RankFound();
  return looked;
}

void Sieve::FindContenders() {
  shape_.size.fill(0);
  shape_.first.fill(0);
  shape_.pages = found_.size();
  const uint32_t* words = words_.front().data();
  for (size_t i = 0; i < found_.size(); ++i) {
    const size_t first = columns_.size;
    shape_.first[i] = static_cast<int32_t>(first);
    if (found_[i].mesh == nullptr) continue;
    const Mesh& mesh = *found_[i].mesh;
    AppendContenders({words, mesh.least.size()}, mesh.least.data(),
                     mesh.first_row, columns_);
    shape_.size[i] = static_cast<int32_t>(columns_.size - first);
    words += mesh.least.size();
  }
}

void Sieve::RankFound() {
  size_t keep = 0;
  // Runs of page views on one channel.
  for (size_t i = 0; i < found_.size();) {
    const size_t first = static_cast<size_t>(shape_.first[i]);
    const Found& run = found_[i];
    while (i < found_.size() && found_[i].channel == run.channel) ++i;
    const size_t last = i < found_.size() ? static_cast<size_t>(shape_.first[i])
                                          : columns_.size;
    if (first == last) continue;
    ScoreContenders(RuleOf(run.channel), first, last, columns_);
    keep = std::max(keep, spec_->channels[run.channel].slot_weight.size() + 1);
  }
  RankContenders(columns_, shape_, keep, ranking_);
}

bool Sieve::Decides(size_t i, std::span<const double> cap,
                    Contenders& contenders) {
  const Found& found = found_[i];
  if (found.mesh == nullptr) return false;
  Mesh& mesh = *found.mesh;
  // Another level since the look: the contenders are those of the old one.
  if (mesh.state != State::kReady || mesh.laid != found.laid) return false;
  const auto first = static_cast<size_t>(shape_.first[i]);
  const auto size = static_cast<size_t>(shape_.size[i]);
  const auto& slots = spec_->channels[found.channel].slot_weight;
  const auto part = [&](const auto& column) {
    return std::span(&column[first], size);
  };
  contenders.mechanism = mechanisms_[found.channel];
  contenders.auction = {part(columns_.bid), part(columns_.rate), slots,
                        part(columns_.own)};
  contenders.row = part(columns_.row);
  contenders.click = part(columns_.click);
  if (one_cap_ < 0 && CapsBind(columns_, first, size, cap.data())) {
    RankCapped(cap, contenders);
  } else {
    ReadRanking(i, contenders.ranking);
  }
  ++mesh.looks;
  if (contenders.ranking.score(slots.size()) >= mesh.level) return true;
  if (++mesh.misses > kMissesAllowed + mesh.looks / 8) {
    mesh.state = State::kLearning;
    mesh.learnt = 0;
  }
  return false;
}

void Sieve::ReadRanking(size_t i, Ranking& ranking) const {
  const uint16_t channel = found_[i].channel;
  const bool by_rate = RuleOf(channel).quality_exponent == 1;
  const size_t keep = spec_->channels[channel].slot_weight.size() + 1;
  ranking.size = 0;
  for (size_t k = 0; k < keep && ranking_.score[k][i] >= 0; ++k) {
    const int32_t position = ranking_.position[k][i];
    const auto at = static_cast<size_t>(position);
    ranking.best[k] = {ranking_.score[k][i],
                       (by_rate ? columns_.rate[at] : 1.0) * columns_.own[at],
                       static_cast<uint32_t>(position - shape_.first[i])};
    ranking.size = k + 1;
  }
}

void Sieve::RankCapped(std::span<const double> cap, Contenders& contenders) {
  capped_.clear();
  for (size_t i = 0; i < contenders.row.size(); ++i) {
    const uint32_t line = rows_.line(contenders.row[i]);
    capped_.push_back(CappedBid(contenders.auction.bid[i], cap[line]));
  }
  contenders.auction.bid = capped_;
  Rank(contenders.auction, contenders.mechanism->rule(), contenders.ranking);
}

}  // namespace souk::market
