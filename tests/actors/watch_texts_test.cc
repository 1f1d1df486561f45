// What those who watch a run are shown, word by word.
#include <gtest/gtest.h>

#include "actors/watch/figures_text.h"
#include "actors/watch/metrics_text.h"
#include "actors/watch/status_board.h"
#include "actors/watch/status_json.h"
#include "actors/watch/status_table.h"
#include "actors/watch/watch_endpoint.h"
#include "tests/support/run_status.h"

namespace souk::tests {
namespace {

using actors::RunStatus;

TEST(StatusBoard, KeepsWhatTheOtherPosted) {
  actors::StatusBoard board;
  const RunStatus known = KnownStatus();
  board.PostCluster(known.cluster);
  board.PostRun(known.run);
  board.PostRun({.ticks_done = 18});
  EXPECT_EQ(board.Read().run.ticks_done, 18);
  EXPECT_EQ(board.Read().run.scenario, "");
  EXPECT_EQ(board.Read().cluster.nodes.size(), 2);
  board.PostCluster({});
  EXPECT_EQ(board.Read().run.ticks_done, 18);
  EXPECT_TRUE(board.Read().cluster.nodes.empty());
}

TEST(StatusTable, FitsIntoEightyColumns) {
  const std::string table = StatusTable(KnownStatus(), {});
  EXPECT_EQ(
      table,
      "quickstart: running, tick 17 of 96, 17 %\n"
      "5.00 ticks/s, 353.0 k page views/s, 1200345 page views, 16 s left\n"
      "trace out/quickstart.h5\n"
      "checkpoint before tick 16, 1.2 MiB; "
      "recoveries: 2, the last in 1.2 s\n"
      "\n"
      "node       host       state   thr. cells silent  memory      in     "
      "out restored\n"
      "node-1     alpha      serving    2     4  0.2 s 120 MiB  50 MiB "
      "1.0 MiB        3\n"
      "node-2     a-very-lo~ lost      16     0 12.5 s     0 B   999 B "
      "2.0 KiB        0\n");
}

TEST(StatusTable, NeverMovesTheCursorForAName) {
  RunStatus status = KnownStatus();
  status.run.scenario = "evil\033[2J\nname";
  status.cluster.nodes[0].host =
      "\r\xff"
      "x";
  const std::string table = StatusTable(status, {});
  EXPECT_NE(table.find("evil?[2J?name: running"), std::string::npos);
  EXPECT_NE(table.find("node-1     ??x        serving"), std::string::npos);
}

TEST(StatusTable, HasNoLineBeyondEightyColumnsWhateverTheNames) {
  RunStatus status = KnownStatus();
  status.run.scenario = status.run.trace = status.run.phase =
      std::string(200, 'n');
  status.run.ticks_done = status.run.ticks_planned = UINT32_MAX;
  status.cluster.checkpoint_tick = UINT32_MAX;
  status.cluster.nodes[0].silent_seconds = 86400;
  std::string table = StatusTable(status, {});
  while (!table.empty()) {
    const size_t width = table.find('\n');
    EXPECT_LE(width, 80) << table.substr(0, width);
    table.erase(0, width + 1);
  }
}

TEST(StatusTable, SaysHowManyNodesItLeavesOut) {
  const std::string table =
      StatusTable(KnownStatus(), {.style = {}, .most_nodes = 1});
  EXPECT_EQ(table.find("node-2"), std::string::npos);
  EXPECT_TRUE(table.ends_with("and 1 more\n")) << table;
}

TEST(StatusTable, ColoursStatesOnRequest) {
  const std::string table =
      StatusTable(KnownStatus(), {.style = actors::TableStyle::kColoured});
  EXPECT_NE(table.find("\033[32mserving\033[0m"), std::string::npos);
  EXPECT_NE(table.find("\033[31mlost   \033[0m"), std::string::npos);
}

TEST(FiguresText, IsShort) {
  EXPECT_EQ(actors::BytesText(0), "0 B");
  EXPECT_EQ(actors::BytesText(999), "999 B");
  EXPECT_EQ(actors::BytesText(1000), "1.0 KiB");
  EXPECT_EQ(actors::BytesText(1023488), "1.0 MiB");  // 999.5 KiB
  EXPECT_EQ(actors::BytesText(UINT64_MAX), "16 EiB");
  EXPECT_EQ(actors::DurationText(59.4), "59 s");
  EXPECT_EQ(actors::DurationText(125), "2:05 min");
  EXPECT_EQ(actors::DurationText(11250), "3:07 h");
  EXPECT_EQ(actors::RateText(999), "999");
  EXPECT_EQ(actors::RateText(1500), "1.5 k");
  EXPECT_EQ(actors::RateText(2.25e6), "2.25 M");
}

TEST(StatusJson, ComesBackAsItWas) {
  const RunStatus known = KnownStatus();
  const std::string text = StatusJson(known);
  const auto back = actors::StatusOfJson(text);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(StatusJson(*back), text);
  EXPECT_EQ(back->cluster.nodes[1].state, actors::NodeState::kLost);
  EXPECT_EQ(back->run.page_views, 1200345);
  EXPECT_EQ(back->cluster.last_recovery_seconds, 1.25);
}

TEST(StatusJson, ShowsNamesThatAreNoUtf8) {
  RunStatus status;
  status.run.scenario =
      "a\xff"
      "b";
  EXPECT_TRUE(actors::StatusOfJson(StatusJson(status)).ok());
}

TEST(StatusJson, RefusesWhatIsNoStatus) {
  for (const char* text : {"", "hello", "[]", "{}", "{\"scenario\": 3}"}) {
    const auto status = actors::StatusOfJson(text);
    ASSERT_FALSE(status.ok()) << text;
    EXPECT_TRUE(status.error().message.starts_with("no status of a run: "));
  }
}

TEST(MetricsText, EscapesLabels) {
  EXPECT_EQ(actors::EscapedLabel("a\\b\"c\nd"), "a\\\\b\\\"c\\nd");
}

TEST(MetricsText, IsThatOfPrometheus) {
  RunStatus status = KnownStatus();
  status.cluster.nodes[1].host = "a \"b\"";
  const std::string text = MetricsText(status);
  for (const char* part :
       {"# HELP souk_ticks_done Ticks of the run that are done.\n"
        "# TYPE souk_ticks_done gauge\n"
        "souk_ticks_done 17\n"
        "# HELP souk_ticks_planned Ticks of the scenario's calendar.\n"
        "# TYPE souk_ticks_planned gauge\n"
        "souk_ticks_planned 96\n"
        "# HELP souk_page_views_total Page views served by this process.\n"
        "# TYPE souk_page_views_total counter\n"
        "souk_page_views_total 1200345\n",
        "# TYPE souk_recoveries_total counter\nsouk_recoveries_total 2\n",
        "# HELP souk_node_up 1 while the node serves.\n"
        "# TYPE souk_node_up gauge\n"
        "souk_node_up{node=\"node-1\",host=\"alpha\",number=\"1\"} 1\n"
        "souk_node_up{node=\"node-2\",host=\"a \\\"b\\\"\",number=\"2\"} 0\n",
        "souk_node_memory_bytes{node=\"node-1\",host=\"alpha\",number=\"1\"} "
        "125829120\n",
        "souk_node_silent_seconds{node=\"node-1\",host=\"alpha\",number="
        "\"1\"} 0.25\n",
        "souk_node_restored_seats_total{node=\"node-1\",host=\"alpha\","
        "number=\"1\"} 3\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(SecondsLeft, IsUnknownWithoutARate) {
  EXPECT_EQ(actors::SecondsLeft({.ticks_planned = 5}), -1);
  EXPECT_EQ(actors::SecondsLeft(
                {.ticks_done = 1, .ticks_planned = 5, .ticks_per_second = 2}),
            2);
  EXPECT_EQ(actors::SecondsLeft({.ticks_planned = 5, .finished = true}), 0);
}

TEST(WatchEndpoint, IsOnLoopbackUnlessSaidOtherwise) {
  using actors::Endpoint;
  EXPECT_EQ(*actors::ParseWatchEndpoint("9464"), (Endpoint{"127.0.0.1", 9464}));
  EXPECT_EQ(*actors::ParseWatchEndpoint("0"), (Endpoint{"127.0.0.1", 0}));
  EXPECT_EQ(*actors::ParseWatchEndpoint("alpha:1"), (Endpoint{"alpha", 1}));
  EXPECT_EQ(*actors::ParseWatchEndpoint("[::1]:80"), (Endpoint{"::1", 80}));
  for (const char* text : {"", "alpha", "65536", ":1", "alpha:", "-1"}) {
    const auto wrong = actors::ParseWatchEndpoint(text);
    ASSERT_FALSE(wrong.ok()) << text;
    EXPECT_EQ(wrong.error().message,
              "'" + std::string(text) +
                  "' is no endpoint: write PORT, HOST:PORT or [IPV6]:PORT "
                  "with a port of 0 to 65535");
  }
}

}  // namespace
}  // namespace souk::tests
