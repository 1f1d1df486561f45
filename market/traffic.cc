#include "market/traffic.h"

#include <array>

namespace souk::market {

double Traffic::PageShare(const PageView&) const {
  return 1.0 / static_cast<double>(segments() * places() * categories());
}

double Traffic::MeanClickRate(const PageView& page, LineId line) const {
  const std::array<uint32_t, 1> lines{line.value};
  std::array<double, 1> click{};
  std::array<double, 1> conversion{};
  Predict(page, {lines, true}, click, conversion);
  return click.front();
}

}  // namespace souk::market
