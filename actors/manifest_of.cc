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

results::ManifestContract ContractOf(const market::ContractSpec& spec) {
  return {.name = spec.name,
          .advertiser = spec.advertiser.value,
          .campaign = spec.campaign.value,
          .goal = static_cast<uint64_t>(spec.goal),
          .first_tick = spec.first_tick,
          .end_tick = spec.end_tick,
          .make_good_ticks = spec.make_good_ticks,
          .cancelled_at = spec.cancelled_at.value_or(UINT32_MAX),
          .tier = spec.tier,
          .price_micros = static_cast<uint64_t>(spec.price.micros),
          .shortage_price_micros =
              static_cast<uint64_t>(spec.shortage_price.micros)};
}

void AddContracts(const market::ContractsSpec& spec,
                  results::Manifest& manifest) {
  for (const market::ContractSpec& contract : spec.contracts) {
    manifest.contracts.push_back(ContractOf(contract));
  }
  if (!spec.any()) return;
  for (uint32_t channel = 0; channel < spec.slot_share.size(); ++channel) {
    const std::vector<double>& shares = spec.slot_share[channel];
    for (uint32_t slot = 0; slot < shares.size(); ++slot) {
      manifest.contract_slots.push_back({channel, slot, shares[slot]});
    }
  }
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
      .contracts = {},
      .contract_slots = {},
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
  AddContracts(spec.contracts, manifest);
  return manifest;
}

std::string MarketFingerprint(const results::Manifest& manifest,
                              uint64_t files) {
  return market::Concat(results::Fingerprint(manifest), "-", files);
}

}  // namespace souk::actors
