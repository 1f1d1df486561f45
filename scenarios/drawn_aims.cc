#include "scenarios/drawn_aims.h"

#include <algorithm>
#include <array>

namespace souk::scenarios {
namespace {

using Names = std::vector<std::string>;

/// Other draws of the population's stream have indices below this.
constexpr uint32_t kFirstIndex = uint32_t{1} << 31;
/// Draws of one campaign and dimension; more than draw_* may ask for.
constexpr uint32_t kDrawShift = 12;

/// One of the three ways to aim.
struct Dimension {
  const char* noun;
  const char* target;
  const char* draw;
  const Names GroupNameLists::*names;
  uint32_t (Campaign::*wanted)() const;
  bool (Campaign::*given)() const;
  int (Campaign::*targets)() const;
  std::string* (Campaign::*add)();
};

constexpr std::array<Dimension, 3> kDimensions = {
    Dimension{"interests", "target_interest", "draw_interests",
              &GroupNameLists::interests, &Campaign::draw_interests,
              &Campaign::has_draw_interests, &Campaign::target_interest_size,
              &Campaign::add_target_interest},
    Dimension{"places", "target_place", "draw_places", &GroupNameLists::places,
              &Campaign::draw_places, &Campaign::has_draw_places,
              &Campaign::target_place_size, &Campaign::add_target_place},
    Dimension{"categories", "target_category", "draw_categories",
              &GroupNameLists::categories, &Campaign::draw_categories,
              &Campaign::has_draw_categories, &Campaign::target_category_size,
              &Campaign::add_target_category}};

/// Draws of one campaign and dimension.
class Lot {
 public:
  Lot(const market::Stream& stream, CopyKey key, uint32_t number)
      : stream_(stream),
        key_(key),
        first_index_(kFirstIndex + (number << kDrawShift)) {}

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

}  // namespace

void DrawAims(const GroupNameLists& names, const market::Stream& stream,
              CopyKey key, Advertiser& copy) {
  uint32_t number = 0;
  for (Campaign& campaign : *copy.mutable_campaign()) {
    for (const Dimension& dimension : kDimensions) {
      const Names& known = names.*dimension.names;
      const Lot lot(stream, key, number++);
      const uint32_t wanted = (campaign.*dimension.wanted)();
      for (const size_t i : lot.Draw(wanted, known.size())) {
        *(campaign.*dimension.add)() = known[i];
      }
    }
    const Lot lot(stream, key, number++);
    if (campaign.interest() != kOwnInterest) continue;
    campaign.set_interest(
        campaign.target_interest_size() > 0
            ? campaign.target_interest(0)
            : names.interests[lot.Draw(1, names.interests.size()).front()]);
  }
}

void CheckDrawnAims(const Campaign& campaign, const FieldPath& path,
                    const GroupNameLists& names, Faults& faults) {
  for (const Dimension& dimension : kDimensions) {
    if (!(campaign.*dimension.given)()) continue;
    const FieldPath here = path.Field(dimension.draw);
    if ((campaign.*dimension.targets)() > 0) {
      faults.Add(here, std::string(" draws what ") + dimension.target +
                           " names: give one of them");
    }
    const size_t known = (names.*dimension.names).size();
    const size_t wanted = (campaign.*dimension.wanted)();
    if (wanted > known) {
      faults.Add(here, " = " + std::to_string(wanted) + ", but there are " +
                           std::to_string(known) + ' ' + dimension.noun);
    }
  }
}

}  // namespace souk::scenarios
