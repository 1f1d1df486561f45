#include "agents/strategies/table_bid.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "agents/strategies/requirements.h"
#include "agents/strategies/steady.h"
#include "agents/strategies/value_table.h"

namespace souk::agents {
namespace {

using market::Concat;
using market::Error;
using market::Observation;
using market::ParamShape;
using market::ParamSpec;
using market::Result;

constexpr double kMaxBytes = 1073741824.0;

class TableCurve final : public market::BidCurve,
                         public std::enable_shared_from_this<TableCurve> {
 public:
  TableCurve(const ValueProblem& problem, double price_step, BidRate rate)
      : table_(problem),
        average_(problem.rate),
        price_step_(price_step),
        rate_(rate) {}

  double Bid(const Observation& seen) const override {
    const double rate = rate_ == BidRate::kAverage ? average_ : seen.click_rate;
    const size_t price =
        table_.Bid(AuctionsLeft(seen), BudgetSteps(seen), rate);
    return price_step_ * static_cast<double>(price);
  }
  void Save(market::ArchiveWriter&) const override {}
  std::shared_ptr<const market::BidCurve> Loaded(
      market::ArchiveReader&) const override {
    return shared_from_this();
  }

 private:
  size_t AuctionsLeft(const Observation& seen) const {
    const auto today = static_cast<uint64_t>(
        std::floor(static_cast<double>(table_.horizon()) * seen.cell_share));
    if (today <= seen.page_views_today) return 1;
    return std::min<size_t>(today - seen.page_views_today, table_.horizon());
  }
  size_t BudgetSteps(const Observation& seen) const {
    const double steps = std::floor(seen.remaining_micros / price_step_);
    const auto most = static_cast<double>(table_.max_budget());
    return static_cast<size_t>(std::clamp(steps, 0.0, most));
  }

  ValueTable table_;
  double average_;
  double price_step_;
  BidRate rate_;
};

/// Counts with one more of each price, so that no price is impossible.
std::vector<double> Density(const std::vector<double>& counts) {
  double total = static_cast<double>(counts.size());
  for (const double count : counts) total += count;
  std::vector<double> density;
  for (const double count : counts) density.push_back((count + 1) / total);
  return density;
}

Result<ValueProblem> Problem(std::string_view strategy,
                             const market::ParamSet& params,
                             const LineFacts& facts) {
  const Result<void> budget = NeedDailyBudget(strategy, facts);
  if (!budget) return budget.error();
  const Result<double> average = AverageClickRate(strategy, params);
  if (!average) return average.error();
  ValueProblem problem;
  problem.density = Density(params.list("price_counts"));
  problem.rate = *average;
  problem.horizon = static_cast<size_t>(params.integer("horizon"));
  problem.budget = static_cast<size_t>(facts.daily_budget.micros /
                                       params.integer("price_step_micros"));
  return problem;
}

int64_t Mebibytes(const ValueProblem& problem) {
  return static_cast<int64_t>(
      std::ceil(ValueTable::Bytes(problem) / 1048576.0));
}

Error TooLarge(std::string_view strategy, const ValueProblem& problem) {
  return Error{Concat(
      strategy, ": a value table of horizon = ", problem.horizon, " by ",
      problem.budget, " price steps of budget takes ", Mebibytes(problem),
      " MiB, at most 1024 are allowed; lower horizon or raise "
      "price_step_micros")};
}

}  // namespace

std::vector<ParamSpec> TableBidParams() {
  std::vector<ParamSpec> params = {
      {.name = "price_counts",
       .unit = "1",
       .shape = ParamShape::kList,
       .default_value = {},
       .min = 0,
       .max = 1e12,
       .help = "Histogram of market prices: how often 0, 1, 2, ... price "
               "steps were seen in training"},
      {.name = "price_step_micros",
       .unit = "micros",
       .shape = ParamShape::kInteger,
       .default_value = {1000},
       .min = 1,
       .max = 1e12,
       .help = "One step of prices, budgets and bids"},
      {.name = "horizon",
       .unit = "page views",
       .shape = ParamShape::kInteger,
       .default_value = {1000},
       .min = 1,
       .max = 1e7,
       .help = "Page views of a day, over all cells"}};
  for (ParamSpec& spec : AverageClickRateParams()) {
    params.push_back(std::move(spec));
  }
  return params;
}

Result<std::unique_ptr<Strategy>> MakeTableBid(std::string_view strategy,
                                               BidRate rate,
                                               const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (auto view = NeedViewCharge(strategy, facts); !view) return view.error();
  const Result<ValueProblem> problem = Problem(strategy, params, facts);
  if (!problem) return problem.error();
  if (ValueTable::Bytes(*problem) > kMaxBytes) {
    return TooLarge(strategy, *problem);
  }
  const double step = params.number("price_step_micros");
  market::BidFunction bid;
  bid.curve = std::make_shared<TableCurve>(*problem, step, rate);
  return std::unique_ptr<Strategy>(std::make_unique<SteadyStrategy>(bid));
}

}  // namespace souk::agents
