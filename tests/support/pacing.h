// A contract on a simulated day: page views, draws, passing, news.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "market/contracts/pacer.h"
#include "market/family.h"
#include "market/random.h"
#include "market/vector_math.h"

namespace souk::tests {

inline std::shared_ptr<const market::Pacer> PacerOf(
    const std::string& name,
    const std::vector<market::ParamValue>& given = {}) {
  const auto entry = market::FindMember("pacer", market::Pacers(), name);
  return *(*entry)->make(*market::ParamSet::Make((*entry)->params, given));
}

/// Page views by tick, of which the plan wants `share`; it expected the same
/// number in every tick.
struct PacedDay {
  std::vector<double> page_views;
  double expected = 1000;
  double share = 0.2;
  double rate_spread = 0.5;  ///< of the logarithm of click rates

  double plan() const { return expected * share; }
  double goal() const {
    return plan() * static_cast<double>(page_views.size());
  }
};

/// A day of `ticks` whose supply is `level` times what was expected and swings
/// by 30 % around that.
inline PacedDay SineDay(size_t ticks, double level) {
  PacedDay day;
  for (size_t t = 0; t < ticks; ++t) {
    const double phase =
        2 * M_PI * static_cast<double>(t) / static_cast<double>(ticks);
    day.page_views.push_back(day.expected * level *
                             (1 + 0.3 * std::sin(phase)));
  }
  return day;
}

/// What became of the contract.
struct PacedResult {
  std::vector<double> delivered;  ///< by tick
  double sum = 0;
  double click_rate = 0;  ///< mean predicted, of what was delivered
  double smoothness = 0;  ///< root of the mean squared distance from the plan
};

class PacedRun {
 public:
  PacedRun(const market::Pacer& pacer, PacedDay day)
      : room_(pacer.room()), pace_(pacer.Start()), day_(std::move(day)) {
    news_.goal = day_.goal();
  }

  market::ContractPace& pace() { return *pace_; }
  size_t tick() const { return result_.delivered.size(); }
  bool done() const { return tick() == day_.page_views.size(); }

  void Step() {
    offered_.assign(market::kPaceBins, 0);
    taken_.assign(market::kPaceBins, 0);
    const double before = result_.sum;
    const auto t = static_cast<uint32_t>(tick());
    for (uint32_t page = 0; page < day_.page_views[t]; ++page) Serve(page, t);
    result_.delivered.push_back(result_.sum - before);
    Tell();
  }
  PacedResult Finish() {
    while (!done()) Step();
    double squares = 0;
    for (const double sum : result_.delivered) {
      squares += (sum - day_.plan()) * (sum - day_.plan());
    }
    result_.smoothness =
        std::sqrt(squares / static_cast<double>(result_.delivered.size()));
    result_.click_rate /= result_.sum;
    return result_;
  }

 private:
  void Serve(uint32_t page, uint32_t tick) {
    const double drawn = std::min(1.0, day_.share * room_);
    if (!stream_.Bernoulli(drawn, page, tick, 0)) return;
    const double rate = std::min(
        1.0,
        0.03 * market::Exp(day_.rate_spread * stream_.Normal(page, tick, 1)));
    ++offered_[market::PaceBin(rate)];
    const double pass = pace_->rule().Of(rate) * day_.share / drawn;
    if (!stream_.Bernoulli(pass, page, tick, 2)) return;
    if (result_.sum >= day_.goal()) return;  // full
    ++taken_[market::PaceBin(rate)];
    result_.sum += 1;
    result_.click_rate += rate;
  }
  void Tell() {
    news_.planned_tick = day_.plan();
    news_.delivered_tick = result_.delivered.back();
    news_.planned += day_.plan();
    news_.delivered = result_.sum;
    news_.ticks_left = static_cast<uint32_t>(day_.page_views.size() - tick());
    news_.planned_next = done() ? 0 : day_.plan();
    news_.offered = offered_;
    news_.taken = taken_;
    pace_->Learn(news_);
  }

  double room_;
  std::unique_ptr<market::ContractPace> pace_;
  PacedDay day_;
  market::Stream stream_{8, 0, market::Purpose::kTest};
  std::vector<int64_t> offered_, taken_;
  market::PaceNews news_;
  PacedResult result_;
};

inline PacedResult RunDay(const std::string& name, const PacedDay& day) {
  return PacedRun(*PacerOf(name), day).Finish();
}

}  // namespace souk::tests
