// All user models. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/user_model.h"

namespace souk::market {

UserModelEntry AuctionNetExposure();
UserModelEntry Calibrated();
UserModelEntry Cascade();
UserModelEntry CascadeChoice();
UserModelEntry Ccm();
UserModelEntry Dbn();
UserModelEntry Dcm();
UserModelEntry Listwise();
UserModelEntry Logit();
UserModelEntry Pbm();
UserModelEntry PbmRepeats();
UserModelEntry Repetition();
UserModelEntry Ubm();

std::span<const UserModelEntry> UserModels() {
  static const std::vector<UserModelEntry> all = {
      AuctionNetExposure(),
      Calibrated(),
      Cascade(),
      CascadeChoice(),
      Ccm(),
      Dbn(),
      Dcm(),
      Listwise(),
      Logit(),
      Pbm(),
      PbmRepeats(),
      Repetition(),
      Ubm(),
  };
  return all;
}

}  // namespace souk::market
