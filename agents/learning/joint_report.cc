#include "agents/learning/joint_report.h"

#include <algorithm>
#include <cmath>

#include "agents/learning/joint_profiles.h"
#include "market/check.h"
#include "market/expected_events.h"
#include "market/family.h"

namespace souk::agents {
namespace {

class Average {
 public:
  void Add(double x) {
    count_ += 1;
    const double step = x - mean_;
    mean_ += step / count_;
    squares_ += step * (x - mean_);
  }
  Estimate Of() const {
    return {mean_, std::sqrt(squares_ / (count_ - 1) / count_)};
  }

 private:
  double count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // of differences from the mean
};

struct Takings {
  double brands = 0;
  double stores = 0;
  double slots = 0;  // that show something

  double all() const { return brands + stores; }
};

/// In units.
Takings TakingsOf(const market::Auction& auction,
                  const market::Outcome& outcome, const JointSetting& setting) {
  Takings takings;
  uint32_t shown = 0;
  for (const market::Award& award : outcome.awards()) {
    const double paid = market::ExpectedEvents(auction, outcome, award) *
                        award.price / setting.value_unit_micros;
    (award.candidate < setting.brands ? takings.brands : takings.stores) +=
        paid;
    shown |= 1U << award.slot;
  }
  for (; shown > 0; shown &= shown - 1) takings.slots += 1;
  return takings;
}

/// All rules on the same profiles.
class RevenueCount {
 public:
  RevenueCount(const market::Mechanism& mechanism, const JointSetting& setting,
               const std::vector<NamedMechanism>& rivals)
      : mechanism_(mechanism),
        setting_(setting),
        rivals_(rivals),
        revenues_(rivals.size()),
        leads_(rivals.size()) {}

  void Add(const market::Auction& auction) {
    const Takings own = Clear(mechanism_, auction);
    revenue_.Add(own.all());
    brands_.Add(own.brands);
    stores_.Add(own.stores);
    slots_.Add(own.slots);
    const double most = Clear(*ceiling_rule_, auction).all();
    ceiling_.Add(most);
    missed_.Add(most - own.all());
    for (size_t r = 0; r < rivals_.size(); ++r) {
      const double other = Clear(*rivals_[r].mechanism, auction).all();
      revenues_[r].Add(other);
      leads_[r].Add(own.all() - other);
    }
  }

  void FillIn(JointReport& report) const {
    report.revenue = revenue_.Of();
    report.of_brands = brands_.Of();
    report.of_stores = stores_.Of();
    report.ceiling = ceiling_.Of();
    report.missed = missed_.Of();
    report.fill_rate =
        slots_.Of().mean / static_cast<double>(setting_.slot_weight.size());
    for (size_t r = 0; r < rivals_.size(); ++r) {
      report.rivals.push_back(
          {rivals_[r].name, revenues_[r].Of(), leads_[r].Of()});
    }
  }

 private:
  Takings Clear(const market::Mechanism& rule, const market::Auction& auction) {
    rule.Clear(auction, outcome_);
    return TakingsOf(auction, outcome_, setting_);
  }

