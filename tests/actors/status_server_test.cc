// The endpoint that shows a run, by real HTTP on loopback, and `souk top`
// against it.
#include "actors/watch/status_server.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <list>
#include <thread>

#include "actors/watch/fetch_status.h"
#include "actors/watch/metrics_text.h"
#include "actors/watch/status_json.h"
#include "actors/watch/status_table.h"
#include "tests/support/http.h"
#include "tests/support/program.h"
#include "tests/support/run_status.h"

namespace souk::tests {
namespace {

using actors::StatusBoard;
using actors::StatusServer;
using Clock = std::chrono::steady_clock;

class StatusServerTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    board_.PostRun(KnownStatus().run);
    board_.PostCluster(KnownStatus().cluster);
    auto server = StatusServer::Start(board_, {"127.0.0.1", 0});
    ASSERT_TRUE(server.ok()) << server.error().message;
    server_ = std::move(server).value();
  }
  uint16_t port() const { return server_->address().port; }
  std::string port_text() const { return std::to_string(port()); }
  double SecondsToStop() {
    const auto begin = Clock::now();
    server_.reset();
    return Seconds(Clock::now() - begin).count();
  }

  StatusBoard board_;
  std::unique_ptr<StatusServer> server_;
};

TEST_F(StatusServerTest, ShowsTheBoardInThreeForms) {
  const std::string metrics = HttpGet(port(), "/metrics");
  EXPECT_TRUE(metrics.starts_with("HTTP/1.1 200 OK\r\n")) << metrics;
  EXPECT_NE(metrics.find("Content-Type: text/plain; version=0.0.4; "
                         "charset=utf-8\r\n"),
            std::string::npos);
  EXPECT_EQ(BodyOf(metrics), MetricsText(KnownStatus()));
  EXPECT_EQ(BodyOf(HttpGet(port(), "/status")), StatusJson(KnownStatus()));
  EXPECT_EQ(BodyOf(HttpGet(port(), "/")),
            StatusTable(KnownStatus(), {}) +
                "\n/metrics for Prometheus, /status as JSON\n");
}

TEST_F(StatusServerTest, ShowsWhatWasPostedLast) {
  actors::RunProgress run = KnownStatus().run;
  run.ticks_done = 18;
  board_.PostRun(run);
  const auto status = actors::FetchStatus(server_->address());
  ASSERT_TRUE(status.ok()) << status.error().message;
  EXPECT_EQ(status->run.ticks_done, 18);
}

