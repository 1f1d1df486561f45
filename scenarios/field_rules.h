// What scenario.proto says about a field, ready for people and for checks.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

const Rule& RuleOf(const google::protobuf::FieldDescriptor* field);

/// The shortest text of a number: 0.05, 4096, 1e15.
std::string NumberText(double value);

/// The numbers that a field takes: its rule within its type.
struct NumberRange {
  double min;
  double max;
  bool open_below = false;  ///< min itself is not allowed
};
NumberRange RangeOf(const google::protobuf::FieldDescriptor* field);
bool Contains(const NumberRange& range, double value);
/// "in [0, 1]", ">= 0", "> 0 and <= 1", "any number".
std::string RangeText(const NumberRange& range);

bool IsWhole(const google::protobuf::FieldDescriptor* field);
bool IsNumber(const google::protobuf::FieldDescriptor* field);

/// Names of the values of an enumeration, without the unspecified one.
std::vector<std::string> EnumNames(
    const google::protobuf::EnumDescriptor* type);
std::vector<std::string> FieldNames(
    const google::protobuf::Descriptor* message);
/// "a, b, c".
std::string Joined(const std::vector<std::string>& names);
/// "; did you mean 'a'?", or "" if nothing is near.
std::string DidYouMean(const std::string& word,
                       const std::vector<std::string>& candidates);

}  // namespace souk::scenarios
