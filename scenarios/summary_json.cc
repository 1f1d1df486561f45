#include "scenarios/summary_json.h"

#include <google/protobuf/util/json_util.h>

#include "market/check.h"

namespace souk::scenarios {

std::string ToJson(const google::protobuf::Message& summary) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(summary, &json, options);
  SOUK_CHECK(status.ok(), status.ToString());
  return json;
}

}  // namespace souk::scenarios
