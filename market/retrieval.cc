#include "market/retrieval.h"

#include <algorithm>
#include <map>

namespace souk::market {
namespace {

bool Matches(const LineSpec& line, size_t channel, size_t segment) {
  if (line.channel.index() != channel) return false;
  const auto& targets = line.target_segments;
  return targets.empty() || std::binary_search(targets.begin(), targets.end(),
                                               static_cast<uint16_t>(segment));
}

CandidateGroup MakeGroup(std::vector<uint32_t> lines) {
  const bool contiguous =
      lines.empty() || lines.back() - lines.front() + 1 == lines.size();
  return {std::move(lines), contiguous};
}

}  // namespace

Retrieval::Retrieval(const MarketSpec& spec)
    : segments_(spec.traffic->segments()) {
  std::map<std::vector<uint32_t>, uint32_t> known;
  for (size_t channel = 0; channel < spec.channels.size(); ++channel) {
    for (size_t segment = 0; segment < segments_; ++segment) {
      std::vector<uint32_t> lines;
      for (uint32_t line = 0; line < spec.lines.size(); ++line) {
        if (Matches(spec.lines[line], channel, segment)) lines.push_back(line);
      }
      const auto [at, fresh] =
          known.emplace(lines, static_cast<uint32_t>(groups_.size()));
      if (fresh) groups_.push_back(MakeGroup(std::move(lines)));
      group_.push_back(at->second);
    }
  }
}

}  // namespace souk::market
