#include "agents/learning/joint_report.h"

namespace souk::agents {
namespace {

constexpr double kHalfInterval = 1.96;  // standard errors, 95 %

}  // namespace

JointReport FinalReport(const market::Mechanism& mechanism,
                        const JointSetting& setting, uint64_t training_seed) {
  constexpr uint64_t kOfTests = UINT64_C(0x9e3779b97f4a7c15);
  return Report(mechanism, setting, {.seed = training_seed ^ kOfTests},
                AlwaysFillRules(setting));
}

std::vector<market::NamedValues> FiguresOf(const JointReport& report) {
  std::vector<double> mean, p95;
  for (const market::RegretFigures& one : report.regret) {
    mean.push_back(one.mean);
    p95.push_back(one.p95);
  }
  std::vector<market::NamedValues> figures = {
      {"revenue", {report.revenue.mean}},
      {"revenue error", {report.revenue.error}},
      {"ceiling", {report.ceiling.mean}},
      {"ceiling gap", {report.gap()}},
      {"regret", mean},
      {"regret p95", p95},
      {"regret max", {report.max_regret()}},
      {"fill rate", {report.fill_rate}}};
  for (const RivalRevenue& rival : report.rivals) {
    figures.push_back({"lead over " + rival.name,
                       {rival.lead.mean, kHalfInterval * rival.lead.error}});
  }
  return figures;
}

}  // namespace souk::agents
