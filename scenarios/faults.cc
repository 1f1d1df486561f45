#include "scenarios/faults.h"

#include <algorithm>

#include "scenarios/scenario.pb.h"

namespace souk::scenarios {
namespace {

/// `advertiser[2].name` -> `advertiser[2]` -> `advertiser` -> ``.
std::string Enclosing(const std::string& key) {
  const size_t cut = key.ends_with(']') ? key.rfind('[') : key.rfind('.');
  return cut == std::string::npos ? "" : key.substr(0, cut);
}

/// "FILE:LINE:COLUMN: ", as much of it as is known.
std::string PlaceText(const Place& place) {
  if (place.source.empty()) return "";
  if (place.position.line == 0) return place.source + ": ";
  return place.source + ':' + std::to_string(place.position.line) + ':' +
         std::to_string(place.position.column) + ": ";
}

}  // namespace

FieldPath FieldPath::Field(const std::string& name) const {
  const std::string dot = key.empty() ? "" : ".";
  return {key + dot + name, shown + dot + name};
}

FieldPath FieldPath::Item(const std::string& name, size_t index,
                          const std::string& shown_index) const {
  FieldPath path = Field(name);
  path.key += '[' + std::to_string(index) + ']';
  path.shown += '[' + shown_index + ']';
  return path;
}

FieldPath PathOf(const FieldPath& holder_path,
                 const google::protobuf::Message& holder,
                 const google::protobuf::FieldDescriptor* field, int index) {
  if (!field->is_repeated()) return holder_path.Field(field->name());
  const auto* reflection = holder.GetReflection();
  std::string shown = std::to_string(index);
  if (field->message_type() == Param::descriptor()) {
    const auto& param = static_cast<const Param&>(
        reflection->GetRepeatedMessage(holder, field, index));
    if (!param.name().empty()) shown = param.name();
  }
  FieldPath path =
      holder_path.Item(field->name(), static_cast<size_t>(index), shown);
  if (!field->message_type() && reflection->FieldSize(holder, field) == 1) {
    path.shown = holder_path.Field(field->name()).shown;
  }
  return path;
}

void Faults::Remember(const FieldPath& path, Position position) {
  places_[path.key] = {file_, position};
}

void Faults::RememberOverride(const FieldPath& path,
                              const std::string& source) {
  for (const char* separator : {".", "["}) {
    const std::string prefix = path.key + separator;
    auto first = places_.lower_bound(prefix);
    auto last = first;
    while (last != places_.end() && last->first.starts_with(prefix)) ++last;
    places_.erase(first, last);
  }
  places_[path.key] = {source, {}};
  // What the override created on the way is its own as well.
  for (std::string key = Enclosing(path.key); !key.empty();
       key = Enclosing(key)) {
    if (!places_.try_emplace(key, Place{source, {}}).second) break;
  }
}

Place Faults::Locate(const FieldPath& path) const {
  for (std::string key = path.key; !key.empty(); key = Enclosing(key)) {
    if (auto found = places_.find(key); found != places_.end()) {
      return found->second;
    }
  }
  return {file_, {}};
}

void Faults::Add(const FieldPath& path, const std::string& rest) {
  const bool root_colon = path.shown.empty() && rest.starts_with(": ");
  AddAt(Locate(path), path.shown + (root_colon ? rest.substr(2) : rest));
}

void Faults::AddAt(const Place& place, const std::string& sentence) {
  faults_.push_back({place, sentence});
}

std::string Faults::Text() const {
  std::vector<Fault> sorted = faults_;
  std::stable_sort(
      sorted.begin(), sorted.end(), [this](const Fault& a, const Fault& b) {
        const bool a_in_file = a.place.source == file_;
        const bool b_in_file = b.place.source == file_;
        if (!a_in_file || !b_in_file) {
          return a_in_file && !b_in_file;
        }
        const Position x = a.place.position;
        const Position y = b.place.position;
        return x.line != y.line ? x.line < y.line : x.column < y.column;
      });
  std::string text;
  for (size_t i = 0; i < std::min(sorted.size(), kMostShown); ++i) {
    if (i > 0) text += '\n';
    text += PlaceText(sorted[i].place) + sorted[i].sentence;
  }
  if (sorted.size() > kMostShown) {
    text += '\n' + file_ + ": and " +
            std::to_string(sorted.size() - kMostShown) + " faults more";
  }
  return text;
}

}  // namespace souk::scenarios
