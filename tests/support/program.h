// Driving the program `souk` (and others) as a user does: arguments, working
// directory, signals, exit code and what was printed.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace souk::tests {

using Words = std::vector<std::string>;
using Seconds = std::chrono::duration<double>;

constexpr Seconds kPatience{120};  ///< more than any command here may take

struct ProgramEnd {
  int exit_code = -1;   ///< 128 + the signal that ended it
  bool in_time = true;  ///< false: killed at the time limit
  std::string out;
  std::string err;
};

inline std::string ContentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

/// A process in the background, killed when it goes out of scope.
class Program {
 public:
  /// `words[0]` is the path of the program; prints into files of `folder`.
  Program(const Words& words, const std::string& folder)
      : stem_(folder + "/.printed-" + std::to_string(++count_)) {
    std::vector<char*> arguments;
    for (const std::string& word : words) {
      arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    const std::string out = stem_ + ".out";
    const std::string err = stem_ + ".err";
    process_ = fork();
    if (process_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      Redirect(out, STDOUT_FILENO);
      Redirect(err, STDERR_FILENO);
      if (chdir(folder.c_str()) == 0) execv(arguments[0], arguments.data());
      _exit(127);
    }
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    Send(SIGKILL);
    Wait(Seconds(10));
  }

  void Send(int signal) {
    if (!ended_) kill(process_, signal);
  }
  bool Running() { return !Poll(); }
  /// What it has printed so far.
  std::string Out() const { return ContentOf(stem_ + ".out"); }
  std::string Err() const { return ContentOf(stem_ + ".err"); }

  /// Waits for the end; kills what takes longer than `limit`.
  ProgramEnd Wait(Seconds limit = kPatience) {
    const auto deadline = Clock::now() + limit;
    while (!Poll() && Clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    const bool in_time = ended_;
    if (!ended_) {
      kill(process_, SIGKILL);
      waitpid(process_, &status_, 0);
      ended_ = true;
    }
    return {ExitCode(), in_time, ContentOf(stem_ + ".out"),
            ContentOf(stem_ + ".err")};
  }

 private:
  using Clock = std::chrono::steady_clock;

  static void Redirect(const std::string& path, int stream) {
    const int file =
        open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    dup2(file, stream);
  }
  bool Poll() {
    if (!ended_) ended_ = waitpid(process_, &status_, WNOHANG) == process_;
    return ended_;
  }
  int ExitCode() const {
    return WIFSIGNALED(status_) ? 128 + WTERMSIG(status_)
                                : WEXITSTATUS(status_);
  }

  static inline int count_ = 0;

  std::string stem_;
  pid_t process_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

inline Words SoukWords(const Words& words) {
  Words all = {std::string(SOUK_BINARY_DIR) + "/souk"};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

inline std::string Library(const std::string& name) {
  return std::string(SOUK_SOURCE_DIR) + "/scenarios/library/" + name +
         ".textproto";
}

/// A folder of its own for every test, in which its programs run.
class ProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = test->name();  // of a case: PROMISE/CASE
    std::replace(name.begin(), name.end(), '/', '_');
    folder_ = std::filesystem::temp_directory_path() /
              ("souk_program_" + std::to_string(getpid()) + "_" + name);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder() const { return folder_.string(); }
  std::string PathOf(const std::string& name) const {
    return (folder_ / name).string();
  }
  bool Exists(const std::string& name) const {
    return std::filesystem::exists(folder_ / name);
  }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::string Read(const std::string& name) const {
    return ContentOf(PathOf(name));
  }

  ProgramEnd Souk(const Words& words, Seconds limit = kPatience) const {
    return Program(SoukWords(words), folder()).Wait(limit);
  }
  /// A line for bash, in which $SOUK is the program.
  ProgramEnd Shell(const std::string& line) const {
    return Program(
               {"/bin/bash", "-c", "SOUK='" + SoukWords({})[0] + "'\n" + line},
               folder())
        .Wait();
  }
  /// A script for Python with h5py, its arguments in sys.argv[1:].
  ProgramEnd Python(const std::string& script, const Words& arguments) const {
    Words words = {"/usr/bin/python3", "-c", script};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return Program(words, folder()).Wait();
  }
  static bool HasPython() {
    static const bool has =
        Program({"/usr/bin/python3", "-c", "import h5py, numpy"}, "/tmp")
            .Wait()
            .exit_code == 0;
    return has;
  }

 private:
  std::filesystem::path folder_;
};

/// What follows "digest " at the start of a line of the summary.
inline std::string DigestIn(const std::string& summary) {
  const size_t found = summary.find("\ndigest ");
  if (found == std::string::npos) return "";
  const size_t begin = found + 8;
  return summary.substr(begin, summary.find('\n', begin) - begin);
}

inline void ExpectSuccess(const ProgramEnd& end) {
  EXPECT_TRUE(end.in_time);
  EXPECT_EQ(end.exit_code, 0) << end.out << end.err;
}

}  // namespace souk::tests
