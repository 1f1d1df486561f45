#include "scenarios/model_shelf.h"

#include <filesystem>

#include "scenarios/model_file.h"

namespace souk::scenarios {

namespace fs = std::filesystem;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void ModelShelf::Read(Message& holder, const std::string& folder,
                      Faults& faults) {
  folder_ = folder;
  Walk(holder, {}, faults);
}

void ModelShelf::Walk(Message& message, const FieldPath& path, Faults& faults) {
  if (message.GetDescriptor() == Member::descriptor()) {
    return ReadMember(static_cast<Member&>(message), path, faults);
  }
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> given;
  reflection->ListFields(message, &given);
  for (const FieldDescriptor* field : given) {
    if (!field->message_type()) continue;
    if (!field->is_repeated()) {
      Walk(*reflection->MutableMessage(&message, field),
           PathOf(path, message, field), faults);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      Walk(*reflection->MutableRepeatedMessage(&message, field, i),
           PathOf(path, message, field, i), faults);
    }
  }
}

void ModelShelf::ReadMember(Member& member, const FieldPath& path,
                            Faults& faults) {
  const FieldPath here = path.Field("model");
  if (member.model().empty()) return;
  const fs::path base =
      faults.FromOverride(here) ? fs::current_path() : fs::path(folder_);
  const std::string file = (base / member.model()).lexically_normal();
  auto& model = models_[file];
  if (!model) {
    auto read = ReadModelFile(file);
    if (!read) {
      faults.Add(here,
                 " = \"" + member.model() + "\": " + read.error().message);
      return;
    }
    model = std::make_shared<market::TrainedModel>(std::move(read).value());
  }
  if (model->member != member.name()) {
    faults.Add(here, " = \"" + member.model() + "\" was trained for '" +
                         model->member + "', not for '" + member.name() + "'");
  }
  member.set_model(file);
}

std::shared_ptr<const market::TrainedModel> ModelShelf::Of(
    const Member& member) const {
  const auto found = models_.find(member.model());
  return found == models_.end() ? nullptr : found->second;
}

uint64_t ModelShelf::fingerprint() const {
  uint64_t all = 0;
  for (const auto& [path, model] : models_) {
    if (model) all = all * 1099511628211U + model->digest;
  }
  return all;
}

}  // namespace souk::scenarios
