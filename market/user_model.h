// User models: what a user does with a page of ads.
//
// A model is pure: chance comes in as uniforms, so two mechanisms can be
// compared on the same users. To add a member: copy the nearest .cc in
// market/user_models/, change it, add its two lines to registry.cc.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "market/ad_traits.h"
#include "market/param.h"

namespace souk::market {

/// One filled slot as the user meets it: true rates.
struct SlotView {
  uint32_t slot = 0;             ///< position on the page, 0 = top
  double attraction = 0;         ///< P(click | examined) alone, [0, 1]
  double conversion = 0;         ///< P(conversion | click), [0, 1]
  const AdTraits* ad = nullptr;  ///< null: an ad that resembles no other
};

/// Independent uniforms in [0, 1) for one slot.
struct SlotChance {
  double examine = 0;
  double click = 0;
  double convert = 0;
  double satisfy = 0;
};

struct SlotResponse {
  bool examined = false;
  bool clicked = false;    ///< only if examined
  bool converted = false;  ///< only if clicked
};

class UserModel {
 public:
  virtual ~UserModel() = default;
  /// Answers a page. `slots` ascending by slot, without the empty ones; the
  /// other spans have the same length.
  void Respond(std::span<const SlotView> slots,
               std::span<const SlotChance> chance,
               std::span<SlotResponse> response) const {
    DoRespond(slots, chance, response);
  }
  /// P(click | examined) of each slot, given the whole list: the attractions
  /// themselves, unless the model says that ads work on each other. In [0, 1];
  /// 0 stays 0.
  void Attraction(std::span<const SlotView> slots,
                  std::span<double> attraction) const {
    DoAttraction(slots, attraction);
  }
  /// P(examined) of each slot when every slot is filled with ads of the given
  /// attraction: what the platform assumes as slot weights, and what tests
  /// compare with. `attraction` is that of the list (above). Spans of one
  /// length; weights lie in [0, 1] and do not rise on a page that nobody clicks
  /// (attraction 0), unless a parameter says so.
  void Examination(std::span<const double> attraction,
                   std::span<double> weight) const {
    DoExamination(attraction, weight);
  }

 private:
  virtual void DoAttraction(std::span<const SlotView> slots,
                            std::span<double> attraction) const {
    for (size_t i = 0; i < slots.size(); ++i) {
      attraction[i] = slots[i].attraction;
    }
  }
  virtual void DoRespond(std::span<const SlotView> slots,
                         std::span<const SlotChance> chance,
                         std::span<SlotResponse> response) const = 0;
  virtual void DoExamination(std::span<const double> attraction,
                             std::span<double> weight) const = 0;
};

struct UserModelEntry {
  std::string name;
  std::string help;  ///< one line
  std::vector<ParamSpec> params;
  std::function<std::shared_ptr<const UserModel>(const ParamSet&)> make;
};

/// All user models, ascending by name.
std::span<const UserModelEntry> UserModels();

}  // namespace souk::market
