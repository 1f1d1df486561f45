// Says who was turned away, but never floods a log.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

namespace souk::actors {

/// Called from several threads, one call at a time.
using SayLine = std::function<void(const std::string&)>;

/// At most kLinesASecond lines a second; the rest is counted and said once
/// the second is over ("... and N more"). Safe in any thread.
class Refusals {
 public:
  static constexpr int kLinesASecond = 20;

  explicit Refusals(SayLine say) : say_(std::move(say)) {}

  void Refuse(const std::string& address, const std::string& reason);
  /// A line of its own, counted with them.
  void Say(const std::string& line);
  /// Says what was left unsaid in earlier seconds; called now and then.
  void CatchUp();

 private:
  void StartSecondIfDue();

  std::mutex mutex_;
  SayLine say_;
  std::chrono::steady_clock::time_point second_;
  int said_ = 0;
  uint64_t unsaid_ = 0;
};

}  // namespace souk::actors
