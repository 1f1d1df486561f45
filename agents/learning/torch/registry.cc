// The trainers of the plugin, ascending by name.
#include "agents/learning/training.h"

extern "C" {
const std::vector<souk::agents::TrainerEntry>& SoukTrainers();
}

const std::vector<souk::agents::TrainerEntry>& SoukTrainers() {
  static const std::vector<souk::agents::TrainerEntry> entries = {};
  return entries;
}
