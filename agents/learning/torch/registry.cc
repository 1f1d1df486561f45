#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BcTrainer();
TrainerEntry BcqTrainer();
TrainerEntry CqlTrainer();
TrainerEntry DiffusionTrainer();
TrainerEntry DtTrainer();
TrainerEntry GradTrainer();
TrainerEntry IqlTrainer();
TrainerEntry Td3BcTrainer();
TrainerEntry TrebiTrainer();

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {
      BcTrainer(),         //
      BcqTrainer(),        //
      CqlTrainer(),        //
      DiffusionTrainer(),  //
      DtTrainer(),         //
      GradTrainer(),       //
      IqlTrainer(),        //
      Td3BcTrainer(),      //
      TrebiTrainer(),      //
  };
  return entries;
}

}  // namespace souk::agents
