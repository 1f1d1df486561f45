// What a trace says about its run: enough to understand and to repeat it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/hdf5.h"
#include "results/layout.h"

namespace souk::results {

/// A campaign on one channel, by indices into the lists of the manifest.
struct ManifestLine {
  uint32_t advertiser = 0;
  uint32_t campaign = 0;
  uint32_t channel = 0;
  friend bool operator==(const ManifestLine&, const ManifestLine&) = default;
};

/// A guaranteed contract (market/contracts/contract.h).
struct ManifestContract {
  std::string name;
  uint32_t advertiser = 0;
  uint32_t campaign = 0;    ///< of its lines, which never bid
  uint64_t goal = 0;        ///< impressions
  uint32_t first_tick = 0;  ///< window [first_tick, end_tick)
  uint32_t end_tick = 0;
  uint32_t make_good_ticks = 0;
  uint32_t cancelled_at = UINT32_MAX;  ///< tick; UINT32_MAX: never
  uint32_t tier = 0;
  uint64_t price_micros = 0;           ///< per impression
  uint64_t shortage_price_micros = 0;  ///< per missing impression
  friend bool operator==(const ManifestContract&,
                         const ManifestContract&) = default;
};

/// How much of a slot contracts may claim.
struct ManifestSlot {
  uint32_t channel = 0;
  uint32_t slot = 0;  ///< 0 = top
  double share = 0;   ///< of its page views, [0, 1]
  friend bool operator==(const ManifestSlot&, const ManifestSlot&) = default;
};

struct Manifest {
  std::string scenario_text;  ///< expanded: complete with all defaults
  std::string scenario_name;
  uint64_t seed = 0;
  uint32_t run = 0;
  std::string souk_version;
  uint32_t schema_version = kSchemaVersion;
  uint32_t ticks_planned = 0;
  std::vector<std::string> advertisers;
  std::vector<uint32_t> without_budget;  ///< indices, ascending
  std::vector<std::string> campaigns;
  std::vector<std::string> channels;
  std::vector<std::string> signals;
  std::vector<ManifestLine> lines;
  // Empty in markets without contracts.
  std::vector<ManifestContract> contracts;
  std::vector<ManifestSlot> contract_slots;  ///< of all channels
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// How far the run has come.
struct Progress {
  bool complete = false;
  uint32_t ticks_done = 0;
  std::string digest;  ///< empty until complete
};

/// Whether the trace of such a run has this table.
bool HasTable(const Manifest& manifest, const Table& table);

/// Writes the attributes of the root and the group /manifest.
void WriteManifest(const Manifest& manifest, hdf5::OutputFile& file);
void WriteProgress(const Progress& progress, hdf5::OutputFile& file);
/// Faults are those of `file`; its lines may still point anywhere.
Manifest ReadManifest(hdf5::InputFile& file);
Progress ReadProgress(hdf5::InputFile& file);

/// The groups /manifest/contracts and /manifest/contract_slots, if there is any
/// contract.
void WriteContracts(const Manifest& manifest, hdf5::OutputFile& file);
void ReadContracts(hdf5::InputFile& file, Manifest& manifest);

/// Tells one run from another: a hash of everything in the manifest.
std::string Fingerprint(const Manifest& manifest);

}  // namespace souk::results
