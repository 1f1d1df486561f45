// A cluster in one process: a lead and hosts as actors of one system, without
// a network between them.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <mutex>

#include "actors/cluster/cluster_cast.h"
#include "actors/follow_run.h"
#include "tests/support/runs.h"

namespace souk::tests {

/// Rows of all parts, as they are on the disks of their nodes.
class PartShelf {
 public:
  struct Part {
    std::vector<market::TickRows> rows;  ///< one entry per report
  };

  actors::MakePart maker() {
    return [this](const actors::Welcome& welcome) {
      return std::make_shared<Sink>(this, welcome.node);
    };
  }
  /// The rows that count, in logical order: by tick, then by cell.
  std::map<uint32_t, market::TickRows> Logical(
      const actors::TraceParts& parts) const;

 private:
  class Sink final : public actors::PartSink {
   public:
    Sink(PartShelf* shelf, uint32_t number) : shelf_(shelf), number_(number) {}
    market::Result<void> Record(const market::TickRows& rows) override {
      const std::lock_guard lock(shelf_->mutex_);
      Part& part = shelf_->parts_[number_];
      part.rows.push_back(rows);
      return {};
    }
    market::Result<results::RowCounts> Flush() override {
      const std::lock_guard lock(shelf_->mutex_);
      return Counted(shelf_->parts_[number_].rows);
    }
    market::Result<void> Finish() override { return {}; }

   private:
    PartShelf* shelf_;
    uint32_t number_;
  };

  static results::RowCounts Counted(const std::vector<market::TickRows>& rows);

  mutable std::mutex mutex_;
  std::map<uint32_t, Part> parts_;
};

inline results::RowCounts PartShelf::Counted(
    const std::vector<market::TickRows>& rows) {
  results::RowCounts counts = {};
  for (size_t table = 0; table < results::Layout().size(); ++table) {
    for (const auto& tick : rows) {
      counts[table] += results::Layout()[table].rows(tick).count;
    }
  }
  return counts;
}

inline std::map<uint32_t, market::TickRows> PartShelf::Logical(
    const actors::TraceParts& parts) const {
  // (tick, cell) -> rows; a block that is there twice is a fault.
  std::map<std::pair<uint32_t, uint32_t>, market::TickRows> blocks;
  for (const auto& part : parts) {
    const uint32_t number = results::NumberOfPart(part.path);
    results::RowCounts left = part.rows;
    for (const market::TickRows& rows : parts_.at(number).rows) {
      const auto key =
          rows.pages.empty()
              ? std::pair(rows.awards.front().tick, rows.awards.front().cell)
              : std::pair(rows.pages.front().tick, rows.pages.front().cell);
      const results::RowCounts counts = Counted({rows});
      bool counted = true;
      for (size_t table = 0; table < left.size(); ++table) {
        counted = counted && counts[table] <= left[table];
      }
      if (!counted) break;
      for (size_t table = 0; table < left.size(); ++table) {
        left[table] -= counts[table];
      }
      EXPECT_TRUE(blocks.emplace(key, rows).second)
          << "tick " << key.first << " of cell " << key.second << " twice";
    }
    for (const uint64_t rows : left) EXPECT_EQ(rows, 0U) << part.path;
  }
  std::map<uint32_t, market::TickRows> ticks;
  for (auto& [key, rows] : blocks) {
    market::TickRows& tick = ticks[key.first];
    tick.pages.insert(tick.pages.end(), rows.pages.begin(), rows.pages.end());
    tick.awards.insert(tick.awards.end(), rows.awards.begin(),
                       rows.awards.end());
    tick.bids.insert(tick.bids.end(), rows.bids.begin(), rows.bids.end());
  }
  return ticks;
}

/// What the lead records, and the parts that it was told of.
class LeadSink final : public RowsRunSink {
 public:
  void SetParts(actors::TraceParts parts) override {
    parts_ = std::move(parts);
  }
  market::Result<void> Keep(const scenarios::RunState& state) override {
    kept_ = state;
    kept_parts_ = parts_;
    return {};
  }
  const actors::TraceParts& parts() const { return parts_; }
  const scenarios::RunState& kept() const { return kept_; }
  const actors::TraceParts& kept_parts() const { return kept_parts_; }

 private:
  actors::TraceParts parts_, kept_parts_;
  scenarios::RunState kept_;
};

struct ClusterShape {
  size_t nodes = 2;
  uint32_t threads_each = 1;
  uint32_t lead_threads = 0;
  size_t desks = 0;
};

struct ClusterConfiguration : caf::actor_system_config {
  ClusterConfiguration() {
    config_file_path = "";
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", int64_t{4});
  }
};

/// A lead, its hosts, and a way to get rid of some of them.
class TestCluster {
 public:
  TestCluster(SharedSpec spec, ClusterShape shape)
      : spec_(std::move(spec)), shape_(shape), system_(configuration_) {}

