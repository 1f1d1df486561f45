#include "actors/watch/metrics_text.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

#include <functional>

namespace souk::actors {
namespace {

std::string Head(const std::string& name, const std::string& help) {
  const bool counts = name.ends_with("_total");
  return fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help,
                     counts ? "counter" : "gauge");
}

struct RunMetric {
  std::string name;
  std::string help;
  std::function<double(const RunStatus&)> value;
};

const std::vector<RunMetric>& RunMetrics() {
  using Status = const RunStatus&;
  static const std::vector<RunMetric> metrics = {
      {"souk_ticks_done", "Ticks of the run that are done.",
       [](Status s) { return s.run.ticks_done; }},
      {"souk_ticks_planned", "Ticks of the scenario's calendar.",
       [](Status s) { return s.run.ticks_planned; }},
      {"souk_page_views_total", "Page views served by this process.",
       [](Status s) { return static_cast<double>(s.run.page_views); }},
      {"souk_run_seconds", "Time since this process began to run ticks.",
       [](Status s) { return s.run.seconds; }},
      {"souk_ticks_per_second", "Ticks per second since then.",
       [](Status s) { return s.run.ticks_per_second; }},
      {"souk_page_views_per_second", "Page views per second since then.",
       [](Status s) { return s.run.page_views_per_second; }},
      {"souk_run_finished", "1 when the run is over.",
       [](Status s) { return s.run.finished ? 1 : 0; }},
      {"souk_recoveries_total", "Lost nodes whose seats were restored.",
       [](Status s) { return s.cluster.recoveries; }},
      {"souk_last_recovery_seconds", "Length of the newest recovery.",
       [](Status s) { return s.cluster.last_recovery_seconds; }},
      {"souk_checkpoint_tick", "First tick after the newest checkpoint.",
       [](Status s) { return s.cluster.checkpoint_tick; }},
      {"souk_checkpoint_bytes", "Size of the newest checkpoint.",
       [](Status s) {
         return static_cast<double>(s.cluster.checkpoint_bytes);
       }},
  };
  return metrics;
}

struct NodeMetric {
  std::string name;
  std::string help;
  std::function<double(const NodeStatus&)> value;
};

const std::vector<NodeMetric>& NodeMetrics() {
  using Node = const NodeStatus&;
  static const std::vector<NodeMetric> metrics = {
      {"souk_node_up", "1 while the node serves.",
       [](Node n) { return n.state == NodeState::kServing ? 1 : 0; }},
      {"souk_node_threads", "Threads that the node offers.",
       [](Node n) { return n.threads; }},
      {"souk_node_cells", "Cells that the node carries.",
       [](Node n) { return n.cells; }},
      {"souk_node_desks", "Parts of the bidders' desk that it carries.",
       [](Node n) { return n.desks; }},
      {"souk_node_silent_seconds", "Time since the node was heard.",
       [](Node n) { return n.silent_seconds; }},
      {"souk_node_memory_bytes", "Resident memory of the node.",
       [](Node n) { return static_cast<double>(n.memory_bytes); }},
      {"souk_node_received_bytes_total", "Bytes that the node received.",
       [](Node n) { return static_cast<double>(n.bytes_in); }},
      {"souk_node_sent_bytes_total", "Bytes that the node sent.",
       [](Node n) { return static_cast<double>(n.bytes_out); }},
      {"souk_node_restored_seats_total", "Seats restored on the node.",
       [](Node n) { return n.restored; }},
  };
  return metrics;
}

std::string Labels(const NodeStatus& node) {
  return fmt::format("{{node=\"{}\",host=\"{}\",number=\"{}\"}}",
                     EscapedLabel(node.name), EscapedLabel(node.host),
                     node.number);
}

std::string InfoText(const RunProgress& run) {
  return Head("souk_run_info", "The run, in labels.") +
         fmt::format(
             "souk_run_info{{scenario=\"{}\",trace=\"{}\",phase=\"{}\"}} 1\n",
             EscapedLabel(run.scenario), EscapedLabel(run.trace),
             EscapedLabel(run.phase));
}

/// What is no UTF-8 in it, as replacement characters: readers would refuse all
/// of the text.
std::string ValidText(const std::string& text) {
  using nlohmann::json;
  return json::parse(
             json(text).dump(-1, ' ', false, json::error_handler_t::replace))
      .get<std::string>();
}

}  // namespace

std::string EscapedLabel(const std::string& text) {
  std::string escaped;
  for (const char letter : ValidText(text)) {
    if (letter == '\\' || letter == '"') escaped += '\\';
    escaped += letter == '\n' ? std::string("\\n") : std::string(1, letter);
  }
  return escaped;
}

std::string MetricsText(const RunStatus& status) {
  std::string text = InfoText(status.run);
  for (const RunMetric& metric : RunMetrics()) {
    text += Head(metric.name, metric.help) +
            fmt::format("{} {}\n", metric.name, metric.value(status));
  }
  for (const NodeMetric& metric : NodeMetrics()) {
    if (status.cluster.nodes.empty()) break;
    text += Head(metric.name, metric.help);
    for (const NodeStatus& node : status.cluster.nodes) {
      text += fmt::format("{}{} {}\n", metric.name, Labels(node),
                          metric.value(node));
    }
  }
  return text;
}

}  // namespace souk::actors
