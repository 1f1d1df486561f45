#include "scenarios/click_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "market/auction.h"
#include "market/family.h"
#include "scenarios/log_faults.h"

namespace souk::scenarios {
namespace {

using market::Concat;
using market::Error;
using market::Result;

std::optional<double> Number(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

bool Before(const std::string& a, const std::string& b) {
  const auto left = Number(a), right = Number(b);
  if (left && right && *left != *right) return *left < *right;
  if (left.has_value() != right.has_value()) return left.has_value();
  return a < b;
}

/// Names in order of appearance, and each one's place among them.
class Names {
 public:
  size_t Find(const std::string& name) {
    const auto [place, added] = places_.try_emplace(name, names_.size());
    if (added) names_.push_back(name);
    return place->second;
  }
  size_t size() const { return names_.size(); }
  std::vector<std::string> Sorted() const {
    std::vector<std::string> sorted = names_;
    std::ranges::sort(sorted, Before);
    return sorted;
  }
  /// The place among the sorted ones, by place of appearance.
  std::vector<size_t> Ranks() const {
    const std::vector<std::string> sorted = Sorted();
    std::vector<size_t> ranks(names_.size());
    for (size_t i = 0; i < sorted.size(); ++i) {
      ranks[places_.at(sorted[i])] = i;
    }
    return ranks;
  }

 private:
  std::vector<std::string> names_;
  std::map<std::string, size_t> places_;
};

/// Takes the next value off a line.
std::string NextValue(std::string_view& line, char separator) {
  std::string value;
  bool quoted = false;
  size_t at = 0;
  for (; at < line.size() && (quoted || line[at] != separator); ++at) {
    if (line[at] == '"') {
      quoted = !quoted;
    } else {
      value += line[at];
    }
  }
  line.remove_prefix(std::min(at + 1, line.size()));
  return value;
}

class ClickLogParser {
 public:
  ClickLogParser(std::string_view text, const std::string& name,
                 const ClickColumns& columns)
      : text_(text), name_(name), columns_(columns), faults_(name) {}

  Result<ClickLog> Run() {
    const std::string_view header = NextLine();
    separator_ = header.find('\t') == header.npos ? ',' : '\t';
    if (const auto found = FindColumns(header); !found) return found.error();
    while (!text_.empty()) {
      const std::string_view line = NextLine();
      if (!line.empty()) ReadRow(line);
    }
    if (faults_.any()) return Error{faults_.Text()};
    if (rows_.empty()) return Error{name_ + ": the log has no rows"};
    return Counted();
  }

 private:
  enum Column : size_t { kItem, kPosition, kClick, kColumns };
  struct Row {
    size_t item;
    size_t position;
    bool clicked;
  };

  std::string_view NextLine() {
    ++line_;
    const size_t end = std::min(text_.find('\n'), text_.size());
    std::string_view line = text_.substr(0, end);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  Result<void> FindColumns(std::string_view header) {
    std::vector<std::string> known;
    while (!header.empty()) known.push_back(NextValue(header, separator_));
    const std::array<const std::string*, kColumns> wanted = {
        &columns_.item, &columns_.position, &columns_.click};
    for (size_t c = 0; c < kColumns; ++c) {
      const auto found = std::ranges::find(known, *wanted[c]);
      if (found == known.end()) {
        return Error{Concat(
            name_, ":1: ", market::UnknownMember("column", *wanted[c], known))};
      }
      place_[c] = static_cast<size_t>(found - known.begin());
    }
    return {};
  }

  void ReadRow(std::string_view line) {
    std::array<std::string, kColumns> values;
    for (size_t at = 0; !line.empty(); ++at) {
      const std::string value = NextValue(line, separator_);
      for (size_t c = 0; c < kColumns; ++c) {
        if (place_[c] == at) values[c] = value;
      }
    }
    const std::string& click = values[kClick];
    if (values[kItem].empty()) {
      faults_.Add(line_, columns_.item + " is empty");
    } else if (values[kPosition].empty()) {
      faults_.Add(line_, columns_.position + " is empty");
    } else if (click != "0" && click != "1") {
      faults_.AddWrong(line_, columns_.click, click, "0 or 1");
    } else {
      rows_.push_back({items_.Find(values[kItem]),
                       positions_.Find(values[kPosition]), click == "1"});
    }
  }

  Result<ClickLog> Counted() const {
    if (positions_.size() > market::kMaxSlots) {
      return Error{Concat(name_, ": ", columns_.position, " has ",
                          positions_.size(),
                          " different values, must be at "
                          "most ",
                          market::kMaxSlots, ", the slots of a page")};
    }
    ClickLog log{items_.Sorted(), positions_.Sorted(),
                 agents::ClickCounts(items_.size(), positions_.size())};
    const std::vector<size_t> item = items_.Ranks();
    const std::vector<size_t> position = positions_.Ranks();
    for (const Row& row : rows_) {
      log.counts.Add(item[row.item], position[row.position], row.clicked);
    }
    return log;
  }

  std::string_view text_;
  const std::string& name_;
  const ClickColumns& columns_;
  LogFaults faults_;
  size_t line_ = 0;
  char separator_ = ',';
  std::array<size_t, kColumns> place_{};
  Names items_;
  Names positions_;
  std::vector<Row> rows_;
};

}  // namespace

Result<ClickLog> ParseClickLog(std::string_view text, const std::string& name,
                               const ClickColumns& columns) {
  return ClickLogParser(text, name, columns).Run();
}

}  // namespace souk::scenarios
