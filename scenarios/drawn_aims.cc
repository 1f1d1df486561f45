#include "scenarios/drawn_aims.h"

#include <algorithm>
#include <array>

namespace souk::scenarios {
namespace {

using Names = std::vector<std::string>;

/// Other draws of the population's stream have indices below this.
constexpr uint32_t kFirstIndex = uint32_t{1} << 31;
/// Those of contracts, by the same numbers as those of campaigns.
constexpr uint32_t kFirstOfContracts = kFirstIndex + (uint32_t{1} << 30);
/// Draws of one campaign and dimension; more than draw_* may ask for.
constexpr uint32_t kDrawShift = 12;
/// Which interests a contract has by its target_rate: an entity of its own.
constexpr uint64_t kByRate = uint64_t{1} << 62;
constexpr unsigned kContractShift = 32;

/// One of the three ways to aim.
template <class Holder>
struct Dimension {
  const char* noun;
  const char* target;
  const char* draw;
  const Names GroupNameLists::*names;
  uint32_t (Holder::*wanted)() const;
  bool (Holder::*given)() const;
  int (Holder::*targets)() const;
  std::string* (Holder::*add)();
};

template <class Holder>
constexpr std::array<Dimension<Holder>, 3> kDimensions = {
    Dimension<Holder>{"interests", "target_interest", "draw_interests",
                      &GroupNameLists::interests, &Holder::draw_interests,
                      &Holder::has_draw_interests,
                      &Holder::target_interest_size,
                      &Holder::add_target_interest},
    Dimension<Holder>{"places", "target_place", "draw_places",
                      &GroupNameLists::places, &Holder::draw_places,
                      &Holder::has_draw_places, &Holder::target_place_size,
                      &Holder::add_target_place},
    Dimension<Holder>{"categories", "target_category", "draw_categories",
                      &GroupNameLists::categories, &Holder::draw_categories,
                      &Holder::has_draw_categories,
                      &Holder::target_category_size,
                      &Holder::add_target_category}};

/// Draws of one campaign and dimension.
class Lot {
 public:
  Lot(const market::Stream& stream, CopyKey key, uint32_t first_index)
      : stream_(stream), key_(key), first_index_(first_index) {}

  /// `wanted` different numbers below `bound`, in the order of drawing.
  std::vector<size_t> Draw(size_t wanted, size_t bound) const {
    std::vector<size_t> drawn;
    std::vector<size_t> taken;  // the same, ascending
    while (drawn.size() < wanted) {
      const auto index = first_index_ + static_cast<uint32_t>(drawn.size());
      // Counts among those that are not taken yet.
      size_t pick =
          stream_.Integer(bound - drawn.size(), key_.entity, key_.copy, index);
      auto at = taken.begin();
      for (; at != taken.end() && *at <= pick; ++at) ++pick;
      taken.insert(at, pick);
      drawn.push_back(pick);
    }
    return drawn;
  }

 private:
  const market::Stream& stream_;
  CopyKey key_;
  uint32_t first_index_;
};

/// Aims of one copy.
class AimDrawer {
 public:
  AimDrawer(const GroupNameLists& names, const market::Stream& stream,
            CopyKey key)
      : names_(names), stream_(stream), key_(key) {}

  /// Campaigns or contracts; the first draw has `index`.
  template <class Holders>
  void DrawAll(Holders& holders, uint32_t index) const {
    for (auto& holder : holders) Draw(holder, index);
  }

  /// Each interest with the contract's target_rate, at least one.
  void DrawByRate(Contract& contract, uint64_t number) const {
    if (!contract.has_target_rate()) return;
    const uint64_t entity = key_.entity + kByRate + (number << kContractShift);
    const Names& known = names_.interests;
    for (uint32_t i = 0; i < known.size(); ++i) {
      if (stream_.Bernoulli(contract.target_rate(), entity, key_.copy, i)) {
        contract.add_target_interest(known[i]);
      }
    }
    if (contract.target_interest_size() > 0) return;
    const auto behind = static_cast<uint32_t>(known.size());
    contract.add_target_interest(
        known[stream_.Integer(known.size(), entity, key_.copy, behind)]);
  }

 private:
  template <class Holder>
  void Draw(Holder& holder, uint32_t& index) const {
    for (const auto& dimension : kDimensions<Holder>) {
      const Names& known = names_.*dimension.names;
      const Lot lot = NextLot(index);
      const uint32_t wanted = (holder.*dimension.wanted)();
      for (const size_t i : lot.Draw(wanted, known.size())) {
        *(holder.*dimension.add)() = known[i];
      }
    }
    const Lot lot = NextLot(index);
    if (holder.interest() != kOwnInterest) return;
    holder.set_interest(
        holder.target_interest_size() > 0
            ? holder.target_interest(0)
            : names_.interests[lot.Draw(1, names_.interests.size()).front()]);
  }
  Lot NextLot(uint32_t& index) const {
    const Lot lot(stream_, key_, index);
    index += uint32_t{1} << kDrawShift;
    return lot;
  }

  const GroupNameLists& names_;
  const market::Stream& stream_;
  CopyKey key_;
};

}  // namespace

void DrawAims(const GroupNameLists& names, const market::Stream& stream,
              CopyKey key, Advertiser& copy) {
  const AimDrawer drawer(names, stream, key);
  drawer.DrawAll(*copy.mutable_campaign(), kFirstIndex);
  uint64_t number = 0;
  for (Contract& contract : *copy.mutable_contract()) {
    drawer.DrawByRate(contract, number++);
  }
  drawer.DrawAll(*copy.mutable_contract(), kFirstOfContracts);
}

template <class Holder>
void CheckDrawnAims(const Holder& holder, const FieldPath& path,
                    const GroupNameLists& names, Faults& faults) {
  for (const auto& dimension : kDimensions<Holder>) {
    if (!(holder.*dimension.given)()) continue;
    const FieldPath here = path.Field(dimension.draw);
    if ((holder.*dimension.targets)() > 0) {
      faults.Add(here, std::string(" draws what ") + dimension.target +
                           " names: give one of them");
    }
    const size_t known = (names.*dimension.names).size();
    const size_t wanted = (holder.*dimension.wanted)();
    if (wanted > known && !faults.spoiled(here)) {
      faults.Add(here, " = " + std::to_string(wanted) + ", but there are " +
                           std::to_string(known) + ' ' + dimension.noun);
    }
  }
}

template void CheckDrawnAims(const Campaign&, const FieldPath&,
                             const GroupNameLists&, Faults&);
template void CheckDrawnAims(const Contract&, const FieldPath&,
                             const GroupNameLists&, Faults&);

}  // namespace souk::scenarios
