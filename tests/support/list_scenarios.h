// Synthetic pages on which what is shown together matters: EXT-1 (ads alone)
// and NGA-S1 (ads among organic items).
#pragma once

#include <cmath>
#include <vector>

#include "market/externalities.h"
#include "market/mechanisms/list_auction.h"
#include "market/random.h"

namespace souk::test {

/// Items of a page; the first `ads` are ads, then organic ones.
struct ListPage {
  size_t ads = 0;
  std::vector<market::ListItem> items;
  std::vector<double> rate, cvr;
  std::vector<double> value;  ///< whole millionths, in units; 0 for organics
};

enum class Values : uint8_t { kUniform, kExponential };

inline double VirtualValue(Values values, double value) {
  return values == Values::kUniform ? 2 * value - 1 : value - 1;
}

/// Draws of page `index`.
class PageDraws {
 public:
  explicit PageDraws(uint32_t index)
      : stream_(59, 0, market::Purpose::kTest), index_(index) {}

  double Uniform(uint32_t item, uint32_t draw, double low, double high) const {
    return low + (high - low) * stream_.Uniform(item, index_, draw);
  }
  market::Direction Unit(uint32_t item) const {
    market::Direction raw;
    for (uint32_t d = 0; d < 4; ++d) {
      raw[d] = stream_.Normal(item, index_, 8 + d);
    }
    return market::UnitDirection(raw);
  }
  double Value(uint32_t item, Values values) const {
    const double drawn = values == Values::kUniform
                             ? stream_.Uniform(item, index_, 0)
                             : stream_.Exponential(item, index_, 0);
    return std::ceil(drawn * 1e6) / 1e6;
  }

 private:
  market::Stream stream_;
  uint32_t index_;
};

inline ListPage Ext1Page(uint32_t index, size_t ads, Values values) {
  const PageDraws draws(index);
  ListPage page = {.ads = ads, .items = {}, .rate = {}, .cvr = {}, .value = {}};
  for (uint32_t i = 0; i < ads; ++i) {
    page.items.push_back({draws.Unit(i)});
    page.rate.push_back(draws.Uniform(i, 1, .02, .10));
    page.value.push_back(draws.Value(i, values));
  }
  return page;
}

/// Organic items in descending order of rate * cvr.
inline ListPage NgaPage(uint32_t index) {
  const PageDraws draws(index);
  ListPage page = {.ads = 6, .items = {}, .rate = {}, .cvr = {}, .value = {}};
  struct Organic {
    double rate, cvr;
  };
  std::vector<Organic> organics;
  for (uint32_t i = 0; i < 10; ++i) {
    const double cvr = draws.Uniform(i, 2, .05, .15);
    page.items.push_back({draws.Unit(i), i >= 6});
    page.value.push_back(i < 6 ? draws.Value(i, Values::kUniform) : 0);
    if (i < 6) {
      page.rate.push_back(draws.Uniform(i, 1, .02, .10));
      page.cvr.push_back(cvr);
    } else {
      organics.push_back({draws.Uniform(i, 1, .05, .15), cvr});
    }
  }
  std::ranges::sort(organics, std::ranges::greater{},
                    [](const Organic& one) { return one.rate * one.cvr; });
  for (const Organic& one : organics) {
    page.rate.push_back(one.rate);
    page.cvr.push_back(one.cvr);
  }
  return page;
}

/// At most two ads, no two of them neighbours, organic items in order from the
/// first: 115 lists.
inline bool NgaAdmits(std::span<const uint32_t> list) {
  uint32_t organic = 6;
  int ads = 0;
  for (size_t k = 0; k < list.size(); ++k) {
    if (list[k] >= 6) {
      if (list[k] != organic++) return false;
      continue;
    }
    if (++ads > 2 || (k > 0 && list[k - 1] < 6)) return false;
  }
  return true;
}

/// Click rates under the default externalities.
class PageClicks {
 public:
  PageClicks(const ListPage& page, std::span<const double> slot_weight)
      : page_(page), slot_weight_(slot_weight), table_({}, page.items) {}

  void operator()(std::span<const uint32_t> list,
                  std::span<double> theta) const {
    table_.Factors(list, theta);
    for (size_t k = 0; k < list.size(); ++k) {
      theta[k] = market::ListedClickRate(page_.rate[list[k]], slot_weight_[k],
                                         theta[k]);
    }
  }

 private:
  const ListPage& page_;
  std::span<const double> slot_weight_;
  market::ExternalityTable table_;
};

}  // namespace souk::test
