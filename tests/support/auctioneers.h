// Learned auctioneers with small models of made-up weights, for tests.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agents/auctioneers/auctioneer.h"
#include "agents/learning/setting_values.h"
#include "market/family.h"
#include "market/random.h"
#include "tests/support/auctions.h"
#include "tests/support/made_up_layers.h"
#include "tests/support/transformer_model.h"

namespace souk::tests {

/// Two brands, three stores, all related but brand 1 and store 0; two slots.
inline agents::JointSetting SmallJointSetting() {
  agents::JointSetting setting;
  setting.brands = 2;
  setting.stores = 3;
  setting.slot_weight = {1, 0.6};
  setting.bundles = {{0, 2}, {0, 3}, {0, 4}, {1, 3}, {1, 4}};
  return setting;
}

/// Networks of `inputs` and `outputs`, the allocation's before the payment's.
inline market::TrainedModel LotteryModel(const std::string& name,
                                         std::array<uint32_t, 2> inputs,
                                         std::array<uint32_t, 2> outputs) {
  market::TrainedModel model;
  model.member = name;
  agents::KeepSetting(SmallJointSetting(), model);
  AddLayers({"allocation", {inputs[0], 8, outputs[0]}, 6}, model);
  AddLayers({"payment", {inputs[1], 8, outputs[1]}}, model);
  return model;
}

/// A model of every member, for SmallJointSetting.
inline market::TrainedModel ExampleModel(const std::string& name) {
  static const std::map<std::string, std::function<market::TrainedModel()>>
      made = {
          // Rows r: r * 3 + (r + 1) * 2 scores.
          {"bundlenet",
           [] {
             return LotteryModel("bundlenet", {10, 20}, {27, 10});
           }},
          {"jmono", [] { return MadeUpJMono(SmallJointSetting()); }},
          {"jregnet",
           [] {
             return LotteryModel("jregnet", {20, 20}, {27, 5});
           }},
          {"jtransnet", [] { return MadeUpJTransNet(SmallJointSetting()); }},
          {"regretnet",
           [] {
             return LotteryModel("regretnet", {10, 10}, {27, 5});
           }},
      };
  const auto found = made.find(name);
  SOUK_CHECK(found != made.end(),
             "tests/support/auctioneers.h has no model of ", name);
  return found->second();
}

inline const agents::AuctioneerEntry& AuctioneerNamed(const std::string& name) {
  return *market::FindMember("auctioneer", agents::Auctioneers(), name).value();
}

/// With default parameters.
inline market::Result<std::shared_ptr<const market::Mechanism>> TryAuctioneer(
    const agents::AuctioneerEntry& entry, market::TrainedModel model) {
  return entry.make(
      market::ParamSet::Make(entry.params, {}).value(),
      std::make_shared<const market::TrainedModel>(std::move(model)));
}

/// A page view of everybody in SmallJointSetting, with bids below 10^6 and
/// rates of their own.
inline test::Columns SmallPage(uint32_t index) {
  const market::Stream stream(32, 0, market::Purpose::kTest);
  const agents::JointSetting setting = SmallJointSetting();
  test::Columns columns;
  for (uint32_t i = 0; i < setting.members(); ++i) {
    columns.bid.push_back(
        static_cast<double>(1 + stream.Integer(1000000, index, 0, i)));
    columns.rate.push_back(0.5 + 0.5 * stream.Uniform(index, 1, i));
  }
  columns.slot_weight = setting.slot_weight;
  columns.bundles = setting.bundles;
  return columns;
}

}  // namespace souk::tests
