// All user models. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/user_model.h"

namespace souk::market {

UserModelEntry AuctionNetExposure();
UserModelEntry Cascade();
UserModelEntry Ccm();
UserModelEntry Dbn();
UserModelEntry Dcm();
UserModelEntry Pbm();
UserModelEntry Ubm();

std::span<const UserModelEntry> UserModels() {
  static const std::vector<UserModelEntry> all = {
      AuctionNetExposure(), Cascade(), Ccm(), Dbn(), Dcm(), Pbm(), Ubm(),
  };
  return all;
}

}  // namespace souk::market
