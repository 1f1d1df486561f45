// The door of the plugin: the only symbol that it shows.
#include "agents/learning/training.h"

extern "C" __attribute__((visibility("default")))
const std::vector<souk::agents::TrainerEntry>&
SoukTrainers() {
  return souk::agents::Trainers();
}