TEST_F(StatusServerTest, ChangesNothingAndShowsNothingElse) {
  for (const char* path : {"/nothing", "/../etc/passwd", "/metrics/x"}) {
    const std::string answer = HttpGet(port(), path);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 404 Not Found\r\n")) << answer;
    EXPECT_EQ(BodyOf(answer), "look at /, /metrics or /status\n");
  }
  HttpLine line(port());
  line.Say("POST /status HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
  EXPECT_FALSE(line.Hear().starts_with("HTTP/1.1 2"));
}

TEST_F(StatusServerTest, AnswersManyAtOnce) {
  std::atomic<int> good = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      for (int call = 0; call < 25; ++call) {
        const std::string body = BodyOf(HttpGet(port(), "/metrics"));
        good += body == MetricsText(KnownStatus());
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(good, 200);
}

TEST_F(StatusServerTest, LetsNoSlowClientBlockAnother) {
  HttpLine slow(port());
  slow.Say("GET /met");
  const auto begin = Clock::now();
  EXPECT_NE(HttpGet(port(), "/metrics"), "");
  EXPECT_LT(Seconds(Clock::now() - begin).count(), 1);
}

TEST_F(StatusServerTest, TurnsCrowdsAwayAndLivesOn) {
  std::list<HttpLine> crowd;
  for (int i = 0; i < 60; ++i) crowd.emplace_back(port()).Say("GET /");
  int refused = 0;
  for (HttpLine& one : crowd) {
    refused += one.Hear().starts_with("HTTP/1.1 503");
  }
  EXPECT_GE(refused, 20);
  crowd.clear();
  EXPECT_EQ(BodyOf(HttpGet(port(), "/status")), StatusJson(KnownStatus()));
}

TEST_F(StatusServerTest, EndsRequestsThatAreTooLong) {
  const std::string ranges(3000, '1');
  for (const std::string& head :
       {"X: " + std::string(9000, 'x'), "Range: bytes=" + ranges,
        "Range: bytes=0-1" + std::string(900, ',') + "0-1"}) {
    HttpGet(port(), "/metrics", head + "\r\n");
  }
  HttpLine garbage(port());
  garbage.Say(std::string("\x16\x03\x01\0\xff\xff", 6) + "\r\n\r\n");
  garbage.Hear();
  EXPECT_EQ(BodyOf(HttpGet(port(), "/status")), StatusJson(KnownStatus()));
}

TEST_F(StatusServerTest, SendsNoPartsOfAPage) {
  const std::string answer =
      HttpGet(port(), "/metrics", "Range: bytes=0-1,0-1,0-1\r\n");
  EXPECT_EQ(BodyOf(answer), MetricsText(KnownStatus()));
}

TEST_F(StatusServerTest, EndsSoonWhateverClientsDo) {
  HttpLine idle(port());
  HttpLine slow(port());
  slow.Say("GET /met");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_LT(SecondsToStop(), 0.5);
}

TEST_F(StatusServerTest, TellsAllWhoWatchThatTheRunIsOver) {
  HttpGet(port(), "/status");
  actors::RunProgress run = KnownStatus().run;
  run.finished = true;
  board_.PostRun(run);
  std::array<std::string, 3> last;
  std::vector<std::thread> watchers;
  for (size_t i = 0; i < last.size(); ++i) {
    watchers.emplace_back([&last, i, at = port()] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200 + 300 * i));
      last[i] = BodyOf(HttpGet(at, "/status"));
    });
  }
  EXPECT_LT(SecondsToStop(), 2.5);
  for (std::thread& watcher : watchers) watcher.join();
  for (const std::string& body : last) {
    const auto status = actors::StatusOfJson(body);
    ASSERT_TRUE(status.ok());
    EXPECT_TRUE(status->run.finished);
  }
}

TEST_F(StatusServerTest, DoesNotWaitForThoseWhoDoNotWatch) {
  actors::RunProgress run = KnownStatus().run;
  run.finished = true;
  board_.PostRun(run);
  EXPECT_LT(SecondsToStop(), 0.5);
}

TEST_F(StatusServerTest, SaysThatThePortIsTaken) {
  const auto second = StatusServer::Start(board_, server_->address());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().message,
            "cannot show metrics at 127.0.0.1:" + port_text() +
                ": Address already in use");
}

TEST_F(StatusServerTest, IsPrintedOnceByTop) {
  const ProgramEnd end = Souk({"top", "--once", port_text()});
  EXPECT_EQ(end.exit_code, 0);
  EXPECT_EQ(end.out, StatusTable(KnownStatus(), {}));
  EXPECT_EQ(end.err, "");
}

TEST_F(StatusServerTest, LetsTopEndWithTheRun) {
  actors::RunProgress run = KnownStatus().run;
  run.phase = "done";
  run.ticks_done = run.ticks_planned;
  run.finished = true;
  board_.PostRun(run);
  const ProgramEnd end = Souk({"top", "127.0.0.1:" + port_text()});
  EXPECT_EQ(end.exit_code, 0);
  EXPECT_TRUE(end.out.starts_with("quickstart: done, tick 96 of 96, 100 %\n"));
}

TEST_F(StatusServerTest, IsMissedByTopWhenItIsGone) {
  const std::string port = port_text();
  Program top(SoukWords({"top", port}), folder());
  // Its first table is printed by then.
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  server_.reset();
  const ProgramEnd end = top.Wait(Seconds(10));
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_EQ(end.err,
            "souk top: the run is out of sight: nobody shows a run at "
            "127.0.0.1:" +
                port + " (Connection)\n");
}

}  // namespace
}  // namespace souk::tests
