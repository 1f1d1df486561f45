#include "agents/learning/training.h"

namespace souk::agents {

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {};
  return entries;
}

}  // namespace souk::agents
