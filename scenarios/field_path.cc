#include "scenarios/field_path.h"

#include <charconv>

#include "market/family.h"
#include "scenarios/defaults.h"
#include "scenarios/field_rules.h"

namespace souk::scenarios {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using market::Error;
using market::Result;

std::string ElementName(const Message& element) {
  const auto* name = element.GetDescriptor()->FindFieldByName("name");
  if (!name) return "";
  return element.GetReflection()->GetString(element, name);
}

std::vector<std::string> ElementNames(const Message& holder,
                                      const FieldDescriptor* field) {
  const auto* reflection = holder.GetReflection();
  std::vector<std::string> names;
  for (int i = 0; i < reflection->FieldSize(holder, field); ++i) {
    names.push_back(
        ElementName(reflection->GetRepeatedMessage(holder, field, i)));
  }
  return names;
}

/// "there are 3 advertisers, [0] to [2]".
std::string HowMany(const std::string& name, int size) {
  if (size == 0) return "there is no " + name;
  if (size == 1) return "there is 1 " + name + ", [0]";
  return "there are " + std::to_string(size) + " " + name + "s, [0] to [" +
         std::to_string(size - 1) + "]";
}

bool IsIndex(const std::string& selector) {
  return selector.find_first_not_of("0123456789") == std::string::npos;
}

class PathFollower {
 public:
  PathFollower(Message& root, Absent absent) : at_(&root), absent_(absent) {}

  Result<FieldTarget> Run(const std::vector<PathStep>& steps) {
    for (size_t i = 0; i + 1 < steps.size(); ++i) {
      if (const auto entered = Enter(steps[i]); !entered.ok()) {
        return entered.error();
      }
    }
    return Last(steps.back());
  }

 private:
  Result<const FieldDescriptor*> Find(const PathStep& step) const {
    const auto* field = at_->GetDescriptor()->FindFieldByName(step.name);
    if (field) return field;
    const std::string where = path_.shown.empty() ? "" : path_.shown + ": ";
    return Error{where +
                 market::UnknownMember("field", step.name,
                                       FieldNames(at_->GetDescriptor()))};
  }

  Result<void> Enter(const PathStep& step) {
    const auto found = Find(step);
    if (!found.ok()) return found.error();
    const FieldDescriptor* field = found.value();
    if (!field->message_type()) {
      return Error{path_.Field(step.name).shown + " is " + Expectation(field) +
                   " and has no fields"};
    }
    return field->is_repeated() ? EnterElement(step, field)
                                : EnterSingle(step, field);
  }

  Result<void> EnterSingle(const PathStep& step, const FieldDescriptor* field) {
    const FieldPath next = path_.Field(step.name);
    if (!step.selector.empty()) {
      return Error{next.shown + " is no list: leave out [" + step.selector +
                   "]"};
    }
    const auto* reflection = at_->GetReflection();
    if (absent_ == Absent::kFault && !reflection->HasField(*at_, field)) {
      return Error{next.shown + " is not given"};
    }
    at_ = reflection->MutableMessage(at_, field);
    path_ = next;
    return {};
  }

  Result<void> EnterElement(const PathStep& step,
                            const FieldDescriptor* field) {
    const auto index = ElementIndex(step, field);
    if (!index.ok()) return index.error();
    path_ = PathOf(path_, *at_, field, index.value());
    at_ =
        at_->GetReflection()->MutableRepeatedMessage(at_, field, index.value());
    return {};
  }

  Result<int> ElementIndex(const PathStep& step, const FieldDescriptor* field) {
    if (absent_ == Absent::kCreate) FillDefault(*at_, field);
    const int size = at_->GetReflection()->FieldSize(*at_, field);
    if (step.selector.empty()) {
      return Error{"which " + step.name + "? " + HowMany(step.name, size)};
    }
    return IsIndex(step.selector) ? ByIndex(step, size) : ByName(step, field);
  }

  static Result<int> ByIndex(const PathStep& step, int size) {
    int index = size;
    std::from_chars(step.selector.data(),
                    step.selector.data() + step.selector.size(), index);
    if (index < size) return index;
    return Error{HowMany(step.name, size)};
  }

  Result<int> ByName(const PathStep& step, const FieldDescriptor* field) {
    const auto names = ElementNames(*at_, field);
    for (size_t i = 0; i < names.size(); ++i) {
      if (names[i] == step.selector) return static_cast<int>(i);
    }
    if (absent_ == Absent::kCreate &&
        field->message_type() == Param::descriptor()) {
      static_cast<Param*>(at_->GetReflection()->AddMessage(at_, field))
          ->set_name(step.selector);
      return static_cast<int>(names.size());
    }
    return Error{market::UnknownMember(step.name, step.selector, names)};
  }

  Result<FieldTarget> Last(const PathStep& step) {
    const auto found = Find(step);
    if (!found.ok()) return found.error();
    const FieldDescriptor* field = found.value();
    FieldTarget target{{at_, field, FieldSlot::kAppend},
                       path_.Field(step.name)};
    if (step.selector.empty()) return target;
    if (!field->is_repeated()) {
      return Error{target.path.shown + " is no list: leave out [" +
                   step.selector + "]"};
    }
    const int size = at_->GetReflection()->FieldSize(*at_, field);
    const Result<int> index =
        IsIndex(step.selector)
            ? ByIndex(step, size)
            : Result<int>(Error{target.path.shown + " goes by position: " +
                                HowMany(step.name, size)});
    if (!index.ok()) return index.error();
    target.slot.index = index.value();
    target.path = PathOf(path_, *at_, field, index.value());
    return target;
  }

  Message* at_;
  FieldPath path_;
  Absent absent_;
};

}  // namespace

Result<std::vector<PathStep>> ParsePath(std::string_view text) {
  const Error malformed{
      market::Concat("'", text, "' is no path; write a.b[3].c or a.b[NAME].c")};
  std::vector<PathStep> steps;
  size_t at = 0;
  while (true) {
    const size_t end = std::min(text.find_first_of(".[", at), text.size());
    PathStep step{std::string(text.substr(at, end - at)), ""};
    at = end;
    if (at < text.size() && text[at] == '[') {
      const size_t close = text.find(']', at);
      if (close == std::string_view::npos || close == at + 1) return malformed;
      step.selector = text.substr(at + 1, close - at - 1);
      at = close + 1;
    }
    if (step.name.empty()) return malformed;
    steps.push_back(step);
    if (at == text.size()) return steps;
    if (text[at++] != '.') return malformed;
  }
}

Result<FieldTarget> FollowPath(Message& root,
                               const std::vector<PathStep>& steps,
                               Absent absent) {
  return PathFollower(root, absent).Run(steps);
}

}  // namespace souk::scenarios
