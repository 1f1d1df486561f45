// --metrics: what `run` and `resume` show to those who watch.
#pragma once

#include <memory>
#include <string>

#include "actors/commands/options.h"
#include "actors/watch/status_server.h"
#include "actors/watch/watched_observer.h"

namespace souk::actors {

void AddWatchOptions(boost::program_options::options_description& options);

/// Empty: the options fit; otherwise what is wrong.
std::string CheckWatchOptions(const Arguments& arguments);

/// Board and server of a run; without --metrics nothing. Made before the
/// trace, so that a taken port costs nothing.
class Watch {
 public:
  /// Says on standard error where it shows the run. Error: the port is taken.
  static market::Result<std::shared_ptr<Watch>> Open(
      const Arguments& arguments);

  /// To post on; nullptr: nobody watches.
  StatusBoard* board() { return server_ ? &board_ : nullptr; }

 private:
  friend class WatchSession;

  StatusBoard board_;
  std::unique_ptr<StatusServer> server_;
};

/// A run under watch, from before its first tick until it is over: then those
/// who watch are told, and the server ends.
class WatchSession {
 public:
  /// Both outlive the session. `order` without behind and board.
  WatchSession(Watch& watch, RunObserver& behind, WatchOrder order);
  ~WatchSession();
  WatchSession(const WatchSession&) = delete;
  WatchSession& operator=(const WatchSession&) = delete;

  /// To run with: `behind` itself, if nobody watches.
  RunObserver* observer() const;

 private:
  Watch& watch_;
  RunObserver& behind_;
  std::unique_ptr<WatchedObserver> observer_;
};

/// A run without a cluster, as a node.
NodeStatus LocalNode(uint32_t threads, uint32_t cells);

}  // namespace souk::actors
