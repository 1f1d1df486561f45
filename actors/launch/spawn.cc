#include "actors/launch/spawn.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace souk::actors {
namespace {

/// Everything the child needs, made before the fork: behind it, memory may
/// belong to a thread that is not there.
struct Plan {
  std::vector<char*> arguments;
  pid_t parent = -1;
  int input = -1;
  int output = -1;
  int report = -1;  ///< takes errno if the program cannot be executed
};

void UseDefaultSignals() {
  for (int signal = 1; signal < NSIG; ++signal) std::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Libraries open files without O_CLOEXEC.
void CloseTheRestAtExec() {
  if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  for (int file = 3; file < 4096; ++file) fcntl(file, F_SETFD, FD_CLOEXEC);
}

[[noreturn]] void Become(const Plan& plan) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != plan.parent) _exit(127);
  setpgid(0, 0);
  dup2(plan.input, STDIN_FILENO);
  dup2(plan.output, STDOUT_FILENO);
  dup2(plan.output, STDERR_FILENO);
  UseDefaultSignals();
  CloseTheRestAtExec();
  execvp(plan.arguments[0], plan.arguments.data());
  const int problem = errno;
  [[maybe_unused]] const ssize_t told =
      write(plan.report, &problem, sizeof problem);
  _exit(127);
}

/// A file in memory that is read from its beginning; -1 and errno.
int FileWith(const std::string& content) {
  const int file = memfd_create("input", MFD_CLOEXEC);
  if (file < 0) return -1;
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t written =
        write(file, content.data() + done, content.size() - done);
    if (written < 0) {
      close(file);
      return -1;
    }
    done += static_cast<size_t>(written);
  }
  lseek(file, 0, SEEK_SET);
  return file;
}

/// errno of the exec, 0 once it has happened.
int AwaitExec(int report) {
  int problem = 0;
  ssize_t got = 0;
  do {
    got = read(report, &problem, sizeof problem);
  } while (got < 0 && errno == EINTR);
  return got == sizeof problem ? problem : 0;
}

struct Pipe {
  int read = -1;
  int write = -1;
  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
};

void Close(int file) {
  if (file >= 0) close(file);
}

}  // namespace

Spawned Spawn(const SpawnOrder& order) {
  Plan plan;
  plan.arguments.push_back(const_cast<char*>(order.program.c_str()));
  for (const std::string& word : order.words) {
    plan.arguments.push_back(const_cast<char*>(word.c_str()));
  }
  plan.arguments.push_back(nullptr);
  plan.parent = getpid();
  Pipe output;
  Pipe report;
  Spawned spawned;
  plan.input = FileWith(order.input);
  if (plan.input >= 0 && output.Open() && report.Open()) {
    plan.output = output.write;
    plan.report = report.write;
    spawned.pid = fork();
    if (spawned.pid == 0) Become(plan);
  }
  if (spawned.pid < 0) spawned.problem = errno;
  Close(plan.input);
  Close(output.write);
  Close(report.write);
  spawned.output = output.read;
  if (spawned.pid > 0) {
    spawned.problem = AwaitExec(report.read);
    if (spawned.problem != 0) waitpid(spawned.pid, nullptr, 0);
  }
  Close(report.read);
  if (spawned.problem != 0) {
    Close(spawned.output);
    spawned = {-1, -1, spawned.problem};
  }
  return spawned;
}

}  // namespace souk::actors
