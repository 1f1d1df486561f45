// Who sends what to whom, one line a message: for people who debug a run.
//
//   #17  users[0] -> platform[0]  PagesOpened, 4096 page views
//
// One log at a time in a process. Lines are numbered in the order in which
// messages were sent.
#pragma once

#include <caf/all.hpp>
#include <map>
#include <mutex>
#include <ostream>
#include <string>
#include <typeinfo>

#include "actors/messages.h"

namespace souk::actors {

class MessageLog {
 public:
  /// Writes to `out`, which outlives the log, from now until its end.
  explicit MessageLog(std::ostream& out);
  MessageLog(const MessageLog&) = delete;
  MessageLog& operator=(const MessageLog&) = delete;
  ~MessageLog();

  /// The log of this process; null if there is none.
  static MessageLog* active();

  /// Calls an actor by name from now on.
  void Introduce(caf::actor_id id, std::string name);
  void Sent(caf::actor_id from, caf::actor_id to, const std::string& what);

 private:
  std::string Called(caf::actor_id id) const;

  std::mutex mutex_;
  std::ostream& out_;
  std::map<caf::actor_id, std::string> names_;
  uint64_t count_ = 0;
};

/// The name of a message's type, without its namespace.
std::string MessageName(const std::type_info& type);
template <class Message>
std::string NameOf(const Message&) {
  return MessageName(typeid(Message));
}

/// What is worth knowing of a message's content; empty for most.
template <class Message>
std::string DetailOf(const Message&) {
  return "";
}
std::string DetailOf(const GrantLeases& message);
std::string DetailOf(const OpenTick& message);
std::string DetailOf(const PagesOpened& message);
std::string DetailOf(const PagesServed& message);
std::string DetailOf(const PagesAnswered& message);
std::string DetailOf(const CellClosed& message);
std::string DetailOf(const RunEnded& message);

}  // namespace souk::actors
