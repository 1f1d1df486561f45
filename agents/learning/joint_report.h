// What a mechanism is worth in a joint setting, told honestly: its revenue
// never without the regret of the rule that is deployed and without the exact
// ceiling of all truthful rules.
//
//   revenue   mean over profiles of the sum of expected payments
//   ceiling   that of `joint_opt` with the setting's priors, same profiles
//   gap       1 - revenue / ceiling
//   regret    of each member, most it could gain by another bid
//             (market/regret.h), on the first profiles
//
// Differences are paired: they are between rules on the same profiles. Money
// is in units of value per page view.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agents/learning/joint_setting.h"
#include "market/auction.h"
#include "market/regret.h"
#include "market/result.h"
#include "market/trained_model.h"

namespace souk::agents {

struct JointTest {
  uint64_t seed = 1;
  int64_t profiles = 20000;       ///< for revenue, at least 2
  int64_t regret_profiles = 200;  ///< the first of them
  /// Dense: steps go to the highest value of the setting.
  market::RegretProbe probe = {.estimator = market::RegretEstimator::kDense};
};

struct Estimate {
  double mean = 0;
  double error = 0;  ///< standard error
};

/// Another rule on the same profiles, with truthful bids.
struct RivalRevenue {
  std::string name;
  Estimate revenue;
  Estimate lead;  ///< revenue of the mechanism that is measured - this
};

struct JointReport {
  Estimate revenue;
  Estimate of_brands, of_stores;  ///< that part of the revenue
  Estimate ceiling;
  Estimate missed;                            ///< ceiling - revenue
  double fill_rate = 0;                       ///< of slots
  std::vector<market::RegretFigures> regret;  ///< of each member, in units
  std::vector<RivalRevenue> rivals;

  double gap() const { return 1 - revenue.mean / ceiling.mean; }
  double mean_regret() const;   ///< over members
  double worst_regret() const;  ///< greatest mean of a member
  double max_regret() const;    ///< of any member in any profile
};

struct NamedMechanism {
  std::string name;
  std::shared_ptr<const market::Mechanism> mechanism;
};

/// `joint_opt` with the priors of the setting.
std::shared_ptr<const market::Mechanism> CeilingOf(const JointSetting& setting);
/// joint_vcg0, joint_vcg_absent, joint_opt that fills all slots, stores_gsp,
/// stores_vcg: those that fill all slots they can. Only joint_vcg0 and
/// joint_opt, and stores_vcg, are truthful.
std::vector<NamedMechanism> AlwaysFillRules(const JointSetting& setting);

JointReport Report(const market::Mechanism& mechanism,
                   const JointSetting& setting, const JointTest& test,
                   const std::vector<NamedMechanism>& rivals = {});

/// What a trainer says of its model: on profiles that no training drew, beside
/// the rules that always fill.
JointReport FinalReport(const market::Mechanism& mechanism,
                        const JointSetting& setting, uint64_t training_seed);
/// For TrainedModel::figures: "revenue", "revenue error", "ceiling", "ceiling
/// gap", "regret" (mean of each member), "regret p95", "regret max", "fill
/// rate", and "lead over NAME" with half of its 95 % interval for each rival.
std::vector<market::NamedValues> FiguresOf(const JointReport& report);

}  // namespace souk::agents
