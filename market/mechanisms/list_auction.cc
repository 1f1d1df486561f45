#include "market/mechanisms/list_auction.h"

#include <algorithm>
#include <limits>

#include "market/check.h"

namespace souk::market {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

double Gain(const ListAuction& auction, uint32_t item) {
  return auction.value[item] +
         (auction.bonus.empty() ? 0 : auction.bonus[item]);
}

/// W as a line over the value of one item.
struct Line {
  double slope;  // its clicks
  double rest;   // W at value 0
};

std::vector<Line> LinesOver(const ListAuction& auction, uint32_t item) {
  std::vector<Line> lines;
  lines.reserve(auction.lists.size());
  for (size_t l = 0; l < auction.lists.size(); ++l) {
    const auto list = auction.lists.list(l);
    const auto clicks = auction.clicks(l);
    Line line = {0, 0};
    for (size_t k = 0; k < list.size(); ++k) {
      const double gain = Gain(auction, list[k]);
      if (list[k] != item) {
        line.rest += gain * clicks[k];
      } else {
        line.slope = clicks[k];
        line.rest += (gain - auction.value[item]) * clicks[k];
      }
    }
    lines.push_back(line);
  }
  return lines;
}

/// Where the envelope leaves `line` below `value`, and for what.
struct Step {
  double value = -kInfinite;
  Line to = {0, 0};
};

Step StepBelow(const std::vector<Line>& lines, const Line& line, double value) {
  Step step;
  for (const Line& other : lines) {
    if (!(other.slope < line.slope)) continue;
    const double meet =
        std::min(value, (other.rest - line.rest) / (line.slope - other.slope));
    const bool flatter = meet == step.value && other.slope < step.to.slope;
    if (meet > step.value || flatter) step = {meet, other};
  }
  return step;
}

double ThresholdPayment(const std::vector<Line>& lines, Line line, double value,
                        const std::function<double(double)>& least_bid) {
  double payment = 0;
  while (line.slope > 0) {
    const Step step = StepBelow(lines, line, value);
    if (step.value == -kInfinite) break;
    const double bid = least_bid(step.value);
    if (!(bid > 0)) break;  // what a bid of 0 wins is free
    payment += (line.slope - step.to.slope) * bid;
    line = step.to;
    value = step.value;
  }
  return payment;
}

/// The greatest W of the lists without each of the `shown`.
std::vector<double> BestWithout(const ListAuction& auction,
                                std::span<const uint32_t> shown) {
  std::vector<double> without(shown.size(), -kInfinite);
  for (size_t l = 0; l < auction.lists.size(); ++l) {
    const auto list = auction.lists.list(l);
    const double worth = WorthOf(auction, l);
    for (size_t k = 0; k < shown.size(); ++k) {
      if (worth <= without[k]) continue;
      if (std::ranges::find(list, shown[k]) == list.end()) without[k] = worth;
    }
  }
  return without;
}

}  // namespace

ListSet::ListSet(size_t items, size_t places, const Admits& admits)
    : places_(places) {
  SOUK_CHECK(places > 0, "lists of ", places, " places");
  std::vector<uint32_t> list;
  uint32_t next = 0;
  for (;;) {
    while (next < items && std::ranges::find(list, next) != list.end()) ++next;
    if (next == items) {
      if (list.empty()) return;
      next = list.back() + 1;
      list.pop_back();
      continue;
    }
    list.push_back(next);
    if (admits(list) && list.size() < places) {
      next = 0;
      continue;
    }
    if (list.size() == places && admits(list)) {
      numbers_.insert(numbers_.end(), list.begin(), list.end());
    }
    next = list.back() + 1;
    list.pop_back();
  }
}

std::vector<double> ClicksOfAll(const ListSet& lists,
                                const ListClicks& clicks) {
  std::vector<double> theta(lists.size() * lists.places());
  for (size_t l = 0; l < lists.size(); ++l) {
    clicks(lists.list(l),
           std::span(theta).subspan(l * lists.places(), lists.places()));
  }
  return theta;
}

double WorthOf(const ListAuction& auction, size_t at) {
  const auto list = auction.lists.list(at);
  const auto clicks = auction.clicks(at);
  double worth = 0;
  for (size_t k = 0; k < list.size(); ++k) {
    worth += Gain(auction, list[k]) * clicks[k];
  }
  return worth;
}

size_t BestList(const ListAuction& auction) {
  SOUK_CHECK(auction.lists.size() > 0, "an auction without a list");
  size_t best = 0;
  double most = -kInfinite;
  for (size_t l = 0; l < auction.lists.size(); ++l) {
    const double worth = WorthOf(auction, l);
    if (worth > most) {
      most = worth;
      best = l;
    }
  }
  return best;
}

std::vector<double> VcgPayments(const ListAuction& auction, size_t best) {
  const auto shown = auction.lists.list(best);
  const auto clicks = auction.clicks(best);
  const std::vector<double> without = BestWithout(auction, shown);
  const double most = WorthOf(auction, best);
  std::vector<double> payments(shown.size(), 0);
  for (size_t k = 0; k < shown.size(); ++k) {
    const double value = auction.value[shown[k]];
    if (value == 0) continue;
    SOUK_CHECK(without[k] > -kInfinite, "every list shows item ", shown[k]);
    payments[k] = without[k] - (most - value * clicks[k]);
  }
  return payments;
}

std::vector<double> ThresholdPayments(
    const ListAuction& auction, size_t best,
    const std::function<double(double)>& least_bid) {
  const auto shown = auction.lists.list(best);
  std::vector<double> payments;
  for (uint32_t item : shown) {
    const std::vector<Line> lines = LinesOver(auction, item);
    payments.push_back(
        ThresholdPayment(lines, lines[best], auction.value[item], least_bid));
  }
  return payments;
}

}  // namespace souk::market
