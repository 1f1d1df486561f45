#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BcTrainer();
TrainerEntry BcqTrainer();
TrainerEntry BundleNetTrainer();
TrainerEntry CalTrainer();
TrainerEntry CqlTrainer();
TrainerEntry DiffusionTrainer();
TrainerEntry DtTrainer();
TrainerEntry GradTrainer();
TrainerEntry HibidTrainer();
TrainerEntry IqlTrainer();
TrainerEntry JMonoTrainer();
TrainerEntry JRegNetTrainer();
TrainerEntry JTransNetTrainer();
TrainerEntry RegretNetTrainer();
TrainerEntry Td3BcTrainer();
TrainerEntry TrebiTrainer();
TrainerEntry UscbTrainer();

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {
      BcTrainer(),         //
      BcqTrainer(),        //
      BundleNetTrainer(),  //
      CalTrainer(),        //
      CqlTrainer(),        //
      DiffusionTrainer(),  //
      DtTrainer(),         //
      GradTrainer(),       //
      HibidTrainer(),      //
      IqlTrainer(),        //
      JMonoTrainer(),      //
      JRegNetTrainer(),    //
      JTransNetTrainer(),  //
      RegretNetTrainer(),  //
      Td3BcTrainer(),      //
      TrebiTrainer(),      //
      UscbTrainer(),       //
  };
  return entries;
}

}  // namespace souk::agents
