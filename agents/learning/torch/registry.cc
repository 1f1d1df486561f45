#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BcTrainer();
TrainerEntry BcqTrainer();
TrainerEntry BundleNetTrainer();
TrainerEntry CalTrainer();
TrainerEntry CqlTrainer();
TrainerEntry HibidTrainer();
TrainerEntry IqlTrainer();
TrainerEntry JMonoTrainer();
TrainerEntry JRegNetTrainer();
TrainerEntry JTransNetTrainer();
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
      JMonoTrainer(),      //
      JRegNetTrainer(),    //
      JTransNetTrainer(),  //
      RegretNetTrainer(),  //
      Td3BcTrainer(),      //
      UscbTrainer(),       //
  };
  return entries;
}

}  // namespace souk::agents
