#include "scenarios/contract_goals.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace souk::scenarios {
namespace {

using market::ContractSpec;
using market::LineSpec;
using market::MarketSpec;
using market::PageView;

/// More than any traffic has.
constexpr double kMost = 1e15;

/// All of `size` if there are no names.
std::vector<uint16_t> Named(const std::vector<uint16_t>& names, size_t size) {
  if (!names.empty()) return names;
  std::vector<uint16_t> all(size);
  std::iota(all.begin(), all.end(), uint16_t{0});
  return all;
}

/// The page views to expect.
class ExpectedSupply {
 public:
  explicit ExpectedSupply(const MarketSpec& market) : market_(market) {
    for (uint32_t tick = 0; tick < market.calendar.ticks(); ++tick) {
      until_.push_back(until_.back() + market.traffic->ExpectedPageViews(
                                           market.calendar.At(tick)));
    }
  }

  /// That a contract may be shown on, in its window.
  double Of(const ContractSpec& contract) {
    double share = 0;
    for (const uint32_t line : contract.lines) {
      share += ShareOf(market_.lines[line]) *
               market_.traffic->MatchRate(market::LineId(line));
    }
    return share * (until_[contract.end_tick] - until_[contract.first_tick]);
  }
  /// Of the whole run, times the slots that contracts may claim.
  double Slots() const {
    double slots = 0;
    for (size_t c = 0; c < market_.channels.size(); ++c) {
      const std::vector<double>& share = market_.contracts.slot_share[c];
      slots += market_.channels[c].share *
               std::accumulate(share.begin(), share.end(), 0.0);
    }
    return slots * until_.back();
  }

 private:
  using Aim = std::tuple<uint32_t, std::vector<uint16_t>, std::vector<uint16_t>,
                         std::vector<uint16_t>>;

  /// Many lines have the same aim.
  double ShareOf(const LineSpec& line) {
    const Aim aim{line.channel.value, line.target_segments, line.target_places,
                  line.target_categories};
    const auto [found, fresh] = share_.emplace(aim, 0.0);
    if (fresh) found->second = Sum(line);
    return found->second;
  }
  double Sum(const LineSpec& line) const {
    const market::Traffic& traffic = *market_.traffic;
    const auto places = Named(line.target_places, traffic.places());
    const auto categories = Named(line.target_categories, traffic.categories());
    PageView page;
    page.channel = static_cast<uint16_t>(line.channel.value);
    double share = 0;
    for (const uint16_t segment :
         Named(line.target_segments, traffic.segments())) {
      page.segment = segment;
      for (const uint16_t place : places) {
        page.place = place;
        for (const uint16_t category : categories) {
          page.category = category;
          share += traffic.PageShare(page);
        }
      }
    }
    return share;
  }

  const MarketSpec& market_;
  std::vector<double> until_{0};  // by tick: page views before it
  std::map<Aim, double> share_;
};

}  // namespace

void SetGoals(const Contracts& rules, std::span<const WantedGoal> wanted,
              MarketSpec& market) {
  std::vector<ContractSpec>& contracts = market.contracts.contracts;
  ExpectedSupply supply(market);
  std::vector<double> goals;
  for (size_t j = 0; j < contracts.size(); ++j) {
    goals.push_back(wanted[j].of_supply > 0
                        ? wanted[j].of_supply * supply.Of(contracts[j])
                        : wanted[j].impressions);
  }
  const double sum = std::accumulate(goals.begin(), goals.end(), 0.0);
  const double scale =
      rules.has_load() && sum > 0 ? rules.load() * supply.Slots() / sum : 1;
  for (size_t j = 0; j < contracts.size(); ++j) {
    double goal = goals[j] * scale;
    if (rules.has_most_of_supply()) {
      goal = std::min(goal, rules.most_of_supply() * supply.Of(contracts[j]));
    }
    contracts[j].goal =
        static_cast<int64_t>(std::clamp(std::floor(goal + 0.5), 1.0, kMost));
  }
}

}  // namespace souk::scenarios
