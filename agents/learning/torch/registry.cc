#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BundleNetTrainer();
TrainerEntry JMonoTrainer();
TrainerEntry JRegNetTrainer();
TrainerEntry JTransNetTrainer();
TrainerEntry RegretNetTrainer();

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {
      BundleNetTrainer(),
      JMonoTrainer(),
      JRegNetTrainer(),
      JTransNetTrainer(),
      RegretNetTrainer(),
  };
  return entries;
}

}  // namespace souk::agents
