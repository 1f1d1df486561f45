#include <iostream>

#include "actors/commands/console.h"
#include "actors/commands/options.h"
#include "actors/commands/serve_as_node.h"
#include "actors/launch/role.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

Accepts NodeAccepts() {
  Accepts accepts;
  accepts.at_least = accepts.at_most = 0;
  accepts.options.add_options()(
      "join", po::value<std::string>()->value_name("HOST:PORT"),
      "Where the lead listens (souk run --listen)")(
      "secret-file", po::value<std::string>()->value_name("FILE"),
      "The secret file of the cluster; -: read it from standard input")(
      "threads",
      po::value<Whole>()
          ->default_value(Whole{UsableProcessors()})
          ->value_name("N"),
      "Threads that it offers")(
      "name",
      po::value<std::string>()->default_value("node")->value_name("NAME"),
      "What people call it")(
      "trace-dir", po::value<std::string>()->value_name("FOLDER"),
      "Where its part of the trace goes; default: beside the trace of the "
      "lead, in a folder that both see")(
      "patience", po::value<Whole>()->default_value(Whole{60})->value_name("S"),
      "Seconds to look for a lead, at first and after losing one");
  return accepts;
}

/// What of the options makes no sense.
std::string CheckNodeOptions(const Arguments& arguments) {
  for (const char* name : {"join", "secret-file"}) {
    if (!arguments.has(name)) return market::Concat("--", name, " is missing");
  }
  const uint64_t threads = arguments.get<Whole>("threads").value;
  if (threads < 1 || threads > 1024) {
    return market::Concat("--threads is ", threads, ", must be in [1, 1024]");
  }
  const uint64_t patience = arguments.get<Whole>("patience").value;
  if (patience > 86400) {
    return market::Concat("--patience is ", patience,
                          ", must be in [0, 86400]");
  }
  const std::string name = arguments.get<std::string>("name");
  if (name.empty() || name.size() > 64) {
    return "--name must have 1 to 64 characters";
  }
  return "";
}

int Node(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, NodeAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  const auto refuse = [](const std::string& sentence) {
    std::cerr << "souk node: " << sentence << "\n";
    return kWrongInput;
  };
  if (const std::string fault = CheckNodeOptions(*arguments); !fault.empty()) {
    return refuse(fault);
  }
  const auto lead = ParseEndpoint(arguments->get<std::string>("join"));
  if (!lead) return refuse("--join: " + lead.error().message);
  const auto identity =
      ReadIdentity(arguments->get<std::string>("secret-file"));
  if (!identity) return refuse(identity.error().message);
  NodePlan plan{
      .lead = *lead,
      .identity = *identity,
      .name = arguments->get<std::string>("name"),
      .threads = static_cast<uint32_t>(arguments->get<Whole>("threads").value),
      .trace_dir = arguments->has("trace-dir")
                       ? arguments->get<std::string>("trace-dir")
                       : "",
      .patience =
          std::chrono::seconds(arguments->get<Whole>("patience").value)};
  return ServeAsNode(plan);
}

}  // namespace

int ServeAsNode(const NodePlan& plan) {
  CatchInterrupts();
  Console console;
  const auto end = RunNode(plan, console);
  if (!end) {
    std::cerr << "souk node: " << end.error().message << "\n";
    return kRunFailed;
  }
  return *end == NodeEnd::kRunIsOver ? kDone : kDegraded;
}

Command NodeCommand() {
  return {"node", "Offers this machine's cores to the lead of a cluster",
          "souk node --join HOST:PORT --secret-file FILE [options]",
          "  souk node --join 10.0.0.1:4400 --secret-file cluster.secret\n",
          Node};
}

}  // namespace souk::actors
