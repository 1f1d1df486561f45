// A lead and nodes as processes of their own, and what happened to them.
#pragma once

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <random>
#include <regex>
#include <sstream>

#include "tests/support/program.h"

namespace souk::tests {

/// Rounds of every fault: SOUK_FAULT_ROUNDS, else 2.
inline int FaultRounds() {
  const char* const rounds = std::getenv("SOUK_FAULT_ROUNDS");
  return rounds == nullptr ? 2 : std::max(1, std::atoi(rounds));
}

/// Waits until it is `done`, at most half a minute; whether it is.
template <class Done>
bool WaitUntil(Done done) {
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

/// Times to notice and to recover from one kind of fault.
class FaultTable {
 public:
  explicit FaultTable(std::string fault) : fault_(std::move(fault)) {}
  ~FaultTable() {
    std::cout << "fault table | " << fault_ << " | " << rounds_
              << " rounds | noticed after " << Summary(noticed_)
              << " | recovered in " << Summary(recovered_) << std::endl;
  }
  FaultTable(const FaultTable&) = delete;
  FaultTable& operator=(const FaultTable&) = delete;

  /// Takes the times out of the lead's lines; how many nodes were lost.
  size_t Add(const std::string& lines) {
    ++rounds_;
    const size_t before = noticed_.size();
    Take(lines, "lost [^\n]*, ([0-9.]+) s after its last word", noticed_);
    Take(lines, "recovered [^\n]* in ([0-9.]+) s", recovered_);
    return noticed_.size() - before;
  }

 private:
  static void Take(const std::string& lines, const std::string& pattern,
                   std::vector<double>& times) {
    const std::regex regex(pattern);
    for (std::sregex_iterator one(lines.begin(), lines.end(), regex), end;
         one != end; ++one) {
      times.push_back(std::stod((*one)[1]));
    }
  }
  static std::string Summary(std::vector<double> times) {
    if (times.empty()) return "-";
    std::ranges::sort(times);
    std::ostringstream text;
    text << times[times.size() / 2] << " s (at most " << times.back() << ")";
    return text.str();
  }

  std::string fault_;
  int rounds_ = 0;
  std::vector<double> noticed_, recovered_;
};

/// Where the lead and each node run: words before the program, such as
/// "ip netns exec NAME"; and where nodes dial.
struct Places {
  std::string lead_address = "127.0.0.1";
  std::vector<Words> before = {{}, {}, {}, {}};  ///< lead first, then nodes
  /// What a node dials, for the port at which the lead listens.
  std::function<std::string(const std::string& port)> dial =
      [](const std::string& port) { return "127.0.0.1:" + port; };
};

class NodeCluster {
 public:
  NodeCluster(std::string folder, Places places)
      : folder_(std::move(folder)), places_(std::move(places)) {}

  /// Starts the lead with these words before its own options, and `count`
  /// nodes; waits until all have joined. False: it did not come to that.
  bool Start(const Words& words, size_t count);
  bool AddNode(const std::string& name, const Words& before = {});
  /// Waits until the lead has said this. False: it does not.
  bool Await(const std::string& text);

  Program& lead() { return *lead_; }
  Program& node(size_t index) { return *nodes_[index]; }
  size_t nodes() const { return nodes_.size(); }

 private:
  std::string folder_;
  Places places_;
  std::string port_;
  std::unique_ptr<Program> lead_;
  std::vector<std::unique_ptr<Program>> nodes_;
};

inline Words Joined(Words first, const Words& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

inline bool NodeCluster::Await(const std::string& text) {
  const auto said = [&] {
    return lead_->Err().find(text) != std::string::npos;
  };
  WaitUntil([&] { return said() || !lead_->Running(); });
  EXPECT_TRUE(said()) << "no '" << text << "' in: " << lead_->Err();
  return said();
}

inline bool NodeCluster::Start(const Words& words, size_t count) {
  if (!std::filesystem::exists(folder_ + "/cluster.secret")) {
    const ProgramEnd made =
        Program(SoukWords({"cluster", "init"}), folder_).Wait();
    EXPECT_EQ(made.exit_code, 0) << made.err;
  }
  const Words own = {"--listen",      places_.lead_address + ":0",
                     "--nodes",       std::to_string(count),
                     "--secret-file", "cluster.secret"};
  lead_ = std::make_unique<Program>(
      Joined(places_.before[0], SoukWords(Joined(words, own))), folder_);
  const std::string sign = "listening on " + places_.lead_address + ":";
  if (!Await(sign)) return false;
  const std::string err = lead_->Err();
  const size_t begin = err.find(sign) + sign.size();
  port_ = err.substr(begin, err.find('\n', begin) - begin);
  for (size_t i = 1; i <= count; ++i) {
    if (!AddNode("n" + std::to_string(i), places_.before[i])) return false;
  }
  return true;
}

inline bool NodeCluster::AddNode(const std::string& name, const Words& before) {
  nodes_.push_back(std::make_unique<Program>(
      Joined(before, SoukWords({"node", "--join", places_.dial(port_),
                                "--secret-file", "cluster.secret", "--threads",
                                "1", "--patience", "5", "--name", name})),
      folder_));
  return Await(name + " on ");
}

}  // namespace souk::tests
