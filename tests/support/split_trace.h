// A trace as nodes would have left it, made from that of one process.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "results/trace_reader.h"
#include "results/trace_writer.h"

namespace souk::tests {

/// All rows of a table.
template <class Row>
std::vector<Row> RowsOf(results::TraceReader& trace, const std::string& name) {
  std::vector<Row> rows(trace.rows(name));
  std::vector<uint8_t> bytes;
  for (size_t c = 0; c < results::Columns().size(); ++c) {
    const results::PlacedColumn& placed = results::Columns()[c];
    if (results::Layout()[placed.table].name != name) continue;
    bytes.resize(rows.size() * placed.bytes());
    EXPECT_TRUE(trace.ReadBytes(c, 0, bytes).ok()) << placed.path;
    for (size_t i = 0; i < rows.size(); ++i) {
      std::memcpy(reinterpret_cast<char*>(&rows[i]) + placed.column.offset,
                  bytes.data() + i * placed.bytes(), placed.bytes());
    }
  }
  return rows;
}

/// Rows of each cell in each tick; those of cell 1 come before cell 0, as if
/// nodes had been slow.
using Blocks = std::map<std::pair<uint32_t, uint32_t>, market::TickRows>;

inline Blocks BlocksOf(results::TraceReader& trace) {
  Blocks blocks;
  const auto at = [&](const auto& row) -> market::TickRows& {
    return blocks[{row.tick, ~row.cell}];
  };
  for (const auto& row : RowsOf<market::PageServed>(trace, "pages")) {
    at(row).pages.push_back(row);
  }
  for (const auto& row : RowsOf<market::SlotAwarded>(trace, "awards")) {
    at(row).awards.push_back(row);
  }
  for (const auto& row : RowsOf<market::BidPlaced>(trace, "bids")) {
    at(row).bids.push_back(row);
  }
  return blocks;
}

enum class Lead : uint8_t {
  kFinishes,
  kFinishesBlind,  ///< cannot read the parts
  kDies
};

/// Writes the rows of `whole` again to the master `path` with two nodes, of
/// which the second has the odd cells. The digest, "" if there is none.
inline std::string SplitTrace(const std::string& whole, const std::string& path,
                              Lead fate) {
  auto trace = results::TraceReader::Open(whole).value();
  auto lead = results::TraceWriter::Create(path, trace->manifest()).value();
  market::TickRows own;
  own.market = RowsOf<market::MarketTicked>(*trace, "market");
  own.lines = RowsOf<market::LineTicked>(*trace, "ticks");
  own.accounts = RowsOf<market::AccountTicked>(*trace, "ledger");
  own.signals = RowsOf<market::SignalTicked>(*trace, "learning");
  EXPECT_TRUE(lead->Record(own).ok());
  const Blocks blocks = BlocksOf(*trace);
  std::vector<results::TracePart> parts;
  for (uint32_t node = 0; node < 2; ++node) {
    const uint32_t number = lead->NextPartNumber();
    auto part =
        results::TraceWriter::CreatePart(path, number, trace->manifest())
            .value();
    for (const auto& [key, rows] : blocks) {
      const uint32_t cell = ~key.second;
      if (cell % 2 != node) continue;
      EXPECT_TRUE(part->Record(rows).ok());
    }
    EXPECT_TRUE(part->Finish(trace->ticks_done()).ok());
    parts.push_back({lead->PartPath(number), "here", part->rows()});
  }
  lead->SetParts(parts);
  if (fate == Lead::kDies) {
    EXPECT_TRUE(lead->Flush(trace->ticks_done()).ok());
    return "";
  }
  const std::string nodes = path + ".nodes";
  if (fate == Lead::kFinishesBlind) {
    std::filesystem::rename(nodes, nodes + ".away");
  }
  const std::string digest = lead->Finish(trace->ticks_done()).value();
  if (fate == Lead::kFinishesBlind) {
    std::filesystem::rename(nodes + ".away", nodes);
  }
  return digest;
}

}  // namespace souk::tests
