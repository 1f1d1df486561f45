#include "actors/watch/status_json.h"

#include <nlohmann/json.hpp>

namespace souk::actors {
namespace {

using Json = nlohmann::ordered_json;

// Both directions visit the same fields in the same order.
template <class Node, class Visit>
void VisitNode(Node& node, const Visit& visit) {
  visit("number", node.number);
  visit("name", node.name);
  visit("host", node.host);
  visit("threads", node.threads);
  visit("cells", node.cells);
  visit("desks", node.desks);
  visit("silent_seconds", node.silent_seconds);
  visit("memory_bytes", node.memory_bytes);
  visit("bytes_in", node.bytes_in);
  visit("bytes_out", node.bytes_out);
  visit("restored", node.restored);
}

template <class Status, class Visit>
void VisitStatus(Status& status, const Visit& visit) {
  visit("scenario", status.run.scenario);
  visit("trace", status.run.trace);
  visit("phase", status.run.phase);
  visit("ticks_done", status.run.ticks_done);
  visit("ticks_planned", status.run.ticks_planned);
  visit("page_views", status.run.page_views);
  visit("seconds", status.run.seconds);
  visit("ticks_per_second", status.run.ticks_per_second);
  visit("page_views_per_second", status.run.page_views_per_second);
  visit("finished", status.run.finished);
  visit("recoveries", status.cluster.recoveries);
  visit("last_recovery_seconds", status.cluster.last_recovery_seconds);
  visit("checkpoint_tick", status.cluster.checkpoint_tick);
  visit("checkpoint_bytes", status.cluster.checkpoint_bytes);
}

auto WriterTo(Json& object) {
  return
      [&object](const char* name, const auto& value) { object[name] = value; };
}

auto ReaderOf(const Json& object) {
  return [&object](const char* name, auto& value) {
    object.at(name).get_to(value);
  };
}

NodeState StateOf(const std::string& name) {
  for (const NodeState state : {NodeState::kJoining, NodeState::kServing}) {
    if (name == NameOf(state)) return state;
  }
  return NodeState::kLost;
}

RunStatus Parsed(const std::string& text) {
  const Json object = Json::parse(text);
  RunStatus status;
  VisitStatus(status, ReaderOf(object));
  for (const Json& entry : object.at("nodes")) {
    NodeStatus& node = status.cluster.nodes.emplace_back();
    VisitNode(node, ReaderOf(entry));
    node.state = StateOf(entry.at("state").get<std::string>());
  }
  return status;
}

}  // namespace

std::string StatusJson(const RunStatus& status) {
  Json object;
  VisitStatus(status, WriterTo(object));
  object["nodes"] = Json::array();
  for (const NodeStatus& node : status.cluster.nodes) {
    Json entry;
    VisitNode(node, WriterTo(entry));
    entry["state"] = NameOf(node.state);
    object["nodes"].push_back(std::move(entry));
  }
  // Names that are no UTF-8 must not stop the run.
  return object.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

market::Result<RunStatus> StatusOfJson(const std::string& text) {
  try {
    return Parsed(text);
  } catch (const Json::exception& error) {
    return market::Error{std::string("no status of a run: ") + error.what()};
  }
}

}  // namespace souk::actors
