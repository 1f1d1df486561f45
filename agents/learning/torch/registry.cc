#include "agents/learning/training.h"

namespace souk::agents {

TrainerEntry BcTrainer();
TrainerEntry BcqTrainer();
TrainerEntry BundleNetTrainer();
TrainerEntry CqlTrainer();
TrainerEntry DiffusionTrainer();
TrainerEntry DtTrainer();
TrainerEntry GradTrainer();
TrainerEntry IqlTrainer();
TrainerEntry JRegNetTrainer();
TrainerEntry RegretNetTrainer();
TrainerEntry Td3BcTrainer();
TrainerEntry TrebiTrainer();

const std::vector<TrainerEntry>& Trainers() {
  static const std::vector<TrainerEntry> entries = {
      BcTrainer(),         //
      BcqTrainer(),        //
      BundleNetTrainer(),  //
      CqlTrainer(),        //
      DiffusionTrainer(),  //
      DtTrainer(),         //
      GradTrainer(),       //
      IqlTrainer(),        //
      JRegNetTrainer(),    //
      RegretNetTrainer(),  //
      Td3BcTrainer(),      //
      TrebiTrainer(),      //
  };
  return entries;
}

}  // namespace souk::agents
