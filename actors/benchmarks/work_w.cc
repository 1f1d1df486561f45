#include "actors/benchmarks/work_w.h"

#include <algorithm>
#include <sstream>

#include "actors/benchmarks/learners.h"

namespace souk::actors {
namespace {

/// More than anybody spends.
constexpr const char* kBudget = " daily_budget_micros: 1000000000000";

void WriteAdvertiser(size_t index, const WorkWBidder& bidder, Bidding bidding,
                     std::ostream& text) {
  text << "advertiser { name: \"bidder " << index << "\""
       << (bidding == Bidding::kTruthful ? "" : kBudget)
       << " campaign { charge: VIEW click_rate: " << bidder.mean
       << " click_rate_spread: " << bidder.spread
       << " value_per_click_micros: " << bidder.multiplier
       << " strategy { name: \"truthful\" } } }\n";
}

/// Forty contracts for three interests in ten each, about; planned once.
void WriteContracts(double load, std::ostream& text) {
  text << "contracts { allocator { name: \"multi_slot_joint\" } load: " << load
       << " replan_ticks: 0 }\nadvertiser { name: \"brand\" count: 40 contract "
          "{ goal: 1000000 "
          "target_rate: 0.3 click_rate: 0.0005 } vary { path: "
          "\"contract[0].goal\" sigma: 1 } }\n";
}

std::string WorkWText(const WorkWShape& shape) {
  std::ostringstream text;
  text.precision(17);
  text << R"(
    name: "work_w" seed: 1
    channel { name: "feed" slots: 3 }
    mechanism { name: "gsp" param { name: "reserve_micros" value: )"
       << kReserve << R"( } }
    user_model { name: "pbm"
      param { name: "examination" value: [1, 0.8, 0.48] } }
    traffic { synthetic { continue_rate: 0 continue_after_click_rate: 0
      hour_weight: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]
    )"
       << " users: " << shape.users << " sessions_per_day: "
       << shape.page_views_per_day / static_cast<double>(shape.users)
       << " interest { name: \"interest\" count: " << shape.interests
       << " } } }\ncalendar { days: " << shape.days
       << " ticks_per_day: 48 }\ncells: " << shape.cells
       << "\nrecording { award_share: " << shape.award_share
       << " flush_ticks: " << shape.flush_ticks << " }\n";
  const std::vector<WorkWBidder> bidders =
      WorkWBidders(kWorkSeed, shape.bidders);
  for (size_t i = 0; i < bidders.size(); ++i) {
    WriteAdvertiser(i, bidders[i], shape.bidding, text);
  }
  if (shape.contract_load > 0) WriteContracts(shape.contract_load, text);
  return text.str();
}

}  // namespace

std::vector<WorkWBidder> WorkWBidders(uint64_t seed, uint32_t count) {
  const market::Stream stream(seed, 0, market::Purpose::kTest);
  std::vector<WorkWBidder> bidders;
  for (uint32_t i = 0; i < count; ++i) {
    bidders.push_back(
        {.mean = 0.0005 * (0.3 + 1.4 * stream.Uniform(i, 0, 0)),
         .spread = std::clamp(0.5 + 0.1 * stream.Normal(i, 0, 1), 0.1, 1.0),
         .multiplier = 1e6 * (60 + 70 * stream.Uniform(i, 0, 2))});
  }
  return bidders;
}

scenarios::LoadedScenario WorkW(const WorkWShape& shape) {
  auto loaded = scenarios::LoadScenarioText(WorkWText(shape), "work W");
  SOUK_CHECK(loaded.ok(), loaded.error().message);
  if (shape.bidding == Bidding::kLearning) {
    MakeLearners(RandomPolicy(kWorkSeed), loaded->market);
  }
  return std::move(loaded).value();
}

}  // namespace souk::actors
