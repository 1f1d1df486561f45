#include "tests/benchmarks/work_w.h"

#include "scenarios/loader.h"

namespace souk::tests {
namespace {

constexpr std::array<double, 3> kExposure = {1.0, 0.8, 0.48};
constexpr double kWord = 1.0 / 4294967296.0;

std::string AdvertiserText(size_t index, const WorkWBidder& bidder) {
  const auto param = [](const char* name, double value) {
    return "param { name: \"" + std::string(name) +
           "\" value: " + std::to_string(value) + " } ";
  };
  return "advertiser { name: \"bidder " + std::to_string(index) +
         "\" campaign { charge: VIEW click_rate: " +
         std::to_string(bidder.mean) +
         " click_rate_spread: " + std::to_string(bidder.spread) +
         " value_per_click_micros: " + std::to_string(bidder.multiplier) +
         " strategy { name: \"truthful\" " + param("shade", 1) + "} } }\n";
}

std::string WorkWText() {
  std::string text = R"(
    name: "work_w" seed: 1
    calendar { days: 2 ticks_per_day: 48 }
    channel { name: "feed" slots: 3 }
    mechanism { name: "gsp" param { name: "reserve_micros" value: 100 } }
    user_model { name: "pbm"
      param { name: "examination" value: [1, 0.8, 0.48] } }
    traffic { synthetic { users: 1000000 sessions_per_day: 0.5
      hour_weight: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]
      continue_rate: 0 continue_after_click_rate: 0 } }
  )";
  const std::vector<WorkWBidder> bidders = WorkWBidders(1);
  for (size_t i = 0; i < bidders.size(); ++i) {
    text += AdvertiserText(i, bidders[i]);
  }
  return text;
}

}  // namespace

std::vector<WorkWBidder> WorkWBidders(uint64_t seed) {
  const market::Stream stream(seed, 0, market::Purpose::kTest);
  std::vector<WorkWBidder> bidders;
  for (uint32_t i = 0; i < kBidders; ++i) {
    bidders.push_back(
        {.mean = 0.0005 * (0.3 + 1.4 * stream.Uniform(i, 0, 0)),
         .spread = std::clamp(0.5 + 0.1 * stream.Normal(i, 0, 1), 0.1, 1.0),
         .multiplier = 1e6 * (60 + 70 * stream.Uniform(i, 0, 2))});
  }
  return bidders;
}

SharedSpec WorkWSpec() {
  auto loaded = scenarios::LoadScenarioText(WorkWText(), "work W");
  SOUK_CHECK(loaded.ok(), loaded.error().message);
  return std::make_shared<const market::MarketSpec>(std::move(loaded->market));
}

PlainLoop::PlainLoop(uint64_t seed)
    : bidders_(WorkWBidders(seed)),
      rates_(seed, 0, market::Purpose::kRates),
      chance_(seed, 0, market::Purpose::kResponse) {}

double PlainLoop::Run(uint64_t page_views) {
  for (uint64_t page = 0; page < page_views; ++page) PlayPage(page);
  page_views_ += static_cast<double>(page_views);
  return static_cast<double>(page_views);
}

void PlainLoop::PlayPage(uint64_t page) {
  rates_.FillNormal(page, 0, 0, value_);
  for (size_t i = 0; i < kBidders; ++i) {
    const WorkWBidder& b = bidders_[i];
    value_[i] = std::clamp(b.mean * (1 + b.spread * value_[i]), 0.0, 1.0);
    bid_[i] = b.multiplier * value_[i];
  }
  std::array<size_t, 4> best{};
  std::array<double, 4> top{-1, -1, -1, -1};
  for (size_t i = 0; i < kBidders; ++i) {
    if (bid_[i] <= top[3]) continue;
    size_t k = 3;
    for (; k > 0 && bid_[i] > top[k - 1]; --k) {
      top[k] = top[k - 1];
      best[k] = best[k - 1];
    }
    top[k] = bid_[i];
    best[k] = i;
  }
  for (uint32_t k = 0; k < 3; ++k) {
    if (top[k] < kReserve) break;
    const auto words = chance_.Words(page, 0, k);
    if (words[0] * kWord >= kExposure[k]) continue;
    const double price = std::max(top[k + 1], kReserve);
    exposed_ += 1;
    cost_ += price;
    cost_of_[best[k]] += price;
    conversions_of_[best[k]] += words[1] * kWord < value_[best[k]] ? 1 : 0;
  }
}

}  // namespace souk::tests
