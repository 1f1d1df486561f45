#include <array>
#include <cstdio>

#include "agents/learning/joint_report.h"

namespace souk::agents {
namespace {

constexpr double kHalfInterval = 1.96;  // standard errors, 95 %

std::string Line(const std::string& name, const Estimate& one) {
  std::array<char, 120> text{};
  std::snprintf(text.data(), text.size(), "%-26s %9.5f +- %.5f\n", name.c_str(),
                one.mean, kHalfInterval * one.error);
  return text.data();
}

std::string Line(const std::string& name, double value) {
  std::array<char, 120> text{};
  std::snprintf(text.data(), text.size(), "%-26s %9.5f\n", name.c_str(), value);
  return text.data();
}

std::string RegretText(const JointReport& report) {
  std::string text = "hard regret          mean       p95       max\n";
  for (size_t a = 0; a < report.regret.size(); ++a) {
    const market::RegretFigures& one = report.regret[a];
    std::array<char, 120> row{};
    std::snprintf(row.data(), row.size(),
                  "  member %-3zu    %9.6f %9.6f %9.6f\n", a + 1, one.mean,
                  one.p95, one.max);
    text += row.data();
  }
  return text;
}

}  // namespace

std::string TextOf(const JointReport& report) {
  std::string text =
      Line("revenue", report.revenue) + Line("  of brands", report.of_brands) +
      Line("  of stores", report.of_stores) + Line("ceiling", report.ceiling) +
      Line("ceiling - revenue", report.missed) +
      Line("ceiling gap", report.gap()) +
      Line("slots filled", report.fill_rate);
  text += RegretText(report);
  for (const RivalRevenue& rival : report.rivals) {
    text += Line(rival.name, rival.revenue);
    text += Line("  lead over it", rival.lead);
  }
  return text;
}

std::vector<market::NamedValues> FiguresOf(const JointReport& report) {
  std::vector<double> mean, p95;
  for (const market::RegretFigures& one : report.regret) {
    mean.push_back(one.mean);
    p95.push_back(one.p95);
  }
  return {{"revenue", {report.revenue.mean}},
          {"revenue error", {report.revenue.error}},
          {"ceiling", {report.ceiling.mean}},
          {"ceiling gap", {report.gap()}},
          {"regret", mean},
          {"regret p95", p95},
          {"regret max", {report.max_regret()}},
          {"fill rate", {report.fill_rate}}};
}

}  // namespace souk::agents
