// online_lp: the offer per conversion that spends what is left of the budget,
// if the rest of the day goes as the day before.
//
//   bid   = alpha * p            for one view, p = click rate * conversion rate
//   alpha = min(cap * C, alpha of the first point of tick t in the cost table
//                        that costs more than the remaining budget)
//
// with C the target of the campaign, which is also alpha where there is no such
// point, and all of the first day. The table (cost_table.h) is built at the
// start of a day from the auctions that the line saw on the last day with any,
// a sample of watch_share of its page views, at what the last slot was sold
// for. Reference: the OnlineLP bidder of AuctionNet (NeurIPS 2024), which
// samples 1/8 of the auctions of eight advertisers of a category, that is, as
// many rows as one of them meets; so here every row counts 1 / watch_share
// times, to be on the scale of the budget too.
//
// Parameters: watch_share; cost_step_micros, most_cost_micros, smoothing,
// least_price_micros of the table; cap; table, one that was made elsewhere:
// triples of tick of the day, cost and alpha, used until there is a better one.
// Signal: coefficient (alpha, in micro-units), of the tick planned last.
#include <algorithm>
#include <utility>

#include "agents/strategies/cost_table.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::ParamSet;
using market::ParamShape;
using market::ParamSpec;

struct Rules {
  double target = 0;
  double most = 0;  // alpha
  double watch_share = 0;
  CostTableRules table;
};

class OnlineLp final : public Strategy {
 public:
  OnlineLp(const Rules& rules, market::LinearBid unit, CostTable table)
      : rules_(rules), unit_(unit), table_(std::move(table)) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    if (input.time.first_of_day() && !rows_.empty()) {
      table_ = CostTable(rows_, rules_.table);
      rows_.clear();
    }
    const double left = static_cast<double>(input.remaining_today.micros);
    alpha_ =
        std::min(rules_.most, table_.AlphaFor(input.time.tick_of_day(), left)
                                  .value_or(rules_.target));
    market::BidFunction bid{unit_, nullptr};
    bid.linear.factor = alpha_;
    bid.watch_share = rules_.watch_share;
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    for (const market::AuctionSeen& auction : feedback.seen) {
      rows_.push_back({feedback.time.tick_of_day(),
                       auction.click_rate * auction.conversion_rate,
                       auction.last_price});
    }
  }
  void Signals(std::span<double> values) const override { values[0] = alpha_; }
  void Save(market::ArchiveWriter& out) const override {
    out.PutRows(rows_, PricedView::Fields());
    out.Put(alpha_);
    table_.Save(out);
  }
  void Load(market::ArchiveReader& in) override {
    in.GetRows(rows_, PricedView::Fields());
    in.Get(alpha_);
    table_.Load(in);
  }

 private:
  Rules rules_;
  market::LinearBid unit_;
  std::vector<PricedView> rows_;  // of this day
  CostTable table_;
  double alpha_ = 0;
};

/// The parameter `table`; [0] stands for none.
market::Result<CostTable> GivenTable(const std::vector<double>& triples,
                                     uint32_t ticks) {
  if (triples.size() == 1 && triples[0] == 0) return CostTable();
  bool fits = triples.size() % 3 == 0;
  for (size_t i = 0; fits && i < triples.size(); i += 3) {
    fits = triples[i] < ticks &&
           (i == 0 || triples[i] > triples[i - 3] ||
            (triples[i] == triples[i - 3] && triples[i + 1] > triples[i - 2]));
  }
  if (fits) return CostTable::FromTriples(triples, ticks);
  return market::Error{
      market::Concat("online_lp: table has ", triples.size(),
                     " values; it must be triples of tick of the day (below ",
                     ticks, "), cost and alpha, ascending by tick and cost")};
}

Rules RulesOf(const ParamSet& params, const LineFacts& facts) {
  const double share = params.number("watch_share");
  return {.target = facts.target_cpa_micros,
          .most = params.number("cap") * facts.target_cpa_micros,
          .watch_share = share,
          .table = {.ticks = facts.ticks_per_day,
                    .smoothing = params.number("smoothing"),
                    .least_price = params.number("least_price_micros"),
                    .weight = 1 / share,
                    .cost_step = params.number("cost_step_micros"),
                    .most_cost = params.number("most_cost_micros")}};
}

market::Result<std::unique_ptr<Strategy>> Make(const ParamSet& params,
                                               const LineFacts& facts) {
  if (auto view = NeedViewCharge("online_lp", facts); !view) {
    return view.error();
  }
  if (auto target = NeedTargetCpa("online_lp", facts); !target) {
    return target.error();
  }
  if (auto budget = NeedDailyBudget("online_lp", facts); !budget) {
    return budget.error();
  }
  auto table = GivenTable(params.list("table"), facts.ticks_per_day);
  if (!table) return table.error();
  return std::unique_ptr<Strategy>(std::make_unique<OnlineLp>(
      RulesOf(params, facts), ConversionBid(facts), std::move(table).value()));
}

ParamSpec Micros(const char* name, double value, double least,
                 const char* help) {
  ParamSpec spec = NumberParam(name, value, {least, 1e15}, help);
  spec.unit = "micros";
  return spec;
}

std::vector<ParamSpec> Params() {
  return {NumberParam("watch_share", 0.125, {1e-4, 1},
                      "Share of page views that is sampled for the table"),
          Micros("cost_step_micros", 10e6, 0, "Least cost between two points"),
          Micros("most_cost_micros", 6000e6, 0, "Points stay below this cost"),
          NumberParam("smoothing", 1e-4, {1e-12, 1},
                      "Added to p in the price of a conversion"),
          Micros("least_price_micros", 100, 0,
                 "Auctions at this price or below are left out"),
          NumberParam("cap", 1.5, {0, 1000},
                      "Most that is offered for a conversion, in targets"),
          {.name = "table",
           .unit = "1",
           .shape = ParamShape::kList,
           .default_value = {0},
           .min = 0,
           .max = 1e15,
           .help = "Ready table for the first day: tick, cost, alpha of every "
                   "point; 0: none"}};
}

}  // namespace

StrategyEntry OnlineLpStrategy() {
  return {.name = "online_lp",
          .help =
              "Offers what spends the budget if today is as the day before "
              "(needs a budget and a target)",
          .params = Params(),
          .signals = {"coefficient"},
          .make = Make};
}

}  // namespace souk::agents
