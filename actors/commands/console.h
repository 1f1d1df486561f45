// The person at the terminal: live progress, Ctrl-C, notices. All of it goes
// to standard error; results go to standard output.
#pragma once

#include <chrono>
#include <string>

#include "actors/run.h"

namespace souk::actors {

/// A progress line that is redrawn on a terminal, a plain line now and then
/// elsewhere.
class Console final : public RunObserver {
 public:
  Console();
  ~Console() override;
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  void Show(const Progress& progress) override;
  void Notice(const std::string& sentence) override;
  bool StopRequested() override;

 private:
  using Clock = std::chrono::steady_clock;

  bool terminal_;
  bool stop_announced_ = false;
  uint32_t first_tick_ = UINT32_MAX;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_shown_;
};

/// From now on SIGINT, SIGTERM and SIGHUP ask the run to stop after its tick;
/// the second one ends the process at once. SIGPIPE is ignored.
void CatchInterrupts();
/// Whether one came since.
bool Interrupted();

}  // namespace souk::actors
