// The models that a scenario names, each file read once.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "market/trained_model.h"
#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

class ModelShelf {
 public:
  /// Reads the model of every Member in `holder` that names one, and makes
  /// its path absolute; paths in the file start at `folder`, those of overrides
  /// at the working directory.
  void Read(google::protobuf::Message& holder, const std::string& folder,
            Faults& faults);

  /// Null: it names none, or one that could not be read.
  std::shared_ptr<const market::TrainedModel> Of(const Member& member) const;
  /// Tells apart shelves of other models; 0: there are none.
  uint64_t fingerprint() const;

 private:
  void ReadMember(Member& member, const FieldPath& path, Faults& faults);
  void Walk(google::protobuf::Message& message, const FieldPath& path,
            Faults& faults);

  std::string folder_;
  std::map<std::string, std::shared_ptr<const market::TrainedModel>> models_;
};

}  // namespace souk::scenarios
