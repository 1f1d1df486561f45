#include "actors/launch/nodes.h"

#include <csignal>

namespace souk::actors {

using market::Result;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::vector<std::string> NodeWords(const NodeOrder& order) {
  std::vector<std::string> words = {
      "node",   "--join",  order.lead, "--secret-file", order.secret_file,
      "--name", order.name};
  if (order.threads > 0) {
    words.insert(words.end(), {"--threads", std::to_string(order.threads)});
  }
  if (!order.trace_dir.empty()) {
    words.insert(words.end(), {"--trace-dir", order.trace_dir});
  }
  words.insert(words.end(), order.more.begin(), order.more.end());
  return words;
}

size_t Nodes::Running() const {
  size_t running = 0;
  for (const auto& node : nodes_) running += !node->end();
  return running;
}

std::vector<std::string> Nodes::TakeEnded() {
  std::vector<std::string> sentences;
  told_.resize(nodes_.size());
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const auto end = nodes_[i]->end();
    if (!end || told_[i]) continue;
    told_[i] = true;
    sentences.push_back(EndSentence(nodes_[i]->name(), *end));
  }
  return sentences;
}

void Nodes::End(milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  for (const auto& node : nodes_) node->Send(SIGTERM);
  for (const auto& node : nodes_) {
    node->Await(
        std::chrono::duration_cast<milliseconds>(deadline - Clock::now()));
  }
  for (const auto& node : nodes_) node->Send(SIGKILL);
  for (const auto& node : nodes_) node->End(milliseconds(0));
}

Result<std::unique_ptr<Nodes>> StartLocalNodes(const LocalNodes& local) {
  auto nodes = std::make_unique<Nodes>();
  for (uint32_t i = 1; i <= local.count; ++i) {
    NodeOrder order = local.order;
    order.name += std::to_string(i);
    auto node =
        ChildProcess::Start({order.name, local.program, NodeWords(order),
                             local.secret, local.print});
    if (!node) return node.error();
    nodes->Add(std::move(*node));
  }
  return nodes;
}

}  // namespace souk::actors
