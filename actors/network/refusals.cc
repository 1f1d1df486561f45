#include "actors/network/refusals.h"

namespace souk::actors {

void Refusals::StartSecondIfDue() {
  const auto now = std::chrono::steady_clock::now();
  if (now - second_ < std::chrono::seconds(1)) return;
  if (unsaid_ > 0) {
    say_("refused connections: and " + std::to_string(unsaid_) + " more");
  }
  second_ = now;
  said_ = 0;
  unsaid_ = 0;
}

void Refusals::Refuse(const std::string& address, const std::string& reason) {
  Say("refused " + address + ": " + reason);
}

void Refusals::Say(const std::string& line) {
  const std::scoped_lock lock(mutex_);
  if (!say_) return;
  StartSecondIfDue();
  if (said_ == kLinesASecond) {
    ++unsaid_;
    return;
  }
  ++said_;
  say_(line);
}

void Refusals::CatchUp() {
  const std::scoped_lock lock(mutex_);
  if (say_ && unsaid_ > 0) StartSecondIfDue();
}

}  // namespace souk::actors
