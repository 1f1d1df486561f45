#include "actors/commands/watch_options.h"

#include <unistd.h>

#include <iostream>

namespace souk::actors {

namespace po = boost::program_options;

void AddWatchOptions(po::options_description& options) {
  options.add_options()(
      "metrics", po::value<std::string>()->value_name("[HOST:]PORT"),
      "Show the run there while it goes on, to Prometheus and to souk top; "
      "without a host on loopback only, 0 for any free port");
}

std::string CheckWatchOptions(const Arguments& arguments) {
  if (!arguments.has("metrics")) return "";
  const auto address =
      ParseWatchEndpoint(arguments.get<std::string>("metrics"));
  return address ? "" : "--metrics: " + address.error().message;
}

market::Result<std::shared_ptr<Watch>> Watch::Open(const Arguments& arguments) {
  auto watch = std::make_shared<Watch>();
  if (!arguments.has("metrics")) return watch;
  const auto address =
      ParseWatchEndpoint(arguments.get<std::string>("metrics"));
  if (!address) return address.error();
  auto server = StatusServer::Start(watch->board_, *address);
  if (!server) return server.error();
  watch->server_ = std::move(server).value();
  std::cerr << "metrics at http://" << TextOf(watch->server_->address())
            << "/metrics\n";
  return watch;
}

WatchSession::WatchSession(Watch& watch, RunObserver& behind, WatchOrder order)
    : watch_(watch), behind_(behind) {
  if (watch.board() == nullptr) return;
  order.behind = &behind;
  order.board = watch.board();
  observer_ = std::make_unique<WatchedObserver>(std::move(order));
}

WatchSession::~WatchSession() {
  observer_.reset();
  watch_.server_.reset();
}

RunObserver* WatchSession::observer() const {
  return observer_ ? observer_.get() : &behind_;
}

NodeStatus LocalNode(uint32_t threads, uint32_t cells) {
  NodeStatus node;
  node.name = "local";
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  node.host = host;
  node.state = NodeState::kServing;
  node.threads = threads;
  node.cells = cells;
  return node;
}

}  // namespace souk::actors
