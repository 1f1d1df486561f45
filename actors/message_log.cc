#include "actors/message_log.h"

#include <atomic>

namespace souk::actors {
namespace {

using market::Concat;

std::atomic<MessageLog*> the_log = nullptr;

}  // namespace

MessageLog::MessageLog(std::ostream& out) : out_(out) {
  MessageLog* none = nullptr;
  SOUK_CHECK(the_log.compare_exchange_strong(none, this),
             "two message logs in one process");
}

MessageLog::~MessageLog() { the_log = nullptr; }

MessageLog* MessageLog::active() {
  return the_log.load(std::memory_order_acquire);
}

void MessageLog::Introduce(caf::actor_id id, std::string name) {
  const std::lock_guard lock(mutex_);
  names_[id] = std::move(name);
}

void MessageLog::Sent(caf::actor_id from, caf::actor_id to,
                      const std::string& what) {
  const std::lock_guard lock(mutex_);
  out_ << Concat("#", ++count_, "  ", Called(from), " -> ", Called(to), "  ",
                 what, "\n");
}

std::string MessageLog::Called(caf::actor_id id) const {
  const auto at = names_.find(id);
  return at == names_.end() ? Concat("actor ", id) : at->second;
}

std::string MessageName(const std::type_info& type) {
  const std::string name = caf::detail::pretty_type_name(type);
  return name.substr(name.find_last_of(".:") + 1);
}

std::string DetailOf(const GrantLeases& message) {
  return Concat(", tick ", message.time.tick);
}
std::string DetailOf(const OpenTick& message) {
  return Concat(", tick ", message.time.tick, ", ", message.bids->size(),
                " bid functions");
}
std::string DetailOf(const PagesOpened& message) {
  return Concat(", ", message.batch.pages.size(), " page views");
}
std::string DetailOf(const PagesServed& message) {
  return Concat(", ", message.served.pages.size(), " page views, ",
                message.served.awards.size(), " awards");
}
std::string DetailOf(const PagesAnswered& message) {
  return Concat(", ", message.responses.of_award.size(), " answers");
}
std::string DetailOf(const CellClosed& message) {
  return Concat(", tick ", message.report.tick, ", ", message.report.page_views,
                " page views");
}
std::string DetailOf(const RunEnded& message) {
  return Concat(", ", message.ticks_done, " ticks done",
                message.failure.empty() ? "" : ": ", message.failure);
}

}  // namespace souk::actors
