// User browsing model: whether a slot is looked at depends on where it is and
// on where the last click was.
//
//   P(examined_r | last click at r') = gamma(r, r'),  r' = none, 0 .. r - 1
//
// By default, with e_r = 1 / (r + 1):
//
//   gamma(r, none) = e_r,   gamma(r, r') = e_r^(1 - recency / (r - r'))
//
// so that a click just above keeps the user looking. Dupret, Piwowarski, "A
// User Browsing Model to Predict Search Engine Click Data", SIGIR 2008.
//
// Parameters:
//   recency  [1]  0..1, default 0.4; 0: position alone
//   gamma    [1]  list by slot from the top, for each r: none, 0, .., r - 1;
//                 1 + 2 + .. + K entries for a page of K slots (a lower slot
//                 is as the last one of the list); a single 0, the default:
//                 by recency
#include <algorithm>
#include <array>

#include "market/auction.h"
#include "market/user_model.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

constexpr size_t kNoClick = static_cast<size_t>(-1);

/// P(examined), by slot and the slot of the last click.
class Gamma {
 public:
  explicit Gamma(double recency) {
    for (size_t r = 0; r < kMaxSlots; ++r) {
      const double log_e = -Log(static_cast<double>(r + 1));
      std::vector<double> row = {Exp(log_e)};
      for (size_t click = 0; click < r; ++click) {
        row.push_back(
            Exp(log_e * (1 - recency / static_cast<double>(r - click))));
      }
      rows_.push_back(std::move(row));
    }
  }
  /// Whole rows of the list; entries of an unfinished row do not count.
  explicit Gamma(const std::vector<double>& list) {
    for (size_t at = 0; at + rows_.size() + 1 <= list.size();) {
      const size_t size = rows_.size() + 1;
      const auto first = list.begin() + static_cast<ptrdiff_t>(at);
      rows_.emplace_back(first, first + static_cast<ptrdiff_t>(size));
      at += size;
    }
  }

  double At(size_t slot, size_t click) const {
    const std::vector<double>& row = rows_[std::min(slot, rows_.size() - 1)];
    return click == kNoClick ? row[0]
                             : row[std::min(click + 1, row.size() - 1)];
  }

 private:
  std::vector<std::vector<double>> rows_;
};

class UbmModel final : public UserModel {
 public:
  explicit UbmModel(Gamma gamma) : gamma_(std::move(gamma)) {}

 private:
  void DoRespond(std::span<const SlotView> slots,
                 std::span<const SlotChance> chance,
                 std::span<SlotResponse> response) const override {
    size_t last_click = kNoClick;
    for (size_t i = 0; i < slots.size(); ++i) {
      SlotResponse& answer = response[i];
      answer.examined =
          chance[i].examine < gamma_.At(slots[i].slot, last_click);
      answer.clicked = answer.examined && chance[i].click < slots[i].attraction;
      answer.converted =
          answer.clicked && chance[i].convert < slots[i].conversion;
      if (answer.clicked) last_click = slots[i].slot;
    }
  }

  void DoExamination(std::span<const double> attraction,
                     std::span<double> weight) const override {
    double none = 1;                       // P(no click so far)
    std::array<double, kMaxSlots> last{};  // P(last click at this slot)
    for (size_t r = 0; r < weight.size(); ++r) {
      double examined = none * gamma_.At(r, kNoClick);
      double clicked = examined * attraction[r];
      none -= none * gamma_.At(r, kNoClick) * attraction[r];
      for (size_t click = 0; click < r; ++click) {
        const double here = last[click] * gamma_.At(r, click);
        examined += here;
        clicked += here * attraction[r];
        last[click] -= here * attraction[r];
      }
      last[r] = clicked;
      weight[r] = examined;
    }
  }

  Gamma gamma_;
};

std::shared_ptr<const UserModel> Make(const ParamSet& params) {
  const std::vector<double>& given = params.list("gamma");
  const bool by_recency = given.size() == 1 && given[0] == 0;
  return std::make_shared<const UbmModel>(
      by_recency ? Gamma(params.number("recency")) : Gamma(given));
}

}  // namespace

UserModelEntry Ubm() {
  return {.name = "ubm",
          .help = "Looks at slots by position and distance to the last click",
          .params = {{.name = "recency",
                      .default_value = {0.4},
                      .min = 0,
                      .max = 1,
                      .help = "Slot r after a click d slots above is examined "
                              "with P = (1 / (r + 1))^(1 - recency / d)."},
                     {.name = "gamma",
                      .shape = ParamShape::kList,
                      .default_value = {0},
                      .min = 0,
                      .max = 1,
                      .help = "P(examined) by slot: without a click, then by "
                              "slot of the last click; 0: by recency."}},
          .make = Make};
}

}  // namespace souk::market
