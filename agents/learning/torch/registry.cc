#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BcTrainer();
TrainerEntry BcqTrainer();
TrainerEntry BundleNetTrainer();
TrainerEntry CqlTrainer();
TrainerEntry HibidTrainer();
TrainerEntry IqlTrainer();
TrainerEntry JRegNetTrainer();
TrainerEntry RegretNetTrainer();
TrainerEntry Td3BcTrainer();

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {
      BcTrainer(),         //
      BcqTrainer(),        //
      BundleNetTrainer(),  //
      CqlTrainer(),        //
      HibidTrainer(),      //
      IqlTrainer(),        //
      JRegNetTrainer(),    //
      RegretNetTrainer(),  //
      Td3BcTrainer(),      //
  };
  return entries;
}

}  // namespace souk::agents
