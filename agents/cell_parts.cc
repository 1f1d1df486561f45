#include "agents/cell_parts.h"

#include <cmath>

#include "market/check.h"

namespace souk::agents {
namespace {

constexpr int64_t kWhole = int64_t{1} << 52;

}  // namespace

CellParts::CellParts(const std::vector<double>& share) {
  double total = 0;
  for (const double part : share) {
    SOUK_CHECK(part > 0, "a cell with a share of ", part);
    total += part;
  }
  double sum = 0;
  for (const double part : share) {
    sum += part;
    until_.push_back(static_cast<int64_t>(
        std::floor(sum / total * static_cast<double>(kWhole))));
  }
  until_.back() = kWhole;
}

int64_t CellParts::Until(int64_t whole, size_t cell) const {
  __extension__ using Wide = __int128;
  return static_cast<int64_t>(static_cast<Wide>(whole) * until_[cell] / kWhole);
}

}  // namespace souk::agents
