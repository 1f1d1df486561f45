// What the manifest says about contracts.
#include "results/manifest.h"

namespace souk::results {
namespace {

const std::string kContracts = "/manifest/contracts";
const std::string kSlots = "/manifest/contract_slots";

/// A field of all rows as one column of the group, and back.
template <class Row, class Value>
struct Field {
  const char* name;
  Value Row::*value;
};

constexpr Field<ManifestContract, uint32_t> kNumbers[] = {
    {"advertiser", &ManifestContract::advertiser},
    {"campaign", &ManifestContract::campaign},
    {"first_tick", &ManifestContract::first_tick},
    {"end_tick", &ManifestContract::end_tick},
    {"make_good_ticks", &ManifestContract::make_good_ticks},
    {"cancelled_at", &ManifestContract::cancelled_at},
    {"tier", &ManifestContract::tier},
};
constexpr Field<ManifestContract, uint64_t> kLargeNumbers[] = {
    {"goal", &ManifestContract::goal},
    {"price_micros", &ManifestContract::price_micros},
    {"shortage_price_micros", &ManifestContract::shortage_price_micros},
};

template <class Row, class Value>
std::vector<Value> Listed(const std::vector<Row>& rows, Value Row::*field) {
  std::vector<Value> values;
  for (const Row& row : rows) values.push_back(row.*field);
  return values;
}

template <class Row, class Value>
void Fill(std::vector<Row>& rows, Value Row::*field,
          const std::vector<Value>& values) {
  if (rows.size() < values.size()) rows.resize(values.size());
  for (size_t i = 0; i < values.size(); ++i) rows[i].*field = values[i];
}

}  // namespace

void WriteContracts(const Manifest& manifest, hdf5::OutputFile& file) {
  if (manifest.contracts.empty()) return;
  file.AddGroup(kContracts);
  file.AddTexts(kContracts + "/name",
                Listed(manifest.contracts, &ManifestContract::name));
  for (const auto& field : kNumbers) {
    file.AddNumbers(kContracts + "/" + field.name,
                    Listed(manifest.contracts, field.value));
  }
  for (const auto& field : kLargeNumbers) {
    file.AddNumbers(kContracts + "/" + field.name,
                    Listed(manifest.contracts, field.value));
  }
  file.AddGroup(kSlots);
  file.AddNumbers(kSlots + "/channel",
                  Listed(manifest.contract_slots, &ManifestSlot::channel));
  file.AddNumbers(kSlots + "/slot",
                  Listed(manifest.contract_slots, &ManifestSlot::slot));
  file.AddNumbers(kSlots + "/share",
                  Listed(manifest.contract_slots, &ManifestSlot::share));
}

void ReadContracts(hdf5::InputFile& file, Manifest& manifest) {
  if (!file.Has(kContracts)) return;
  auto& contracts = manifest.contracts;
  Fill(contracts, &ManifestContract::name, file.Texts(kContracts + "/name"));
  for (const auto& field : kNumbers) {
    Fill(contracts, field.value, file.Numbers(kContracts + "/" + field.name));
  }
  for (const auto& field : kLargeNumbers) {
    Fill(contracts, field.value,
         file.LargeNumbers(kContracts + "/" + field.name));
  }
  auto& slots = manifest.contract_slots;
  Fill(slots, &ManifestSlot::channel, file.Numbers(kSlots + "/channel"));
  Fill(slots, &ManifestSlot::slot, file.Numbers(kSlots + "/slot"));
  Fill(slots, &ManifestSlot::share, file.RealNumbers(kSlots + "/share"));
}

}  // namespace souk::results
