// A program started as a child: without a shell, in a process group of its own
// (Ctrl-C at the terminal reaches only the parent), with nothing inherited but
// the three standard streams, and killed by the kernel when the parent dies.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "market/result.h"

namespace souk::actors {

/// The path under which this very program can be started again.
inline constexpr const char* kThisProgram = "/proc/self/exe";

struct ChildOrder {
  std::string name;     ///< for people; stands before each of its lines
  std::string program;  ///< a path, or a name that PATH is searched for
  std::vector<std::string> words;  ///< arguments behind the program's name
  std::string input;  ///< what it reads from standard input; never on a disk
  /// Told each line that the child prints to either stream, as "NAME: LINE"
  /// and a newline, from a thread of the child's keeper; at most 4 KiB at once.
  /// Absent: standard error.
  std::function<void(const std::string&)> print;
};

/// How a process ended: `signal` is 0 if it left by itself.
struct ChildEnd {
  int exit_code = 0;
  int signal = 0;
};

/// "n1 ended well", "n1 ended with exit code 2", "n1 was killed by signal 9
/// (Killed)".
std::string EndSentence(const std::string& name, const ChildEnd& end);

class ChildProcess {
 public:
  /// Error: "cannot start PROGRAM: No such file or directory".
  static market::Result<std::unique_ptr<ChildProcess>> Start(ChildOrder order);

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  /// Kills what still runs, the whole process group.
  ~ChildProcess();

  const std::string& name() const { return order_.name; }
  pid_t pid() const { return pid_; }
  /// Present once the child has ended and its last lines have been printed.
  std::optional<ChildEnd> end() const;

  /// To the process group; nothing if the child has ended.
  void Send(int signal);
  /// Waits at most `patience` for the end.
  std::optional<ChildEnd> Await(std::chrono::milliseconds patience);
  /// Asks by SIGTERM, waits at most `patience`, then kills.
  ChildEnd End(std::chrono::milliseconds patience);

 private:
  explicit ChildProcess(ChildOrder order) : order_(std::move(order)) {}

  /// Starts, prints and awaits the child. One thread does it all because the
  /// kernel takes the death of the starting *thread* for that of the parent.
  void Keep();
  int Launch();
  void Relay();
  void Print(std::string_view text);
  void Say();
  void Finish();

  const ChildOrder order_;
  pid_t pid_ = -1;
  int output_ = -1;   ///< reading end of what the child prints
  std::string line_;  ///< begun and not printed yet
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<int> start_error_;  ///< errno; 0: it runs
  std::optional<ChildEnd> end_;
  std::thread keeper_;
};

}  // namespace souk::actors
