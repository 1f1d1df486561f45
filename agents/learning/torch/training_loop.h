// Steps of training with progress, and what comes of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "agents/learning/training.h"

namespace souk::agents {

/// One step of learning; its losses, each a single number.
using TrainingStep = std::function<std::vector<market::NamedValues>()>;

/// All steps; the mean losses of the last tenth. Error: `watch` stopped it.
market::Result<std::vector<market::NamedValues>> RunSteps(
    int64_t steps, const TrainingStep& step, const TrainingWatch& watch);

/// A whole number from 1 on.
market::ParamSpec CountParam(const char* name, double value, double most,
                             const char* help);

}  // namespace souk::agents
