#include "actors/launch/child_process.h"

#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "actors/launch/spawn.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;
using std::chrono::milliseconds;

constexpr size_t kLongestLine = 4096;
constexpr size_t kPipeSize = 65536;

/// Signals of the program are handled by its other threads.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

ssize_t ReadSome(int file, char* buffer, size_t size) {
  ssize_t got = 0;
  do {
    got = read(file, buffer, size);
  } while (got < 0 && errno == EINTR);
  return got;
}

/// One write, so that lines of several children do not mix.
void PrintToStandardError(const std::string& line) {
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

std::string EndSentence(const std::string& name, const ChildEnd& end) {
  if (end.signal != 0) {
    return name + " was killed by signal " + std::to_string(end.signal) + " (" +
           strsignal(end.signal) + ")";
  }
  if (end.exit_code == 0) return name + " ended well";
  return name + " ended with exit code " + std::to_string(end.exit_code);
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::Start(ChildOrder order) {
  std::unique_ptr<ChildProcess> child(new ChildProcess(std::move(order)));
  {
    const SignalsBlocked inherited;
    child->keeper_ = std::thread([raw = child.get()] { raw->Keep(); });
  }
  std::unique_lock lock(child->mutex_);
  child->changed_.wait(lock, [&] { return child->start_error_.has_value(); });
  if (*child->start_error_ == 0) return child;
  return Error{"cannot start " + child->order_.program + ": " +
               std::strerror(*child->start_error_)};
}

ChildProcess::~ChildProcess() {
  Send(SIGKILL);
  keeper_.join();
}

std::optional<ChildEnd> ChildProcess::end() const {
  const std::lock_guard lock(mutex_);
  return end_;
}

void ChildProcess::Send(int signal) {
  const std::lock_guard lock(mutex_);
  if (pid_ > 0 && !end_) kill(-pid_, signal);
}

std::optional<ChildEnd> ChildProcess::Await(milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this] { return end_.has_value(); });
  return end_;
}

ChildEnd ChildProcess::End(milliseconds patience) {
  Send(SIGTERM);
  if (const auto end = Await(patience)) return *end;
  Send(SIGKILL);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return end_.has_value(); });
  return *end_;
}

void ChildProcess::Keep() {
  const int problem = Launch();
  {
    const std::lock_guard lock(mutex_);
    start_error_ = problem;
  }
  changed_.notify_all();
  if (problem != 0) return;
  Relay();
  close(output_);
  Finish();
}

int ChildProcess::Launch() {
  const auto spawned = Spawn({order_.program, order_.words, order_.input});
  const std::lock_guard lock(mutex_);
  pid_ = spawned.pid;
  output_ = spawned.output;
  return spawned.problem;
}

/// Ends when the child has, even if a process that it left behind holds on to
/// its streams: then only what is in the pipe is still printed.
void ChildProcess::Relay() {
  // glibc 2.36 declares pidfd_open() for C only.
  const int life = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  std::array<pollfd, 2> events = {pollfd{output_, POLLIN, 0},
                                  pollfd{life, POLLIN, 0}};
  std::array<char, kLongestLine> buffer;
  size_t left = kPipeSize;
  while (left > 0 && (events[0].fd >= 0 || events[1].fd >= 0)) {
    const bool over = events[1].fd < 0 && life >= 0;
    const int ready = poll(events.data(), events.size(), over ? 0 : -1);
    if (ready == 0) break;
    if (ready < 0) continue;
    if (events[1].revents != 0) events[1].fd = -1;
    if (events[0].revents == 0) continue;
    const ssize_t got = ReadSome(output_, buffer.data(), buffer.size());
    if (got <= 0) events[0].fd = -1;
    if (over) left -= std::min(left, buffer.size());
    Print({buffer.data(), static_cast<size_t>(std::max<ssize_t>(got, 0))});
  }
  if (!line_.empty()) Say();
  if (life >= 0) close(life);
}

void ChildProcess::Print(std::string_view text) {
  for (const char c : text) {
    if (c != '\n') line_ += c;
    if (c == '\n' || line_.size() == kLongestLine) Say();
  }
}

void ChildProcess::Say() {
  const std::string text = order_.name + ": " + line_ + "\n";
  line_.clear();
  if (order_.print) {
    order_.print(text);
  } else {
    PrintToStandardError(text);
  }
}

/// The number stays this child's until it is reaped: Send() and this may use
/// it. What the child left behind in its group goes with it.
void ChildProcess::Finish() {
  siginfo_t ending{};
  while (waitid(P_PID, static_cast<id_t>(pid_), &ending, WEXITED | WNOWAIT) <
             0 &&
         errno == EINTR) {
  }
  kill(-pid_, SIGKILL);
  {
    const std::lock_guard lock(mutex_);
    end_ = ending.si_code == CLD_EXITED ? ChildEnd{ending.si_status, 0}
                                        : ChildEnd{0, ending.si_status};
  }
  waitpid(pid_, nullptr, 0);
  changed_.notify_all();
}

}  // namespace souk::actors
