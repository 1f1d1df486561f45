#include "actors/watch/status_table.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "actors/watch/figures_text.h"

namespace souk::actors {
namespace {

constexpr size_t kWidth = 80;
constexpr char kRow[] =
    "{:<10.10} {:<10.10} {} {:>4} {:>5} {:>6} {:>7} {:>7} {:>7} {:>8}\n";

/// Without anything that moves a terminal's cursor; cut to `width` letters.
std::string Shown(const std::string& text, size_t width) {
  std::string shown;
  for (const char letter : text) {
    const bool printable = letter >= ' ' && letter <= '~';
    shown += printable ? letter : '?';
  }
  return shown.size() <= width ? shown : shown.substr(0, width - 1) + "~";
}

std::string Coloured(const std::string& text, int code, TableStyle style) {
  if (style == TableStyle::kPlain) return text;
  return fmt::format("\033[{}m{}\033[0m", code, text);
}

std::string StateText(NodeState state, TableStyle style) {
  static constexpr int kColours[] = {33, 32, 31};  // yellow, green, red
  return Coloured(fmt::format("{:<7}", NameOf(state)),
                  kColours[static_cast<size_t>(state)], style);
}

std::string ProgressLine(const RunProgress& run) {
  const uint32_t planned = std::max(1U, run.ticks_planned);
  const std::string progress =
      fmt::format("tick {} of {}, {} %", run.ticks_done, run.ticks_planned,
                  uint64_t{100} * run.ticks_done / planned);
  const std::string phase = Shown(run.phase, 20);
  const size_t left = kWidth - progress.size() - phase.size() - 4;
  return Shown(run.scenario, left) + ": " + phase + ", " + progress + "\n";
}

std::string RateLine(const RunProgress& run) {
  const double left = SecondsLeft(run);
  const std::string rest = left < 0 ? "" : ", " + DurationText(left) + " left";
  return fmt::format("{:.2f} ticks/s, {} page views/s, {} page views{}\n",
                     run.ticks_per_second, RateText(run.page_views_per_second),
                     run.page_views, rest);
}

std::string TraceLine(const RunProgress& run) {
  return "trace " + Shown(run.trace, kWidth - 6) + "\n";
}

/// Nothing for a run that has no cluster to lose.
std::string SafetyLine(const ClusterStatus& cluster) {
  if (cluster.checkpoint_tick == 0 && cluster.recoveries == 0) return "";
  const std::string last = cluster.recoveries == 0
                               ? ""
                               : fmt::format(", the last in {:.1f} s",
                                             cluster.last_recovery_seconds);
  return fmt::format("checkpoint before tick {}, {}; recoveries: {}{}\n",
                     cluster.checkpoint_tick,
                     BytesText(cluster.checkpoint_bytes), cluster.recoveries,
                     last);
}

std::string SilenceText(double seconds) {
  if (seconds < 99.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 9999.5) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{:.0f} h", seconds / 3600);
}

std::string NodeRow(const NodeStatus& node, TableStyle style) {
  return fmt::format(kRow, Shown(node.name, 10), Shown(node.host, 10),
                     StateText(node.state, style), node.threads, node.cells,
                     SilenceText(node.silent_seconds),
                     BytesText(node.memory_bytes), BytesText(node.bytes_in),
                     BytesText(node.bytes_out), node.restored);
}

std::string HeadRow(TableStyle style) {
  std::string row =
      fmt::format(kRow, "node", "host", "state  ", "thr.", "cells", "silent",
                  "memory", "in", "out", "restored");
  row.pop_back();
  return Coloured(row, 1, style) + "\n";
}

}  // namespace

std::string StatusTable(const RunStatus& status, TableOrder order) {
  const std::vector<NodeStatus>& nodes = status.cluster.nodes;
  std::string text = ProgressLine(status.run) + RateLine(status.run) +
                     TraceLine(status.run) + SafetyLine(status.cluster) + "\n" +
                     HeadRow(order.style);
  const size_t shown = std::min(nodes.size(), order.most_nodes);
  for (size_t i = 0; i < shown; ++i) text += NodeRow(nodes[i], order.style);
  if (shown < nodes.size()) {
    text += fmt::format("and {} more\n", nodes.size() - shown);
  }
  return text;
}

}  // namespace souk::actors
