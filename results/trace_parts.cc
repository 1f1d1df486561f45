#include "results/trace_parts.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "results/column_buffers.h"
#include "results/trace_lock.h"

namespace souk::results {
namespace {

namespace fs = std::filesystem;
using market::Error;
using market::Result;

constexpr const char* kGroup = "/manifest/parts";

std::string CountsPath(size_t table) {
  return std::string(kGroup) + "/" + Layout()[table].name;
}

/// What `field` of every part is.
template <class Value, class Get>
std::vector<Value> Listed(const std::vector<TracePart>& parts, Get field) {
  std::vector<Value> values;
  for (const TracePart& part : parts) values.push_back(field(part));
  return values;
}

std::vector<fs::path> Entries(const std::string& folder) {
  std::vector<fs::path> entries;
  std::error_code fault;
  for (fs::directory_iterator entry(folder, fault), end; !fault && entry != end;
       entry.increment(fault)) {
    entries.push_back(entry->path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

void TracePart::Save(market::ArchiveWriter& out) const {
  out.Put(path);
  out.Put(host);
  out.Put(rows);
}

void TracePart::Load(market::ArchiveReader& in) {
  in.Get(path);
  in.Get(host);
  in.Get(rows);
}

uint64_t RowsInParts(const std::vector<TracePart>& parts, size_t table) {
  uint64_t rows = 0;
  for (const TracePart& part : parts) rows += part.rows[table];
  return rows;
}

bool HasCells(size_t table) {
  const std::vector<Column>& columns = Layout()[table].columns;
  return std::any_of(columns.begin(), columns.end(), [](const Column& column) {
    return column.name == "cell";
  });
}

void WriteParts(const std::vector<TracePart>& parts, hdf5::OutputFile& file) {
  if (parts.empty()) return;
  file.AddGroup(kGroup);
  file.AddTexts(
      std::string(kGroup) + "/path",
      Listed<std::string>(parts, [](auto& part) { return part.path; }));
  file.AddTexts(
      std::string(kGroup) + "/host",
      Listed<std::string>(parts, [](auto& part) { return part.host; }));
  for (size_t table = 0; table < kTables; ++table) {
    if (!HasCells(table)) continue;
    file.AddNumbers(CountsPath(table),
                    Listed<uint64_t>(parts, [table](auto& part) {
                      return part.rows[table];
                    }));
  }
}

std::vector<TracePart> ReadParts(hdf5::InputFile& file) {
  if (!file.Has(kGroup)) return {};
  const auto paths = file.Texts(std::string(kGroup) + "/path");
  const auto hosts = file.Texts(std::string(kGroup) + "/host");
  std::vector<TracePart> parts;
  for (size_t i = 0; i < paths.size() && i < hosts.size(); ++i) {
    parts.push_back({paths[i], hosts[i], {}});
  }
  for (size_t table = 0; table < kTables; ++table) {
    if (!HasCells(table)) continue;
    const auto rows = file.LargeNumbers(CountsPath(table));
    for (size_t i = 0; i < parts.size() && i < rows.size(); ++i) {
      parts[i].rows[table] = rows[i];
    }
  }
  return parts;
}

uint32_t NumberOfPart(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  const std::string digits = name.substr(0, name.find('.'));
  const bool number =
      !digits.empty() && digits.size() < 10 &&
      digits.find_first_not_of("0123456789") == std::string::npos;
  return number ? static_cast<uint32_t>(std::stoul(digits)) : 0;
}

std::vector<uint32_t> PartNumbers(const TracePaths& master) {
  std::vector<uint32_t> numbers;
  for (const fs::path& entry : Entries(master.nodes())) {
    numbers.push_back(NumberOfPart(entry.string()));
  }
  return numbers;
}

Result<void> CheckNodesGone(const TracePaths& master) {
  constexpr std::string_view kSegments = ".parts";
  for (const fs::path& entry : Entries(master.nodes())) {
    if (entry.extension() != kSegments) continue;
    const std::string part = fs::path(entry).replace_extension().string();
    TraceLock lock;
    if (lock.Take(TracePaths(part))) continue;
    return Error{"a node of an earlier run is still writing '" + part + "'"};
  }
  return {};
}

Result<void> RemoveNodes(const TracePaths& master) {
  std::error_code fault;
  fs::remove_all(master.nodes(), fault);
  if (fault) {
    return Error{fault.message() + " (writing '" + master.nodes() + "')"};
  }
  return {};
}

}  // namespace souk::results
