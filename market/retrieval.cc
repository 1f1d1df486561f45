#include "market/retrieval.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace souk::market {
namespace {

using Lines = std::vector<uint32_t>;

/// The lines of one channel, ascending.
struct ChannelLines {
  Lines everybody;                 ///< without a target
  std::map<uint16_t, Lines> only;  ///< by segment that is targeted
};

std::vector<ChannelLines> LinesByChannel(const MarketSpec& spec) {
  std::vector<ChannelLines> channels(spec.channels.size());
  for (uint32_t i = 0; i < spec.lines.size(); ++i) {
    const LineSpec& line = spec.lines[i];
    if (!spec.Bids(line)) continue;
    ChannelLines& channel = channels[line.channel.index()];
    if (line.target_segments.empty()) channel.everybody.push_back(i);
    for (uint16_t segment : line.target_segments) {
      channel.only[segment].push_back(i);
    }
  }
  return channels;
}

Lines Merge(const Lines& a, const Lines& b) {
  Lines merged;
  merged.reserve(a.size() + b.size());
  std::ranges::merge(a, b, std::back_inserter(merged));
  return merged;
}

CandidateGroup MakeGroup(Lines lines) {
  const bool contiguous =
      lines.empty() || lines.back() - lines.front() + 1 == lines.size();
  return {std::move(lines), contiguous};
}

bool AimsBySegment(const LineSpec& line) {
  return line.target_places.empty() && line.target_categories.empty();
}

}  // namespace

bool KeepsLists(const MarketSpec& spec, size_t most) {
  const auto has_list = [&](const LineSpec& line) {
    return !spec.Bids(line) || AimsBySegment(line);
  };
  if (!std::ranges::all_of(spec.lines, has_list)) return false;
  size_t entries = 0;
  for (const ChannelLines& channel : LinesByChannel(spec)) {
    entries += channel.everybody.size() * (1 + channel.only.size());
    for (const auto& [segment, lines] : channel.only) entries += lines.size();
  }
  return entries <= most;
}

// Linear in the lengths of the lists: a line is looked at only for the
// segments that it is a candidate for.
Retrieval::Retrieval(const MarketSpec& spec)
    : keeps_lists_(KeepsLists(spec)), segments_(spec.traffic->segments()) {
  if (!keeps_lists_) return;
  for (const ChannelLines& channel : LinesByChannel(spec)) {
    std::map<Lines, uint32_t> known;
    const auto group_of = [&](const Lines& lines) {
      const auto [at, fresh] =
          known.emplace(lines, static_cast<uint32_t>(groups_.size()));
      if (fresh) groups_.push_back(MakeGroup(lines));
      return at->second;
    };
    const uint32_t everybody = group_of(channel.everybody);
    for (size_t segment = 0; segment < segments_; ++segment) {
      const auto only = channel.only.find(static_cast<uint16_t>(segment));
      group_.push_back(only == channel.only.end()
                           ? everybody
                           : group_of(Merge(channel.everybody, only->second)));
    }
  }
}

}  // namespace souk::market
