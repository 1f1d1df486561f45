#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BundleNetTrainer();
TrainerEntry JRegNetTrainer();
TrainerEntry RegretNetTrainer();

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {
      BundleNetTrainer(),
      JRegNetTrainer(),
      RegretNetTrainer(),
  };
  return entries;
}

}  // namespace souk::agents
