#include "actors/commands/console.h"

#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "actors/log.h"
#include "actors/watch/figures_text.h"

namespace souk::actors {
namespace {

volatile std::sig_atomic_t interrupts = 0;

void OnInterrupt(int) {
  interrupts = interrupts + 1;
  if (interrupts < 2) return;
  static const char text[] =
      "\nstopped at once; the trace holds what was flushed\n";
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, text, sizeof text - 1);
  _exit(1);
}

std::string Line(const Progress& progress, uint32_t first_tick,
                 double seconds) {
  const double fresh = progress.ticks_done - first_tick;
  const double left =
      fresh > 0
          ? (progress.ticks_planned - progress.ticks_done) * seconds / fresh
          : 0;
  return fmt::format("tick {} of {} | {} page views/s | spend {:.2f} | {} left",
                     progress.ticks_done, progress.ticks_planned,
                     RateText(static_cast<double>(progress.page_views) /
                              std::max(seconds, 1e-9)),
                     static_cast<double>(progress.revenue_micros) / 1e6,
                     DurationText(left));
}

/// A terminal that is gone asks like Ctrl-C, except under nohup.
void StopAtHangUp(const struct sigaction& action) {
  struct sigaction before = {};
  sigaction(SIGHUP, nullptr, &before);
  if (before.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
}

}  // namespace

bool Interrupted() { return interrupts > 0; }

void CatchInterrupts() {
  interrupts = 0;
  struct sigaction action = {};
  action.sa_handler = OnInterrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // Whoever reads the progress or the summary may leave: the run goes on.
  std::signal(SIGPIPE, SIG_IGN);
  StopAtHangUp(action);
}

Console::Console() : terminal_(isatty(STDERR_FILENO) == 1) {}

Console::~Console() { ShowLiveLine(""); }

void Console::Show(const Progress& progress) {
  if (first_tick_ == UINT32_MAX) first_tick_ = progress.ticks_done - 1;
  const Clock::time_point now = Clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(200)
                               : std::chrono::milliseconds(10000);
  if (now - (last_shown_ == Clock::time_point() ? start_ : last_shown_) <
      pause) {
    return;
  }
  last_shown_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string line = Line(progress, first_tick_, seconds);
  if (terminal_) {
    ShowLiveLine(line);
  } else {
    LogLine({}, line);
  }
}

void Console::Notice(const std::string& sentence) { LogLine({}, sentence); }

bool Console::StopRequested() {
  if (interrupts == 0) return false;
  if (!stop_announced_) {
    Notice("finishing the tick; press Ctrl-C again to stop at once");
    stop_announced_ = true;
  }
  return true;
}

}  // namespace souk::actors
