#include "market/mechanisms/stores_alone.h"

#include <algorithm>

namespace souk::market {
namespace {

std::vector<uint32_t> StoresOf(const Auction& auction) {
  std::vector<bool> is_store(auction.bid.size(), false);
  for (const Bundle& bundle : auction.bundles) is_store[bundle.store] = true;
  std::vector<uint32_t> stores;
  for (uint32_t i = 0; i < is_store.size(); ++i) {
    if (is_store[i]) stores.push_back(i);
  }
  return stores;
}

std::vector<double> Pick(std::span<const double> column,
                         std::span<const uint32_t> places) {
  std::vector<double> picked;
  if (column.empty()) return picked;
  picked.reserve(places.size());
  for (const uint32_t i : places) picked.push_back(column[i]);
  return picked;
}

class StoresAloneMechanism final : public Mechanism {
 public:
  explicit StoresAloneMechanism(std::shared_ptr<const Mechanism> rule)
      : rule_(std::move(rule)) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const std::vector<uint32_t> stores = StoresOf(auction);
    const std::vector<double> bid = Pick(auction.bid, stores);
    const std::vector<double> rate = Pick(auction.rate, stores);
    const std::vector<double> weight = Pick(auction.weight, stores);
    rule_->Clear({bid, rate, auction.slot_weight, weight}, outcome);
    for (size_t i = 0; i < outcome.size; ++i) {
      outcome.award[i].candidate = stores[outcome.award[i].candidate];
    }
  }

  std::shared_ptr<const Mechanism> rule_;
};

}  // namespace

MechanismEntry StoresAlone(MechanismEntry rule, std::string name,
                           std::string help) {
  MechanismEntry entry = std::move(rule);
  entry.name = std::move(name);
  entry.help = std::move(help);
  entry.traits.joint = true;
  entry.make =
      [make = std::move(entry.make)](
          const ParamSet& params) -> Result<std::shared_ptr<const Mechanism>> {
    auto made = make(params);
    if (!made) return made.error();
    return std::shared_ptr<const Mechanism>(
        std::make_shared<const StoresAloneMechanism>(std::move(made).value()));
  };
  return entry;
}

}  // namespace souk::market
