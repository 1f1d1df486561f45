// Files of trained models (model.proto).
#pragma once

#include <string>

#include "market/result.h"
#include "market/trained_model.h"

namespace souk::scenarios {

/// The bytes of the file, and `model.digest` of what is in it. The same model
/// gives the same bytes.
std::string ModelBytes(market::TrainedModel& model);

/// Error, without the path: "is not a model of souk", "is damaged: ...", "was
/// written by a newer souk ...".
market::Result<market::TrainedModel> ParseModel(const std::string& bytes);

/// The Error names the path.
market::Result<market::TrainedModel> ReadModelFile(const std::string& path);
/// Whole or not at all: written beside and renamed.
market::Result<void> WriteModelFile(market::TrainedModel& model,
                                    const std::string& path);

}  // namespace souk::scenarios
