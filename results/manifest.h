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
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// How far the run has come.
struct Progress {
  bool complete = false;
  uint32_t ticks_done = 0;
  std::string digest;  ///< empty until complete
};

/// Writes the attributes of the root and the group /manifest.
void WriteManifest(const Manifest& manifest, hdf5::OutputFile& file);
void WriteProgress(const Progress& progress, hdf5::OutputFile& file);
/// Faults are those of `file`; its lines may still point anywhere.
Manifest ReadManifest(hdf5::InputFile& file);
Progress ReadProgress(hdf5::InputFile& file);

/// Tells one run from another: a hash of everything in the manifest.
std::string Fingerprint(const Manifest& manifest);

}  // namespace souk::results
