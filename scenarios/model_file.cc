#include "scenarios/model_file.h"

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "market/check.h"
#include "scenarios/file_text.h"
#include "scenarios/model.pb.h"

namespace souk::scenarios {
namespace {

using market::Error;
using market::NamedValues;
using market::Result;
using market::Tensor;
using market::TrainedModel;

constexpr const char* kMagic = "souk model";
constexpr uint32_t kVersion = 1;
constexpr size_t kMostDimensions = 3;

using NamedField = google::protobuf::RepeatedPtrField<NamedNumbers>;

void Put(const std::vector<NamedValues>& from, NamedField& to) {
  for (const NamedValues& one : from) {
    NamedNumbers* const made = to.Add();
    made->set_name(one.name);
    made->mutable_value()->Add(one.values.begin(), one.values.end());
  }
}

std::vector<NamedValues> Taken(const NamedField& from) {
  std::vector<NamedValues> values;
  for (const NamedNumbers& one : from) {
    values.push_back({one.name(), {one.value().begin(), one.value().end()}});
  }
  return values;
}

ModelContent ContentOf(const TrainedModel& model) {
  ModelContent content;
  content.set_version(kVersion);
  content.set_member(model.member);
  content.set_task(model.task);
  content.set_seed(model.seed);
  Put(model.settings, *content.mutable_setting());
  Put(model.figures, *content.mutable_figure());
  for (const Tensor& tensor : model.tensors) {
    TensorData* const made = content.add_tensor();
    made->set_name(tensor.name);
    made->mutable_size()->Add(tensor.shape.begin(), tensor.shape.end());
    made->mutable_value()->Add(tensor.values.begin(), tensor.values.end());
  }
  return content;
}

/// Whether the sizes are those of the values, and all values finite.
bool MakesSense(const TensorData& tensor) {
  const auto dimensions = static_cast<size_t>(tensor.size_size());
  if (dimensions < 1 || dimensions > kMostDimensions) return false;
  uint64_t product = 1;
  for (const uint32_t size : tensor.size()) {
    if (size == 0 || size > (1U << 20)) return false;
    product *= size;
  }
  if (product != static_cast<uint64_t>(tensor.value_size())) return false;
  for (const float value : tensor.value()) {
    if (!std::isfinite(value)) return false;
  }
  return true;
}

}  // namespace

std::string ModelBytes(TrainedModel& model) {
  ModelFile file;
  file.set_magic(kMagic);
  SOUK_CHECK(ContentOf(model).SerializeToString(file.mutable_content()),
             "a model above 2 GiB");
  model.digest = Fnv1a(file.content());
  file.set_digest(model.digest);
  return file.SerializeAsString();
}

Result<TrainedModel> ParseModel(const std::string& bytes) {
  ModelFile file;
  if (!file.ParseFromString(bytes) || file.magic() != kMagic) {
    return Error{"is not a model of souk (`souk train` writes them)"};
  }
  ModelContent content;
  if (Fnv1a(file.content()) != file.digest() ||
      !content.ParseFromString(file.content())) {
    return Error{"is damaged: its digest does not fit its content"};
  }
  if (content.version() != kVersion) {
    return Error{market::Concat("is a model of version ", content.version(),
                                ", this souk reads version ", kVersion)};
  }
  TrainedModel model{content.member(),
                     content.task(),
                     content.seed(),
                     Taken(content.setting()),
                     Taken(content.figure()),
                     {},
                     file.digest()};
  for (const TensorData& tensor : content.tensor()) {
    if (!MakesSense(tensor)) {
      return Error{"is damaged: tensor '" + tensor.name() + "' makes no sense"};
    }
    model.tensors.push_back({tensor.name(),
                             {tensor.size().begin(), tensor.size().end()},
                             {tensor.value().begin(), tensor.value().end()}});
  }
  return model;
}

Result<TrainedModel> ReadModelFile(const std::string& path) {
  const auto bytes = ReadFileText(path);
  if (!bytes) return Error{path + ": " + bytes.error().message};
  auto model = ParseModel(*bytes);
  if (!model) return Error{path + " " + model.error().message};
  return model;
}

Result<void> WriteModelFile(TrainedModel& model, const std::string& path) {
  const std::string beside = path + ".part";
  errno = 0;
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  const std::string bytes = ModelBytes(model);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(beside, path, failed);
  if (out && !failed) return {};
  const std::string why = failed ? failed.message() : std::strerror(errno);
  std::filesystem::remove(beside, failed);
  return Error{path + ": cannot be written: " + why};
}

}  // namespace souk::scenarios
