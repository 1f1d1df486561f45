#include "actors/manifest_of.h"

#include "agents/bidders_desk.h"

namespace souk::actors {
namespace {

template <class Spec>
std::vector<std::string> Names(const std::vector<Spec>& specs) {
  std::vector<std::string> names;
  for (const Spec& spec : specs) names.push_back(spec.name);
  return names;
}

}  // namespace

market::Result<void> CheckStrategies(const market::MarketSpec& spec) {
  const auto bidders = agents::BiddersDesk::Make(spec);
  if (!bidders) return bidders.error();
  return {};
}

results::Manifest ManifestOf(const market::MarketSpec& spec,
                             const std::string& expanded_text) {
  // A desk without lines knows the signals of all.
  const auto bidders = agents::BiddersDesk::Make(spec, {0, 0});
  results::Manifest manifest{
      .scenario_text = expanded_text,
      .scenario_name = spec.name,
      .seed = spec.seed,
      .run = spec.run,
      .souk_version = SOUK_VERSION,
      .ticks_planned = spec.calendar.ticks(),
      .advertisers = Names(spec.advertisers),
      .without_budget = {},
      .campaigns = Names(spec.campaigns),
      .channels = Names(spec.channels),
      .signals = bidders->signal_names(),
      .lines = {},
  };
  for (uint32_t i = 0; i < spec.advertisers.size(); ++i) {
    if (!spec.advertisers[i].budget.limited()) {
      manifest.without_budget.push_back(i);
    }
  }
  for (const market::LineSpec& line : spec.lines) {
    manifest.lines.push_back(
        {line.advertiser.value, line.campaign.value, line.channel.value});
  }
  return manifest;
}

std::string MarketFingerprint(const results::Manifest& manifest,
                              uint64_t files) {
  return market::Concat(results::Fingerprint(manifest), "-", files);
}

}  // namespace souk::actors
