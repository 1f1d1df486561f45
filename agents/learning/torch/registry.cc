#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BcTrainer();
TrainerEntry BcqTrainer();
TrainerEntry CqlTrainer();
TrainerEntry DiffusionTrainer();
TrainerEntry DtTrainer();
TrainerEntry IqlTrainer();
TrainerEntry Td3BcTrainer();

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {
      BcTrainer(),     //
      BcqTrainer(),    //
      CqlTrainer(),    //
      IqlTrainer(),    //
      Td3BcTrainer(),  //
  };
  return entries;
}

}  // namespace souk::agents
