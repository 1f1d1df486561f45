// Lines of the program's log.
#include "actors/log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>
#include <thread>
#include <vector>

namespace souk::tests {
namespace {

using actors::LogLine;
using actors::ShowLiveLine;
using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

constexpr char kTime[] = R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )";

bool Matches(const std::string& text, const std::string& rest) {
  return std::regex_match(text, std::regex(kTime + rest + "\n"));
}

TEST(LogLine, NamesWhoAndTick) {
  CaptureStderr();
  LogLine({"node-2", 17}, "restored 3 seats");
  EXPECT_TRUE(Matches(GetCapturedStderr(),
                      R"(\[node-2\] \[tick 17\] restored 3 seats)"));
}

TEST(LogLine, LeavesOutWhatIsUnknown) {
  CaptureStderr();
  LogLine({}, "hello");
  EXPECT_TRUE(Matches(GetCapturedStderr(), "hello"));
  CaptureStderr();
  LogLine({"lead"}, "hello");
  EXPECT_TRUE(Matches(GetCapturedStderr(), R"(\[lead\] hello)"));
}

TEST(LogLine, StaysOneLineWhateverStrangersSay) {
  CaptureStderr();
  LogLine({"a\nb"}, "x\r\n\033[2Jy");
  EXPECT_TRUE(Matches(GetCapturedStderr(), R"(\[a\?b\] x\?\?\?\[2Jy)"));
}

TEST(LogLine, TakesThePlaceOfTheLiveLine) {
  CaptureStderr();
  ShowLiveLine("tick 1");
  LogLine({}, "hello");
  ShowLiveLine("tick 2");
  ShowLiveLine("");
  ShowLiveLine("");
  const std::string text = GetCapturedStderr();
  EXPECT_TRUE(text.starts_with("\r\033[Ktick 1\r\033[K2")) << text;
  EXPECT_TRUE(text.ends_with(" hello\n\r\033[Ktick 2\r\033[K")) << text;
}

TEST(LogLine, IsNeverTornByAnother) {
  CaptureStderr();
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([i] {
      for (int line = 0; line < 200; ++line) {
        LogLine({"w"}, std::string(60, static_cast<char>('a' + i)));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::istringstream text(GetCapturedStderr());
  int lines = 0;
  for (std::string line; std::getline(text, line); ++lines) {
    const std::string tail = line.substr(line.size() - 60);
    EXPECT_EQ(std::count(tail.begin(), tail.end(), tail[0]), 60) << line;
  }
  EXPECT_EQ(lines, 800);
}

}  // namespace
}  // namespace souk::tests
