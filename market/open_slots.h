// The slots of a page view that an auction may fill, when contracts have taken
// some of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/page_flow.h"

namespace souk::market {

class OpenSlots {
 public:
  void OpenAll(std::span<const double> slot_weight) { weight_ = slot_weight; }
  /// `taken`: ascending by slot, each once.
  void OpenBut(std::span<const double> slot_weight,
               std::span<const ServedAward> taken) {
    weight_ = slot_weight;
    if (taken.empty()) return;
    some_weight_.clear();
    some_.clear();
    size_t next = 0;
    for (uint32_t slot = 0; slot < slot_weight.size(); ++slot) {
      if (next < taken.size() && taken[next].slot == slot) {
        ++next;
        continue;
      }
      some_.push_back(slot);
      some_weight_.push_back(slot_weight[slot]);
    }
    weight_ = some_weight_;
  }
  size_t size() const { return weight_.size(); }
  /// One per open slot, not increasing.
  std::span<const double> weight() const { return weight_; }
  /// Where the open slot lies on a page with `slots` of them.
  uint32_t SlotAt(size_t open, size_t slots) const {
    return size() == slots ? static_cast<uint32_t>(open) : some_[open];
  }

 private:
  std::span<const double> weight_;
  std::vector<double> some_weight_;
  std::vector<uint32_t> some_;
};

}  // namespace souk::market
