// A run whose cells are recorded by several writers.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "results/trace_reader.h"
#include "results/trace_writer.h"
#include "tests/results/fixtures.h"

namespace souk::results {

inline constexpr uint32_t kCells = 6;

/// What one cell records in one tick; now and then nothing.
inline market::TickRows CellRows(uint32_t tick, uint32_t cell) {
  const uint64_t size = Scramble(tick * 64 + cell) % 5;
  market::TickRows rows;
  FillRows(tick * 100 + cell, size * 40, rows.pages);
  FillRows(tick * 100 + cell, size * 70, rows.awards);
  FillRows(tick * 100 + cell, size * size * 150, rows.bids);
  for (auto& row : rows.pages) row.tick = tick, row.cell = cell;
  for (auto& row : rows.awards) row.tick = tick, row.cell = cell;
  for (auto& row : rows.bids) row.tick = tick, row.cell = cell;
  return rows;
}

inline market::TickRows WholeTick(uint32_t tick) {
  market::TickRows rows = LeadRows(tick);
  for (uint32_t cell = 0; cell < kCells; ++cell) {
    const market::TickRows more = CellRows(tick, cell);
    rows.pages.insert(rows.pages.end(), more.pages.begin(), more.pages.end());
    rows.awards.insert(rows.awards.end(), more.awards.begin(),
                       more.awards.end());
    rows.bids.insert(rows.bids.end(), more.bids.begin(), more.bids.end());
  }
  return rows;
}

template <class T>
T Get(market::Result<T> result) {
  EXPECT_TRUE(result.ok()) << result.error().message;
  return std::move(result).value();
}

inline void Must(const market::Result<void>& result) {
  ASSERT_TRUE(result.ok()) << result.error().message;
}

/// The same run by one writer; the digest.
inline std::string OneWriter(const std::string& path, uint32_t ticks) {
  auto writer = Get(TraceWriter::Create(path, SmallManifest()));
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    Must(writer->Record(WholeTick(tick)));
  }
  return Get(writer->Finish(ticks));
}

/// A lead and its nodes. Each flush makes the rows so far valid.
class FakeCluster {
 public:
  explicit FakeCluster(std::string path)
      : path_(std::move(path)),
        lead_(Get(TraceWriter::Create(path_, SmallManifest()))) {}
  /// Goes on from a checkpoint, with new nodes.
  FakeCluster(std::string path, const std::string& checkpoint)
      : path_(std::move(path)) {
    market::ArchiveReader in(checkpoint);
    lead_ = Get(TraceWriter::Resume(path_, in));
    EXPECT_TRUE(in.done());
    parts_ = lead_->parts();
  }

  /// The number of a new node.
  size_t Join() {
    const uint32_t number = lead_->NextPartNumber();
    const std::string relative = lead_->PartPath(number);
    nodes_[parts_.size()] =
        Get(TraceWriter::CreatePart(path_, number, SmallManifest()));
    parts_.push_back({relative, "host" + std::to_string(number), {}});
    return parts_.size() - 1;
  }
  /// `node` records these cells in this tick.
  void Play(size_t node, uint32_t tick, const std::vector<uint32_t>& cells) {
    for (const uint32_t cell : cells) {
      Must(nodes_.at(node)->Record(CellRows(tick, cell)));
    }
  }
  void Lead(uint32_t tick) { Must(lead_->Record(LeadRows(tick))); }
  /// From now on the node's rows do not count any more.
  std::unique_ptr<TraceWriter> Lose(size_t node) {
    auto zombie = std::move(nodes_.at(node));
    nodes_.erase(node);
    return zombie;
  }
  void Flush(uint32_t ticks) {
    for (auto& [node, writer] : nodes_) {
      Must(writer->Flush(ticks));
      writer->Release();
      parts_[node].rows = writer->rows();
    }
    lead_->SetParts(parts_);
    Must(lead_->Flush(ticks));
  }
  std::string Checkpoint() const {
    market::ArchiveWriter out;
    lead_->Save(out);
    return out.Take();
  }
  std::string Finish(uint32_t ticks) {
    for (auto& [node, writer] : nodes_) {
      Get(writer->Finish(ticks));
      parts_[node].rows = writer->rows();
    }
    lead_->SetParts(parts_);
    return Get(lead_->Finish(ticks));
  }
  TraceWriter& lead() { return *lead_; }
  std::vector<TracePart>& parts() { return parts_; }
  std::string PathOf(size_t node) const {
    return TracePaths(path_).beside(parts_[node].path);
  }

 private:
  std::string path_;
  std::unique_ptr<TraceWriter> lead_;
  std::map<size_t, std::unique_ptr<TraceWriter>> nodes_;
  std::vector<TracePart> parts_;
};

/// A run of `ticks` ticks whose cells are dealt out to `nodes` nodes.
inline std::string DealtRun(const std::string& path, uint32_t ticks,
                            uint32_t nodes) {
  FakeCluster cluster(path);
  for (uint32_t node = 0; node < nodes; ++node) cluster.Join();
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    for (uint32_t cell = 0; cell < kCells; ++cell) {
      cluster.Play(cell % nodes, tick, {cell});
    }
    cluster.Lead(tick);
    if (tick % 5 == 4) cluster.Flush(tick + 1);
  }
  return cluster.Finish(ticks);
}

}  // namespace souk::results
