#include "scenarios/replay_log.h"

#include <algorithm>
#include <charconv>

#include "scenarios/file_text.h"
#include "scenarios/log_faults.h"

namespace souk::scenarios {
namespace {

using market::Error;
using market::Result;

class LogParser {
 public:
  LogParser(std::string_view text, const std::string& name)
      : text_(text), name_(name), faults_(name) {
    const auto lines =
        static_cast<size_t>(std::count(text.begin(), text.end(), '\n') + 1);
    pages_.click.reserve(lines);
    pages_.price.reserve(lines);
    pages_.rate.reserve(lines);
  }

  Result<LoggedPages> Run() {
    while (!text_.empty()) {
      ++line_;
      const size_t end = std::min(text_.find('\n'), text_.size());
      std::string_view line = text_.substr(0, end);
      text_.remove_prefix(std::min(end + 1, text_.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty() && text_.empty()) break;
      ReadLine(line);
    }
    if (faults_.any()) return Error{faults_.Text()};
    if (pages_.click.empty()) return Error{name_ + ": the log is empty"};
    return std::move(pages_);
  }

 private:
  static bool IsBlank(char c) { return c == ' ' || c == '\t'; }

  std::string_view Word(std::string_view& line) const {
    size_t begin = 0;
    while (begin < line.size() && IsBlank(line[begin])) ++begin;
    size_t end = begin;
    while (end < line.size() && !IsBlank(line[end])) ++end;
    const std::string_view word = line.substr(begin, end - begin);
    line.remove_prefix(end);
    return word;
  }

  void ReadLine(std::string_view line) {
    const std::string_view click = Word(line);
    const std::string_view price = Word(line);
    const std::string_view rate = Word(line);
    if (rate.empty()) {
      return faults_.Add(
          line_, "expected 'click price rate', found " +
                     std::string(price.empty()
                                     ? click.empty() ? "nothing" : "one column"
                                     : "two columns"));
    }
    int64_t price_value = 0;
    double rate_value = 0;
    if (click != "0" && click != "1") {
      Wrong("click", click, "0 or 1");
    } else if (!Read(price, price_value) || price_value < 0 ||
               price_value > kMostLogPrice) {
      Wrong("price", price,
            "a whole number from 0 to " + std::to_string(kMostLogPrice));
    } else if (!Read(rate, rate_value) ||
               !(rate_value >= 0 && rate_value <= 1)) {
      Wrong("rate", rate, "a number in [0, 1]");
    } else {
      pages_.click.push_back(click == "1");
      pages_.price.push_back(price_value);
      pages_.rate.push_back(rate_value);
    }
  }

  template <class T>
  static bool Read(std::string_view word, T& value) {
    const char* end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, value);
    return read.ec == std::errc() && read.ptr == end;
  }

  void Wrong(const char* column, std::string_view found,
             const std::string& allowed) {
    faults_.AddWrong(line_, column, found, allowed);
  }

  std::string_view text_;
  const std::string& name_;
  size_t line_ = 0;
  LoggedPages pages_;
  LogFaults faults_;
};

}  // namespace

Result<LoggedPages> ParseReplayLog(std::string_view text,
                                   const std::string& name) {
  return LogParser(text, name).Run();
}

Result<LoggedPages> ReadReplayLog(const std::string& path) {
  const auto text = ReadFileText(path);
  if (!text.ok()) return Error{path + ": " + text.error().message};
  return ParseReplayLog(text.value(), path);
}

}  // namespace souk::scenarios
