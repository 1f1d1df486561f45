#include "actors/launch/child_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "actors/launch/nodes.h"

namespace souk::actors {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kPatience{20};

/// What a child printed, line by line.
class Heard {
 public:
  std::function<void(const std::string&)> ear() {
    return [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      text_ += line;
    };
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }
  bool Await(const std::string& part) const {
    for (int i = 0; i < 4000; ++i) {
      if (text().find(part) != std::string::npos) return true;
      std::this_thread::sleep_for(milliseconds(5));
    }
    return false;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

ChildOrder Script(const std::string& script, Heard& heard) {
  return {"n1", "/bin/sh", {"-c", script}, "", heard.ear()};
}

std::unique_ptr<ChildProcess> Started(ChildOrder order) {
  auto child = ChildProcess::Start(std::move(order));
  EXPECT_TRUE(child.ok()) << child.error().message;
  return child.ok() ? std::move(*child) : nullptr;
}

std::string EndOf(ChildProcess& child) {
  const auto end = child.Await(kPatience);
  return end ? EndSentence(child.name(), *end) : "never ended";
}

bool Lives(pid_t pid) {
  if (kill(pid, 0) != 0) return false;
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(stat), {}};
  return !text.empty() && text[text.rfind(')') + 2] != 'Z';
}

bool AwaitDeath(pid_t pid) {
  for (int i = 0; i < 4000 && Lives(pid); ++i) {
    std::this_thread::sleep_for(milliseconds(5));
  }
  return !Lives(pid);
}

TEST(ChildProcess, PrintsItsLinesBehindItsName) {
  Heard heard;
  const auto child = Started(
      Script("echo one; echo two >&2; printf '%s' 'no newline'", heard));
  EXPECT_EQ(EndOf(*child), "n1 ended well");
  EXPECT_EQ(heard.text(), "n1: one\nn1: two\nn1: no newline\n");
}

TEST(ChildProcess, CutsLinesThatNeverEnd) {
  Heard heard;
  const auto child =
      Started(Script("head -c 10000 /dev/zero | tr '\\0' x", heard));
  EXPECT_EQ(EndOf(*child), "n1 ended well");
  EXPECT_EQ(heard.text(), "n1: " + std::string(4096, 'x') +
                              "\nn1: " + std::string(4096, 'x') +
                              "\nn1: " + std::string(1808, 'x') + "\n");
}

TEST(ChildProcess, ReadsItsInputToTheEnd) {
  Heard heard;
  ChildOrder order = Script("wc -c", heard);
  order.input = std::string(300000, 's');
  EXPECT_EQ(EndOf(*Started(order)), "n1 ended well");
  EXPECT_EQ(heard.text(), "n1: 300000\n");
  Heard nothing;
  EXPECT_EQ(EndOf(*Started(Script("wc -c", nothing))), "n1 ended well");
  EXPECT_EQ(nothing.text(), "n1: 0\n");
}

TEST(ChildProcess, SaysHowItEnded) {
  Heard heard;
  EXPECT_EQ(EndOf(*Started(Script("exit 3", heard))),
            "n1 ended with exit code 3");
  EXPECT_EQ(EndOf(*Started(Script("kill -9 $$", heard))),
            "n1 was killed by signal 9 (Killed)");
}

TEST(ChildProcess, SaysWhyItCannotStart) {
  const auto child =
      ChildProcess::Start({"n1", "/no/such/program", {}, "", {}});
  ASSERT_FALSE(child.ok());
  EXPECT_EQ(child.error().message,
            "cannot start /no/such/program: No such file or directory");
}

TEST(ChildProcess, TakesWordsAsTheyAre) {
  Heard heard;
  ChildOrder order = Script("printf '<%s>' \"$@\"", heard);
  order.words.insert(order.words.end(), {"sh", "a b", "$(id)", "'", ""});
  EndOf(*Started(order));
  EXPECT_EQ(heard.text(), "n1: <a b><$(id)><'><>\n");
}

TEST(ChildProcess, InheritsNothingButTheThreeStreams) {
  const int open_file = open("/dev/null", O_RDONLY);  // no O_CLOEXEC
  ASSERT_GT(open_file, 2);
  Heard heard;
  EndOf(*Started({"n1", "/bin/ls", {"/proc/self/fd"}, "", heard.ear()}));
  close(open_file);
  // 3 is the folder that ls reads.
  EXPECT_EQ(heard.text(), "n1: 0\nn1: 1\nn1: 2\nn1: 3\n");
}

TEST(ChildProcess, LeadsAProcessGroupWithDefaultSignals) {
  const auto before = std::signal(SIGINT, SIG_IGN);
  Heard heard;
  const auto child = Started(Script("echo up; exec sleep 100", heard));
  std::signal(SIGINT, before);
  EXPECT_TRUE(heard.Await("up"));
  EXPECT_EQ(getpgid(child->pid()), child->pid());
  child->Send(SIGINT);
  EXPECT_EQ(EndOf(*child), "n1 was killed by signal 2 (Interrupt)");
}

TEST(ChildProcess, EndsWhenAsked) {
  Heard heard;
  const auto child =
      Started(Script("trap 'echo bye; exit 5' TERM; echo up; "
                     "while :; do :; done",
                     heard));
  EXPECT_TRUE(heard.Await("up"));
  EXPECT_EQ(EndSentence("n1", child->End(kPatience)),
            "n1 ended with exit code 5");
  EXPECT_EQ(heard.text(), "n1: up\nn1: bye\n");
}

TEST(ChildProcess, IsKilledWhenItDoesNotEndInTime) {
  Heard heard;
  const auto child = Started(
      Script("trap '' TERM; echo up; while :; do sleep 0.01; done", heard));
  EXPECT_TRUE(heard.Await("up"));
  EXPECT_EQ(child->End(milliseconds(50)).signal, SIGKILL);
  const auto stopped = Started(
      Script("trap 'exit 0' TERM; echo set; while :; do :; done", heard));
  EXPECT_TRUE(heard.Await("set"));
  stopped->Send(SIGSTOP);
  EXPECT_EQ(stopped->End(milliseconds(50)).signal, SIGKILL);
}

TEST(ChildProcess, LeavesNobodyBehindInItsGroup) {
  Heard heard;
  const auto child = Started(Script("sleep 100 & echo $!", heard));
  EXPECT_EQ(EndOf(*child), "n1 ended well");
  const pid_t left = std::stoi(heard.text().substr(4));
  EXPECT_TRUE(AwaitDeath(left));
}

TEST(ChildProcess, DiesWithAParentThatIsKilled) {
  int told[2];
  ASSERT_EQ(pipe(told), 0);
  const pid_t parent = fork();
  if (parent == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    auto child = ChildProcess::Start({"n1", "/bin/sleep", {"100"}, "", {}});
    const pid_t pid = child.ok() ? (*child)->pid() : 0;
    if (write(told[1], &pid, sizeof pid) != sizeof pid) _exit(1);
    pause();
    _exit(1);
  }
  pid_t child = 0;
  ASSERT_EQ(read(told[0], &child, sizeof child), ssize_t{sizeof child});
  EXPECT_TRUE(Lives(child));
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  EXPECT_TRUE(AwaitDeath(child));
  close(told[0]);
  close(told[1]);
}

/// Threads come and go: a child that one of them started stays.
TEST(ChildProcess, OutlivesTheThreadThatStartedIt) {
  Heard heard;
  std::unique_ptr<ChildProcess> child;
  std::thread([&] {
    child = Started(Script("echo up; sleep 0.05; echo still", heard));
  }).join();
  EXPECT_EQ(EndOf(*child), "n1 ended well");
  EXPECT_EQ(heard.text(), "n1: up\nn1: still\n");
}

TEST(Nodes, AreToldWhomToJoin) {
  const std::vector<std::string> plain = {
      "node", "--join", "127.0.0.1:7411", "--secret-file", "s", "--name", "n1"};
  EXPECT_EQ(NodeWords({"127.0.0.1:7411", "s", "n1", 0, "", {}}), plain);
  std::vector<std::string> all = plain;
  all.insert(all.end(), {"--threads", "4", "--trace-dir", "d", "--x", "y"});
  EXPECT_EQ(NodeWords({"127.0.0.1:7411", "s", "n1", 4, "d", {"--x", "y"}}),
            all);
}

TEST(Nodes, StartNamedAndEndTogether) {
  Heard heard;
  const auto folder = std::filesystem::temp_directory_path() /
                      ("souk_nodes_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string program = folder / "node.sh";
  std::ofstream(program) << "#!/bin/sh\n"
                            "trap 'echo bye; exit 0' TERM\n"
                            "echo \"$@\"\n"
                            "[ \"$7\" = n2 ] && exit 4\n"
                            "while :; do :; done\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  auto nodes = StartLocalNodes(
      {3, {"127.0.0.1:1", "s", "n", 0, "", {}}, program, heard.ear()});
  ASSERT_TRUE(nodes.ok()) << nodes.error().message;
  for (const char* name : {"n1", "n2", "n3"}) {
    EXPECT_TRUE(heard.Await(std::string(name) +
                            ": node --join 127.0.0.1:1 --secret-file s "
                            "--name " +
                            name + "\n"));
  }
  (*nodes)->all()[1]->Await(kPatience);
  EXPECT_EQ((*nodes)->TakeEnded(),
            std::vector<std::string>{"n2 ended with exit code 4"});
  EXPECT_EQ((*nodes)->TakeEnded(), std::vector<std::string>{});
  EXPECT_EQ((*nodes)->Running(), 2u);
  (*nodes)->End(kPatience);
  EXPECT_EQ((*nodes)->TakeEnded(),
            (std::vector<std::string>{"n1 ended well", "n3 ended well"}));
  EXPECT_NE(heard.text().find("n3: bye\n"), std::string::npos);
  std::filesystem::remove_all(folder);
}

TEST(Nodes, DoNotStartHalfway) {
  const auto nodes =
      StartLocalNodes({2, {"", "", "n", 0, "", {}}, "/no/such/program", {}});
  ASSERT_FALSE(nodes.ok());
  EXPECT_EQ(nodes.error().message,
            "cannot start /no/such/program: No such file or directory");
}

}  // namespace
}  // namespace souk::actors
