#include "market/contracts/pacer.h"

#include <algorithm>
#include <bit>

namespace souk::market {
namespace {

// Exponent and leading four bits of the mantissa of a double are its bin.
constexpr int kDropped = 48;
constexpr int64_t kFirst = (1023 - 16) * 16;

}  // namespace

size_t PaceBin(double click_rate) {
  const auto bits = std::bit_cast<int64_t>(click_rate);
  return static_cast<size_t>(
      std::clamp<int64_t>((bits >> kDropped) - kFirst, 0, kPaceBins - 1));
}

double PaceBinStart(size_t bin) {
  return std::bit_cast<double>((static_cast<int64_t>(bin) + kFirst)
                               << kDropped);
}

}  // namespace souk::market
