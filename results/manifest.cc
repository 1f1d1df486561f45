#include "results/manifest.h"

#include <array>

#include "market/archive.h"
#include "results/digest.h"

namespace souk::results {
namespace {

constexpr const char* kGroup = "/manifest";

std::vector<uint32_t> ColumnOf(const std::vector<ManifestLine>& lines,
                               uint32_t ManifestLine::*field) {
  std::vector<uint32_t> column;
  for (const ManifestLine& line : lines) column.push_back(line.*field);
  return column;
}

void WriteLines(const std::vector<ManifestLine>& lines,
                hdf5::OutputFile& file) {
  file.AddGroup("/manifest/lines");
  file.AddNumbers("/manifest/lines/advertiser",
                  ColumnOf(lines, &ManifestLine::advertiser));
  file.AddNumbers("/manifest/lines/campaign",
                  ColumnOf(lines, &ManifestLine::campaign));
  file.AddNumbers("/manifest/lines/channel",
                  ColumnOf(lines, &ManifestLine::channel));
}

std::vector<ManifestLine> ReadLines(hdf5::InputFile& file) {
  const auto advertiser = file.Numbers("/manifest/lines/advertiser");
  const auto campaign = file.Numbers("/manifest/lines/campaign");
  const auto channel = file.Numbers("/manifest/lines/channel");
  std::vector<ManifestLine> lines;
  for (size_t i = 0;
       i < advertiser.size() && i < campaign.size() && i < channel.size();
       ++i) {
    lines.push_back({advertiser[i], campaign[i], channel[i]});
  }
  return lines;
}

void WriteRoot(const Manifest& manifest, hdf5::OutputFile& file) {
  file.PutAttribute("/", "Conventions", std::string("CF-1.8"));
  file.PutAttribute("/", "creator", std::string("souk"));
  file.PutAttribute("/", "creator_version", manifest.souk_version);
  file.PutAttribute("/", "schema_version", manifest.schema_version);
}

uint32_t Number32(hdf5::InputFile& file, const std::string& path,
                  const std::string& name) {
  return static_cast<uint32_t>(file.NumberAttribute(path, name));
}

void PutContracts(const Manifest& manifest, market::ArchiveWriter& out) {
  for (const ManifestContract& one : manifest.contracts) {
    out.Put(one.name);
    out.Put(std::array<uint64_t, 10>{
        one.advertiser, one.campaign, one.goal, one.first_tick, one.end_tick,
        one.make_good_ticks, one.cancelled_at, one.tier, one.price_micros,
        one.shortage_price_micros});
  }
  if (!manifest.contracts.empty()) out.Put(manifest.contract_slots);
}

}  // namespace

bool HasTable(const Manifest& manifest, const Table& table) {
  return table.presence == Presence::kAlways || !manifest.contracts.empty();
}

void WriteManifest(const Manifest& manifest, hdf5::OutputFile& file) {
  WriteRoot(manifest, file);
  file.AddGroup(kGroup);
  file.PutAttribute(kGroup, "scenario_name", manifest.scenario_name);
  file.PutAttribute(kGroup, "seed", manifest.seed);
  file.PutAttribute(kGroup, "run", manifest.run);
  file.PutAttribute(kGroup, "ticks_planned", manifest.ticks_planned);
  file.AddText("/manifest/scenario", manifest.scenario_text);
  file.AddTexts("/manifest/advertisers", manifest.advertisers);
  file.AddNumbers("/manifest/without_budget", manifest.without_budget);
  file.AddTexts("/manifest/campaigns", manifest.campaigns);
  file.AddTexts("/manifest/channels", manifest.channels);
  file.AddTexts("/manifest/signals", manifest.signals);
  WriteLines(manifest.lines, file);
  WriteContracts(manifest, file);
}

void WriteProgress(const Progress& progress, hdf5::OutputFile& file) {
  file.PutAttribute(kGroup, "complete",
                    static_cast<uint8_t>(progress.complete ? 1 : 0));
  file.PutAttribute(kGroup, "ticks_done", progress.ticks_done);
  if (progress.complete) {
    file.PutAttribute(kGroup, "digest", progress.digest);
  }
}

Manifest ReadManifest(hdf5::InputFile& file) {
  Manifest manifest;
  manifest.souk_version = file.TextAttribute("/", "creator_version");
  manifest.schema_version = Number32(file, "/", "schema_version");
  manifest.scenario_name = file.TextAttribute(kGroup, "scenario_name");
  manifest.seed = file.NumberAttribute(kGroup, "seed");
  manifest.run = Number32(file, kGroup, "run");
  manifest.ticks_planned = Number32(file, kGroup, "ticks_planned");
  manifest.scenario_text = file.Text("/manifest/scenario");
  manifest.advertisers = file.Texts("/manifest/advertisers");
  manifest.without_budget = file.Numbers("/manifest/without_budget");
  manifest.campaigns = file.Texts("/manifest/campaigns");
  manifest.channels = file.Texts("/manifest/channels");
  manifest.signals = file.Texts("/manifest/signals");
  manifest.lines = ReadLines(file);
  ReadContracts(file, manifest);
  return manifest;
}

Progress ReadProgress(hdf5::InputFile& file) {
  Progress progress;
  progress.complete = file.NumberAttribute(kGroup, "complete") != 0;
  progress.ticks_done = Number32(file, kGroup, "ticks_done");
  if (progress.complete) {
    progress.digest = file.TextAttribute(kGroup, "digest");
  }
  return progress;
}

std::string Fingerprint(const Manifest& manifest) {
  market::ArchiveWriter out;
  out.Put(manifest.scenario_text);
  out.Put(manifest.scenario_name);
  out.Put(manifest.seed);
  out.Put(manifest.run);
  out.Put(manifest.souk_version);
  out.Put(manifest.schema_version);
  out.Put(manifest.ticks_planned);
  for (const auto* names : {&manifest.advertisers, &manifest.campaigns,
                            &manifest.channels, &manifest.signals}) {
    out.Put(static_cast<uint64_t>(names->size()));
    for (const std::string& name : *names) out.Put(name);
  }
  out.Put(manifest.without_budget);
  out.Put(manifest.lines);
  PutContracts(manifest, out);
  return HashText(out.bytes());
}

}  // namespace souk::results
