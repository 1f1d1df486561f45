#include "market/line_index.h"

#include <algorithm>
#include <bit>

#include "market/check.h"
#include "market/random.h"

namespace souk::market {
namespace {

using Names = std::array<std::vector<uint16_t>, 3>;

constexpr size_t kPatterns = 8;
/// Stands for "any" in a key.
constexpr uint16_t kAny = 0xffff;
constexpr std::array<uint16_t, 1> kOnlyAny = {kAny};

uint64_t Key(size_t channel, std::array<uint16_t, 3> what) {
  return uint64_t{channel} << 48 | uint64_t{what[0]} << 32 |
         uint64_t{what[1]} << 16 | what[2];
}

uint64_t Combinations(const Names& names) {
  uint64_t product = 1;
  for (const auto& list : names) product *= std::max<size_t>(1, list.size());
  return product;
}

std::span<const uint16_t> OrAny(const std::vector<uint16_t>& names) {
  if (names.empty()) return kOnlyAny;
  return names;
}

/// Ascending runs, one behind the other: run r ends at end[r + 1].
struct Runs {
  std::array<size_t, kPatterns + 1> end{};
  size_t count = 0;

  void Add(size_t to) { end[++count] = to; }
  size_t start(size_t run) const { return end[std::min(run, count)]; }
};

/// Merges neighbours until one run is left.
void MergeRuns(Runs runs, FoundLines& found) {
  found.spare.resize(found.lines.size());
  while (runs.count > 1) {
    Runs merged;
    for (size_t r = 0; r < runs.count; r += 2) {
      const uint32_t* lines = found.lines.data();
      std::merge(lines + runs.start(r), lines + runs.start(r + 1),
                 lines + runs.start(r + 1), lines + runs.start(r + 2),
                 found.spare.data() + runs.start(r));
      merged.Add(runs.start(r + 2));
    }
    found.lines.swap(found.spare);
    runs = merged;
  }
}

}  // namespace

LineIndex::LineIndex(const MarketSpec& spec) : patterns_(spec.channels.size()) {
  std::vector<Posting> postings;
  for (const LineSpec& line : spec.lines) {
    if (spec.Bids(line)) {
      AddLine(line, postings);
    } else {
      cut_of_.push_back(kNone);
    }
  }
  const auto order = [](const Posting& posting) {
    return std::pair(posting.key, posting.line);
  };
  std::ranges::sort(postings, {}, order);
  FileLists(postings);
}

void LineIndex::AddLine(const LineSpec& spec, std::vector<Posting>& postings) {
  const auto line = static_cast<uint32_t>(cut_of_.size());
  Names names = {spec.target_segments, spec.target_places,
                 spec.target_categories};
  cut_of_.push_back(kNone);
  if (Combinations(names) > kMostPostings) {
    cut_of_.back() = static_cast<uint32_t>(cut_.size());
    cut_.push_back(names);
  }
  while (Combinations(names) > kMostPostings) {
    std::ranges::max_element(names, {}, &std::vector<uint16_t>::size)->clear();
  }
  const size_t channel = spec.channel.index();
  size_t pattern = 0;
  for (size_t d = 0; d < names.size(); ++d) {
    if (names[d].empty()) pattern |= size_t{1} << d;
  }
  patterns_[channel] |= static_cast<uint8_t>(1U << pattern);
  for (const uint16_t segment : OrAny(names[0])) {
    for (const uint16_t place : OrAny(names[1])) {
      for (const uint16_t category : OrAny(names[2])) {
        postings.push_back({Key(channel, {segment, place, category}), line});
      }
    }
  }
}

void LineIndex::FileLists(std::span<const Posting> postings) {
  SOUK_CHECK(postings.size() < kNone, "too many postings");
  size_t keys = 1;
  for (size_t i = 1; i < postings.size(); ++i) {
    keys += postings[i].key != postings[i - 1].key ? 1 : 0;
  }
  table_.resize(std::bit_ceil(2 * keys));
  postings_.reserve(postings.size());
  for (const Posting& posting : postings) {
    List& list = PlaceFor(posting.key);
    if (list.size == 0) {
      list = {posting.key, static_cast<uint32_t>(postings_.size()), 0};
    }
    ++list.size;
    postings_.push_back(posting.line);
  }
}

LineIndex::List& LineIndex::PlaceFor(uint64_t key) {
  size_t at = Mix(key) & (table_.size() - 1);
  while (table_[at].size != 0 && table_[at].key != key) {
    at = (at + 1) & (table_.size() - 1);
  }
  return table_[at];
}

std::span<const uint32_t> LineIndex::ListOf(uint64_t key) const {
  size_t at = Mix(key) & (table_.size() - 1);
  while (table_[at].size != 0 && table_[at].key != key) {
    at = (at + 1) & (table_.size() - 1);
  }
  return {postings_.data() + table_[at].first, table_[at].size};
}

bool LineIndex::Aims(uint32_t line, const PageView& page) const {
  if (cut_of_[line] == kNone) return true;
  const Names& names = cut_[cut_of_[line]];
  const auto aims = [](const std::vector<uint16_t>& list, uint16_t at) {
    return list.empty() || std::ranges::binary_search(list, at);
  };
  return aims(names[0], page.segment) && aims(names[1], page.place) &&
         aims(names[2], page.category);
}

void LineIndex::Find(const PageView& page, FoundLines& found) const {
  found.lines.clear();
  Runs runs;
  for (uint32_t left = patterns_[page.channel]; left != 0; left &= left - 1) {
    const auto pattern = static_cast<unsigned>(std::countr_zero(left));
    const auto list =
        ListOf(Key(page.channel, {(pattern & 1U) != 0 ? kAny : page.segment,
                                  (pattern & 2U) != 0 ? kAny : page.place,
                                  (pattern & 4U) != 0 ? kAny : page.category}));
    if (list.empty()) continue;
    found.lines.insert(found.lines.end(), list.begin(), list.end());
    runs.Add(found.lines.size());
  }
  MergeRuns(runs, found);
  if (cut_.empty()) return;
  std::erase_if(found.lines, [&](uint32_t line) { return !Aims(line, page); });
}

}  // namespace souk::market
