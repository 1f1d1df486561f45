// A run that is watched while it goes on.
#include <gmock/gmock.h>

#include "tests/support/http.h"
#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ProgramWatch : public ProgramTest {
 protected:
  /// The port that a run prints on standard error; 0: none within 20 s.
  uint16_t PortPrinted() const {
    const std::string words = "metrics at http://127.0.0.1:";
    for (int i = 0; i < 2000; ++i) {
      const std::string err = Read(".printed-" + FileNumber() + ".err");
      const size_t found = err.find(words);
      if (found != std::string::npos && err.ends_with("\n")) {
        return static_cast<uint16_t>(
            std::stoi(err.substr(found + words.size())));
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return 0;
  }

 private:
  /// Of the only program of this folder.
  std::string FileNumber() const {
    for (const auto& file : std::filesystem::directory_iterator(folder())) {
      const std::string name = file.path().filename();
      if (name.starts_with(".printed-") && name.ends_with(".err")) {
        return name.substr(9, name.size() - 13);
      }
    }
    return "";
  }
};

TEST_F(ProgramWatch, ARunIsScrapedWhileItRuns) {
  Program run(SoukWords({"run", Library("quickstart"), "--set",
                         "calendar.days=2000", "--metrics", "0"}),
              folder());
  const uint16_t port = PortPrinted();
  ASSERT_NE(port, 0);
  std::string metrics;
  for (int i = 0; i < 500 && metrics.find("phase=\"running\"") == metrics.npos;
       ++i) {
    metrics = BodyOf(HttpGet(port, "/metrics"));
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_THAT(metrics, HasSubstr("souk_run_info{scenario=\"quickstart\",trace="
                                 "\"quickstart.h5\",phase=\"running\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("\nsouk_ticks_planned 96000\n"));
  EXPECT_THAT(metrics, HasSubstr("\nsouk_node_up{node=\"local\","));
  const ProgramEnd top = Souk({"top", "--once", std::to_string(port)});
  ExpectSuccess(top);
  EXPECT_THAT(top.out, StartsWith("quickstart: running, tick "));
  run.Send(SIGINT);
  EXPECT_EQ(run.Wait().exit_code, 3);
}

TEST_F(ProgramWatch, WatchingChangesNoDigest) {
  const ProgramEnd watched =
      Souk({"run", Library("quickstart"), "--metrics", "0"});
  ExpectSuccess(watched);
  EXPECT_EQ(DigestIn(watched.out), "6b3659251f3d746ebfc46156f95466ca");
}

TEST_F(ProgramWatch, ATakenPortIsSaidBeforeATraceIsTouched) {
  Program run(SoukWords({"run", Library("quickstart"), "--set",
                         "calendar.days=2000", "--metrics", "0"}),
              folder());
  const uint16_t port = PortPrinted();
  ASSERT_NE(port, 0);
  const ProgramEnd second =
      Souk({"run", Library("quickstart"), "-o", "second.h5", "--metrics",
            std::to_string(port)});
  EXPECT_EQ(second.exit_code, 2);
  EXPECT_EQ(second.err, "souk run: cannot show metrics at 127.0.0.1:" +
                            std::to_string(port) +
                            ": Address already in use\n");
  EXPECT_FALSE(Exists("second.h5"));
}

}  // namespace
}  // namespace souk::tests
