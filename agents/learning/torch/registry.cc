#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BcTrainer();
TrainerEntry BcqTrainer();
TrainerEntry BundleNetTrainer();
TrainerEntry CalTrainer();
TrainerEntry CqlTrainer();
TrainerEntry HibidTrainer();
TrainerEntry IqlTrainer();
TrainerEntry JRegNetTrainer();
TrainerEntry RegretNetTrainer();
TrainerEntry Td3BcTrainer();
TrainerEntry UscbTrainer();

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {
      BcTrainer(),         //
      BcqTrainer(),        //
      BundleNetTrainer(),  //
      CalTrainer(),        //
      CqlTrainer(),        //
      HibidTrainer(),      //
      IqlTrainer(),        //
      JRegNetTrainer(),    //
      RegretNetTrainer(),  //
      Td3BcTrainer(),      //
      UscbTrainer(),       //
  };
  return entries;
}

}  // namespace souk::agents
