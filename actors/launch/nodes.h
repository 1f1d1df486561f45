// Node processes that the lead starts by itself: on this machine, or through
// SSH on others (hosts.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "actors/launch/child_process.h"

namespace souk::actors {

/// What one `souk node` is told.
struct NodeOrder {
  std::string lead;         ///< HOST:PORT to join
  std::string secret_file;  ///< "-": read from standard input
  std::string name;
  uint32_t threads = 0;   ///< 0: it decides for itself
  std::string trace_dir;  ///< where its part of the trace goes; empty: left out
  std::vector<std::string> more;  ///< further words, as they are
};

/// node --join LEAD --secret-file F --name NAME [--threads N]
/// [--trace-dir DIR] MORE...
std::vector<std::string> NodeWords(const NodeOrder& order);

/// The node processes of a lead.
class Nodes {
 public:
  /// Asks all to end, then kills those that do not within a few seconds.
  ~Nodes() { End(std::chrono::seconds(5)); }

  void Add(std::unique_ptr<ChildProcess> node) {
    nodes_.push_back(std::move(node));
  }
  const std::vector<std::unique_ptr<ChildProcess>>& all() const {
    return nodes_;
  }
  size_t Running() const;
  /// A sentence (EndSentence) for each that has ended since the last call.
  std::vector<std::string> TakeEnded();

  /// SIGTERM to all, at most `patience` together, then SIGKILL.
  void End(std::chrono::milliseconds patience);

 private:
  std::vector<std::unique_ptr<ChildProcess>> nodes_;
  std::vector<bool> told_;
};

struct LocalNodes {
  uint32_t count = 1;
  /// For each of them; its name is followed by 1, 2, ...
  NodeOrder order;
  std::string program = kThisProgram;
  std::function<void(const std::string&)> print;  ///< as ChildOrder::print
  std::string secret = {};  ///< content of the secret file, if that is "-"
};

/// Starts them on this machine. Error: the first that cannot be started; the
/// others are ended again.
market::Result<std::unique_ptr<Nodes>> StartLocalNodes(const LocalNodes& local);

}  // namespace souk::actors
