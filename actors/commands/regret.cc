#include <spdlog/fmt/fmt.h>

#include <array>
#include <iostream>

#include "actors/commands/load_scenario.h"
#include "actors/commands/options.h"
#include "market/family.h"
#include "scenarios/regret_survey.h"
#include "scenarios/summary_json.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;
using market::MarketSpec;
using market::RegretEstimator;
using market::Result;
using scenarios::RegretRow;

constexpr uint64_t kMostPages = 1000000;

constexpr std::array<std::pair<const char*, RegretEstimator>, 3> kEstimators = {
    {{"exact", RegretEstimator::kExact},
     {"dense", RegretEstimator::kDense},
     {"grid", RegretEstimator::kGrid}}};

Result<RegretEstimator> EstimatorCalled(const std::string& name) {
  for (const auto& [known, estimator] : kEstimators) {
    if (name == known) return estimator;
  }
  return market::Error{"--estimator is '" + name +
                       "', must be exact, dense or grid"};
}

Result<std::shared_ptr<const market::Mechanism>> MechanismCalled(
    const std::string& name) {
  const auto entry =
      market::FindMember("mechanism", market::Mechanisms(), name);
  if (!entry) return entry.error();
  const auto params = market::ParamSet::Make((*entry)->params, {});
  if (!params) return params.error();
  return (*entry)->make(*params);
}

Result<scenarios::SurveyRequest> RequestedSurvey(const Arguments& arguments) {
  scenarios::SurveyRequest request;
  const auto estimator =
      EstimatorCalled(arguments.get<std::string>("estimator"));
  if (!estimator) return estimator.error();
  request.probe.estimator = *estimator;
  const uint64_t pages = arguments.get<Whole>("pages").value;
  if (pages < 1 || pages > kMostPages) {
    return market::Error{market::Concat("--pages is ", pages,
                                        ", must be in [1, ", kMostPages, "]")};
  }
  request.page_views = pages;
  if (!arguments.has("mechanism")) return request;
  const auto made = MechanismCalled(arguments.get<std::string>("mechanism"));
  if (!made) return market::Error{"--mechanism: " + made.error().message};
  request.mechanism = *made;
  return request;
}

void FillRow(const scenarios::SurveyGroup& group, RegretRow& row) {
  const market::RegretFigures& figures = group.figures;
  row.set_page_views(group.page_views);
  row.set_bids(figures.count);
  row.set_utility_micros(figures.utility);
  row.set_regret_micros(figures.mean);
  row.set_p95_micros(figures.p95);
  row.set_p99_micros(figures.p99);
  row.set_max_micros(figures.max);
  if (figures.psi) row.set_psi(*figures.psi);
  if (figures.psi_ratio) row.set_psi_ratio(*figures.psi_ratio);
}

scenarios::RegretReport Report(const MarketSpec& spec,
                               const scenarios::RegretSurvey& survey) {
  scenarios::RegretReport report;
  report.set_scenario(spec.name);
  report.set_revenue_micros(survey.revenue);
  report.set_welfare_micros(survey.welfare);
  FillRow(survey.all, *report.mutable_all());
  for (size_t c = 0; c < spec.channels.size(); ++c) {
    RegretRow& row = *report.add_channel();
    row.set_channel(spec.channels[c].name);
    FillRow(survey.of_channel[c], row);
  }
  for (size_t l = 0; l < spec.lines.size(); ++l) {
    const market::LineSpec& line = spec.lines[l];
    RegretRow& row = *report.add_campaign();
    row.set_channel(spec.channels[line.channel.index()].name);
    row.set_campaign(spec.campaigns[line.campaign.index()].name);
    FillRow(survey.of_line[l], row);
  }
  return report;
}

std::string Ratio(bool defined, double value) {
  return defined ? fmt::format("{:.6f}", value) : "n/a";
}

void PrintRow(const std::string& name, const RegretRow& row) {
  std::cout << fmt::format(
      "{:<32} {:>8} {:>13.3f} {:>12.3f} {:>12.3f} {:>12.3f} {:>12.3f} {:>10} "
      "{:>10}\n",
      name, row.bids(), row.utility_micros(), row.regret_micros(),
      row.p95_micros(), row.p99_micros(), row.max_micros(),
      Ratio(row.has_psi(), row.psi()),
      Ratio(row.has_psi_ratio(), row.psi_ratio()));
}

void PrintTable(const scenarios::RegretReport& report) {
  std::cout << fmt::format(
      "{:<32} {:>8} {:>13} {:>12} {:>12} {:>12} {:>12} {:>10} {:>10}\n",
      "campaign", "bids", "utility", "regret", "p95", "p99", "max", "psi",
      "psi ratio");
  for (const RegretRow& channel : report.channel()) {
    for (const RegretRow& row : report.campaign()) {
      if (row.channel() == channel.channel()) PrintRow(row.campaign(), row);
    }
    PrintRow("channel " + channel.channel(), channel);
  }
  PrintRow("all", report.all());
  std::cout << fmt::format(
      "micro-units per page view, {} of them sampled; expected revenue {:.3f}, "
      "welfare {:.3f}\n"
      "bids are taken as values; estimator {}, a lower bound{}\n",
      report.all().page_views(), report.revenue_micros(),
      report.welfare_micros(), report.estimator(),
      report.mechanism().empty()
          ? ""
          : "; cleared by " + report.mechanism() + " instead");
}

Accepts RegretAccepts() {
  Accepts accepts;
  accepts.positional = "FILE";
  AddScenarioOptions(accepts.options);
  accepts.options.add_options()(
      "pages", po::value<Whole>()->default_value(Whole{1000})->value_name("N"),
      "Page views to sample, over the whole run")(
      "estimator",
      po::value<std::string>()->default_value("exact")->value_name("NAME"),
      "exact, dense (101 bids up to the highest) or grid (0.2 to 2 x the bid)")(
      "mechanism", po::value<std::string>()->value_name("NAME"),
      "Clear the sampled page views by this one, with its defaults")(
      "json", "Print one JSON object instead of the table");
  return accepts;
}

int Regret(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, RegretAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  const auto request = RequestedSurvey(*arguments);
  auto loaded = scenarios::LoadScenario(RequestOf(*arguments));
  if (!request || !loaded) {
    std::cerr << (request ? ""
                          : "souk regret: " + request.error().message + "\n")
              << (loaded ? "" : loaded.error().message + "\n");
    return kWrongInput;
  }
  const auto spec =
      std::make_shared<const MarketSpec>(std::move(loaded->market));
  const auto survey = scenarios::SurveyRegret(spec, *request);
  if (!survey) {
    std::cerr << "souk regret: " << survey.error().message << "\n";
    return kRunFailed;
  }
  scenarios::RegretReport report = Report(*spec, *survey);
  report.set_estimator(arguments->get<std::string>("estimator"));
  if (arguments->has("mechanism")) {
    report.set_mechanism(arguments->get<std::string>("mechanism"));
  }
  if (arguments->has("json")) {
    std::cout << scenarios::ToJson(report);
  } else {
    PrintTable(report);
  }
  return kDone;
}

}  // namespace

Command RegretCommand() {
  return {
      "regret", "Measures what campaigns would gain by other bids",
      "souk regret FILE [--set PATH=VALUE]... [--pages N] "
      "[--estimator exact|dense|grid] [--mechanism NAME] [--json]",
      "  souk regret scenarios/library/joint_stores.textproto --pages 200\n",
      Regret};
}

}  // namespace souk::actors
