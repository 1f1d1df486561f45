// Whatever the plan draws passes: delivery follows the supply.
//
//   pass = 1, room = 1
#include "market/contracts/pacer.h"

namespace souk::market {
namespace {

class Unpaced final : public ContractPace {
 public:
  const PassRule& rule() const override { return rule_; }
  void Learn(const PaceNews&) override {}
  void Save(ArchiveWriter&) const override {}
  void Load(ArchiveReader&) override {}

 private:
  PassRule rule_;
};

class NoPacer final : public Pacer {
 public:
  std::unique_ptr<ContractPace> Start() const override {
    return std::make_unique<Unpaced>();
  }
  double room() const override { return 1; }
};

}  // namespace

PacerEntry None() {
  return {.name = "none",
          .help = "Lets pass whatever the plan draws",
          .params = {},
          .make = [](const ParamSet&) -> Result<std::shared_ptr<const Pacer>> {
            return {std::make_shared<const NoPacer>()};
          }};
}

}  // namespace souk::market