  const market::Mechanism& mechanism_;
  const JointSetting& setting_;
  const std::vector<NamedMechanism>& rivals_;
  std::shared_ptr<const market::Mechanism> ceiling_rule_ = CeilingOf(setting_);
  Average revenue_, brands_, stores_, slots_, ceiling_, missed_;
  std::vector<Average> revenues_, leads_;
  market::Outcome outcome_;
};

/// In units instead of micro-units.
market::RegretFigures InUnits(market::RegretFigures figures, double unit) {
  for (double* const one : {&figures.utility, &figures.mean, &figures.p95,
                            &figures.p99, &figures.max}) {
    *one /= unit;
  }
  return figures;
}

std::vector<market::RegretFigures> RegretsOf(const market::Mechanism& mechanism,
                                             const JointSetting& setting,
                                             const JointTest& test) {
  const double unit = setting.value_unit_micros;
  market::RegretProbe probe = test.probe;
  probe.highest_micros =
      unit * std::max(setting.brand_law.high, setting.store_law.high);
  market::RegretMeter meter(mechanism, probe);
  const JointProfiles profiles(setting, test.seed);
  std::vector<market::RegretTally> tallies(setting.members());
  std::vector<double> bid(setting.members());
  for (int64_t n = 0; n < test.regret_profiles; ++n) {
    profiles.Draw(static_cast<uint64_t>(n), bid);
    for (uint32_t a = 0; a < bid.size(); ++a) {
      tallies[a].Add(meter.Measure(profiles.PageView(bid), a));
    }
  }
  std::vector<market::RegretFigures> figures;
  for (const market::RegretTally& tally : tallies) {
    figures.push_back(InUnits(tally.Figures(test.regret_profiles), unit));
  }
  return figures;
}

std::shared_ptr<const market::Mechanism> MechanismNamed(
    std::string_view name, const std::vector<market::ParamValue>& given) {
  const auto entry =
      market::FindMember("mechanism", market::Mechanisms(), name);
  const auto params = market::ParamSet::Make((*entry)->params, given);
  return (*entry)->make(*params).value();
}

std::vector<market::ParamValue> PriorOf(const ValueLaw& law, double unit,
                                        const std::string& side) {
  const double high = std::floor(law.high * unit + 0.5);
  if (law.kind == ValueLaw::Kind::kUniform) {
    return {{side + "_uniform_high_micros", {high}, ""}};
  }
  const double mean = std::floor(law.mean * unit + 0.5);
  return {{side + "_exponential_mean_micros", {mean}, ""},
          {side + "_cap_micros", {high}, ""}};
}

std::shared_ptr<const market::Mechanism> Optimum(const JointSetting& setting,
                                                 double fill) {
  const double unit = setting.value_unit_micros;
  std::vector<market::ParamValue> given =
      PriorOf(setting.brand_law, unit, "brand");
  for (auto& one : PriorOf(setting.store_law, unit, "store")) {
    given.push_back(one);
  }
  given.push_back({"fill", {fill}, ""});
  return MechanismNamed("joint_opt", given);
}

}  // namespace

std::shared_ptr<const market::Mechanism> CeilingOf(
    const JointSetting& setting) {
  return Optimum(setting, 0);
}

std::vector<NamedMechanism> AlwaysFillRules(const JointSetting& setting) {
  std::vector<NamedMechanism> rules;
  for (const char* const name :
       {"joint_vcg0", "joint_vcg_absent", "stores_gsp", "stores_vcg"}) {
    rules.push_back({name, MechanismNamed(name, {})});
  }
  rules.insert(rules.begin() + 1, {"joint_opt, fill", Optimum(setting, 1)});
  return rules;
}

double JointReport::mean_regret() const {
  double sum = 0;
  for (const auto& one : regret) sum += one.mean;
  return sum / static_cast<double>(regret.size());
}

double JointReport::worst_regret() const {
  return std::ranges::max(regret, {}, &market::RegretFigures::mean).mean;
}

double JointReport::max_regret() const {
  return std::ranges::max(regret, {}, &market::RegretFigures::max).max;
}

JointReport Report(const market::Mechanism& mechanism,
                   const JointSetting& setting, const JointTest& test,
                   const std::vector<NamedMechanism>& rivals) {
  SOUK_CHECK(test.profiles >= 2 && test.regret_profiles >= 1, "a report on ",
             test.profiles, " profiles, regret on ", test.regret_profiles);
  RevenueCount count(mechanism, setting, rivals);
  const JointProfiles profiles(setting, test.seed);
  std::vector<double> bid(setting.members());
  for (int64_t n = 0; n < test.profiles; ++n) {
    profiles.Draw(static_cast<uint64_t>(n), bid);
    count.Add(profiles.PageView(bid));
  }
  JointReport report;
  count.FillIn(report);
  report.regret = RegretsOf(mechanism, setting, test);
  return report;
}

}  // namespace souk::agents