  /// Runs to the end; the digest, or what went wrong.
  std::string Run() { return Run(std::nullopt, silent_); }
  std::string Run(std::optional<scenarios::RunState> resume,
                  actors::RunObserver& observer);

  /// Of the hosts that are there now, in order of joining.
  caf::actor host(size_t index) {
    const std::lock_guard lock(mutex_);
    return hosts_.at(index);
  }
  caf::actor AddHost(const std::string& name);
  /// Ends a host as a crash would.
  static void Kill(const caf::actor& host) {
    caf::anon_send_exit(host, caf::exit_reason::kill);
  }
  const std::vector<std::string>& news() const { return recorder_.news; }
  LeadSink& sink() { return sink_; }
  PartShelf& shelf() { return shelf_; }
  uint32_t ticks_done() const { return ticks_done_; }
  /// Called after every tick, on the console's thread.
  std::function<void(uint32_t ticks_done)> after_tick;

 private:
  struct Recorder final : actors::RunObserver {
    TestCluster* cluster = nullptr;
    actors::RunObserver* inner = nullptr;
    std::vector<std::string> news;
    void Show(const actors::Progress& progress) override {
      cluster->ticks_done_ = progress.ticks_done;
      inner->Show(progress);
      if (cluster->after_tick) cluster->after_tick(progress.ticks_done);
    }
    void Notice(const std::string& what) override {
      news.push_back(what);
      if (getenv("SOUK_TEST_NEWS")) std::cerr << what << "\n";
    }
    bool StopRequested() override { return inner->StopRequested(); }
  };

  std::string Digest();

  SharedSpec spec_;
  ClusterShape shape_;
  ClusterConfiguration configuration_;
  PartShelf shelf_;
  LeadSink sink_;
  SilentObserver silent_;
  Recorder recorder_;
  uint32_t ticks_done_ = 0;
  uint32_t runs_ = 0;
  std::mutex mutex_;
  std::vector<caf::actor> hosts_;
  caf::actor fleet_;
  caf::actor_system system_;
};

inline caf::actor TestCluster::AddHost(const std::string& name) {
  const actors::HostOrder order{
      {name, "test", shape_.threads_each, 0},
      actors::PrepareFrom(spec_, "00000000000000000000000000000000",
                          shelf_.maker()),
      fleet_,
      fleet_,
      actors::OwnPulse};
  const std::lock_guard lock(mutex_);
  return hosts_.emplace_back(system_.spawn(actors::HostActor, order));
}

inline std::string TestCluster::Run(std::optional<scenarios::RunState> resume,
                                    actors::RunObserver& observer) {
  recorder_.cluster = this;
  recorder_.inner = &observer;
  actors::RunRequest request{spec_, &sink_, &recorder_, std::move(resume)};
  actors::ClusterRequest cluster;
  cluster.fingerprint = "00000000000000000000000000000000";
  cluster.trace = "run.h5";
  cluster.nodes_wanted = shape_.nodes;
  cluster.own_threads = shape_.lead_threads;
  cluster.desks = shape_.desks;
  cluster.make_part = shelf_.maker();
  cluster.old_parts = sink_.kept_parts();
  cluster.first_part = static_cast<uint32_t>(100 * runs_++ + 1);
  caf::scoped_actor console(system_);
  const auto cast =
      actors::SpawnClusterCast(system_, request, cluster, console);
  if (!cast) return cast.error().message;
  fleet_ = cast->fleet;
  hosts_.clear();
  for (size_t node = 1; node <= shape_.nodes; ++node) {
    AddHost(market::Concat("node-", node));
  }
  const actors::RunEnded end = FollowRun(console, cast->clock, request);
  console->send(cast->clock, actors::Leave{});
  fleet_ = nullptr;
  if (!end.failure.empty()) return end.failure;
  return end.ticks_done == spec_->calendar.ticks() ? Digest() : "stopped";
}

inline std::string TestCluster::Digest() {
  auto blocks = shelf_.Logical(sink_.parts());
  results::DigestSink digest;
  for (market::TickRows rows : sink_.rows()) {
    const market::TickRows& nodes = blocks[rows.market.front().tick];
    rows.pages = nodes.pages;
    rows.awards = nodes.awards;
    rows.bids = nodes.bids;
    EXPECT_TRUE(digest.Record(rows));
  }
  return digest.digest();
}

}  // namespace souk::tests
