#include "scenarios/budget_checks.h"

#include <algorithm>
#include <cmath>

#include "market/budget.h"
#include "market/money.h"
#include "scenarios/field_path.h"
#include "scenarios/field_rules.h"
#include "scenarios/population.h"

namespace souk::scenarios {
namespace {

/// A budget of an advertiser or a campaign, and how often it is put in.
struct Funding {
  const char* field = "";
  double micros = 0;
  double times = 1;
};

/// The budget that bounds what `holder` gets in `days`; none: 0.
template <class Holder>
Funding FundingOf(const Holder& holder, double days) {
  if (holder.has_total_budget_micros()) {
    return {"total_budget_micros",
            static_cast<double>(holder.total_budget_micros()), 1};
  }
  if (holder.has_weekly_budget_micros()) {
    return {"weekly_budget_micros",
            static_cast<double>(holder.weekly_budget_micros()),
            std::ceil(days / market::kDaysPerWeek)};
  }
  return {"daily_budget_micros",
          static_cast<double>(holder.daily_budget_micros()), days};
}

/// The most that copies of template `position` multiply the field at `path` by.
double MostFactor(const Scenario& scenario, int position,
                  const std::string& path) {
  const Advertiser& advertiser = scenario.advertiser(position);
  double factor = advertiser.count();
  for (int v = 0; v < advertiser.vary_size(); ++v) {
    if (advertiser.vary(v).path() != path) continue;
    factor *= FactorsOf(scenario, position, v).most;
  }
  return factor;
}

/// Adds budgets up until they no longer fit.
class BudgetSum {
 public:
  explicit BudgetSum(Faults& faults) : faults_(faults) {}

  void Add(const Funding& funding, double factor, const FieldPath& holder) {
    const bool fitted = Fits();
    total_ += funding.micros * funding.times * factor;
    if (!fitted || Fits()) return;
    faults_.Add(holder.Field(funding.field),
                ": with it the budgets of all days add up to " +
                    NumberText(total_) + " micros, must be below " +
                    NumberText(market::kMaxMicros) +
                    "; lower it, or leave it away for no limit");
  }

 private:
  bool Fits() const { return total_ < market::kMaxMicros; }

  Faults& faults_;
  double total_ = 0;
};

void CheckReport(const Budgets& budgets, const char* field, double found,
                 double usual, Faults& faults) {
  if (budgets.mode() == STALE || found == usual) return;
  faults.Add(FieldPath().Field("budgets").Field(field),
             " = " + NumberText(found) +
                 ": only the mode STALE knows reports; leave it away, or set "
                 "budgets.mode: STALE");
}

}  // namespace

void CheckBudgetMode(const Scenario& scenario, Faults& faults) {
  const Budgets& budgets = scenario.budgets();
  CheckReport(budgets, "report_delay_ticks", budgets.report_delay_ticks(), 0,
              faults);
  CheckReport(budgets, "report_every_ticks", budgets.report_every_ticks(), 1,
              faults);
  CheckReport(budgets, "report_loss_rate", budgets.report_loss_rate(), 0,
              faults);
}

void CheckBudgets(const Scenario& scenario, Faults& faults) {
  const double days = scenario.calendar().days();
  BudgetSum sum(faults);
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    const Advertiser& advertiser = scenario.advertiser(a);
    const FieldPath path =
        FieldPath().Item("advertiser", static_cast<size_t>(a));
    const double scale = scenario.budgets().scale();
    const Funding own = FundingOf(advertiser, days);
    sum.Add(own, scale * MostFactor(scenario, a, own.field), path);
    for (int c = 0; c < advertiser.campaign_size(); ++c) {
      const Funding part = FundingOf(advertiser.campaign(c), days);
      const std::string name =
          "campaign[" + std::to_string(c) + "]." + part.field;
      sum.Add(part, scale * MostFactor(scenario, a, name),
              path.Item("campaign", static_cast<size_t>(c)));
    }
  }
}

}  // namespace souk::scenarios
