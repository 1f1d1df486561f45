// The faults of a log file: the first ten, one a line, and how many there are
// beyond.
#pragma once

#include <string>
#include <string_view>

#include "market/check.h"

namespace souk::scenarios {

class LogFaults {
 public:
  /// `name` stands in front of every fault: "LOG:3: ...".
  explicit LogFaults(std::string name) : name_(std::move(name)) {}

  void Add(size_t line, const std::string& sentence) {
    if (++count_ > kMostReported) return;
    text_ += market::Concat(count_ > 1 ? "\n" : "", name_, ':', line, ": ",
                            sentence);
  }
  /// What a column holds and should not.
  void AddWrong(size_t line, std::string_view column, std::string_view found,
                const std::string& allowed) {
    constexpr size_t kMostQuoted = 40;
    Add(line, market::Concat(column, " is '", found.substr(0, kMostQuoted),
                             "', must be ", allowed));
  }
  bool any() const { return count_ > 0; }
  std::string Text() const {
    if (count_ <= kMostReported) return text_;
    const size_t more = count_ - kMostReported;
    return market::Concat(text_, '\n', name_, ": and ", more,
                          more == 1 ? " bad line more" : " bad lines more");
  }

 private:
  static constexpr size_t kMostReported = 10;

  std::string name_;
  std::string text_;
  size_t count_ = 0;
};

}  // namespace souk::scenarios
