#include "agents/auctioneers/lottery.h"

#include <algorithm>

#include "agents/learning/setting_values.h"
#include "market/mechanisms/assignment.h"
#include "market/mechanisms/ranking.h"

namespace souk::agents {
namespace {

using market::Auction;
using market::Bundle;
using market::Concat;
using market::Error;
using market::Result;
using market::TrainedModel;

/// Different numbers of a column of bundles, ascending.
std::vector<uint32_t> Distinct(std::span<const Bundle> bundles,
                               uint32_t Bundle::*side) {
  std::vector<uint32_t> found;
  for (const Bundle& one : bundles) found.push_back(one.*side);
  std::ranges::sort(found);
  const auto twice = std::ranges::unique(found);
  found.erase(twice.begin(), twice.end());
  return found;
}

/// The candidates of a side of the page, ascending, take those seats of the
/// setting that are in bundles.
void Sit(const JointSetting& setting, const Auction& auction,
         uint32_t Bundle::*side, std::vector<uint32_t>& candidate) {
  const std::vector<uint32_t> seats = Distinct(setting.bundles, side);
  const std::vector<uint32_t> here = Distinct(auction.bundles, side);
  for (size_t i = 0; i < std::min(seats.size(), here.size()); ++i) {
    candidate[seats[i]] = here[i];
  }
}

/// Fills in the worth of whoever sits.
void Weigh(const JointSetting& setting, const Auction& auction,
           SeatedPage& page) {
  page.worth.assign(page.candidate.size(), 0);
  for (size_t seat = 0; seat < page.candidate.size(); ++seat) {
    const uint32_t candidate = page.candidate[seat];
    if (candidate == kNobody) continue;
    page.worth[seat] =
        static_cast<float>(auction.bid[candidate] * auction.rate[candidate] /
                           setting.value_unit_micros);
  }
}

bool Bids(const Auction& auction, uint32_t candidate) {
  return candidate != kNobody && auction.bid[candidate] > 0 &&
         auction.rate[candidate] > 0;
}

bool Related(const Auction& auction, const Bundle& wanted) {
  return std::ranges::binary_search(
      auction.bundles, std::pair(wanted.brand, wanted.store), {},
      [](const Bundle& one) { return std::pair(one.brand, one.store); });
}

/// Bundles by the ranks of their members within their sides.
std::vector<std::pair<size_t, size_t>> Ranked(std::span<const Bundle> bundles) {
  const std::vector<uint32_t> brands = Distinct(bundles, &Bundle::brand);
  const std::vector<uint32_t> stores = Distinct(bundles, &Bundle::store);
  const auto rank = [](const std::vector<uint32_t>& all, uint32_t one) {
    return static_cast<size_t>(std::ranges::lower_bound(all, one) -
                               all.begin());
  };
  std::vector<std::pair<size_t, size_t>> ranked;
  for (const Bundle& one : bundles) {
    ranked.emplace_back(rank(brands, one.brand), rank(stores, one.store));
  }
  return ranked;
}

std::string Counted(std::span<const Bundle> bundles, size_t slots) {
  return Concat(Distinct(bundles, &Bundle::brand).size(), " brands and ",
                Distinct(bundles, &Bundle::store).size(), " stores in ",
                bundles.size(), " bundles, and ", slots, " slots");
}

}  // namespace

SeatedPage SeatBundles(const JointSetting& setting, const Auction& auction) {
  SeatedPage page;
  page.candidate.assign(setting.members(), kNobody);
  Sit(setting, auction, &Bundle::brand, page.candidate);
  Sit(setting, auction, &Bundle::store, page.candidate);
  Weigh(setting, auction, page);
  for (const Bundle& row : setting.bundles) {
    const Bundle here = {page.candidate[row.brand], page.candidate[row.store]};
    page.open.push_back(Bids(auction, here.brand) &&
                        Bids(auction, here.store) && Related(auction, here));
  }
  return page;
}

SeatedPage SeatCandidates(const JointSetting& setting, const Auction& auction) {
  SeatedPage page;
  page.candidate.assign(setting.members(), kNobody);
  for (uint32_t seat = 0; seat < setting.members(); ++seat) {
    if (seat < auction.bid.size()) page.candidate[seat] = seat;
    page.open.push_back(Bids(auction, page.candidate[seat]));
  }
  Weigh(setting, auction, page);
  return page;
}

void Spread(std::span<const float> worth, const JointSetting& setting,
            Matrix& inputs) {
  inputs.Resize(1, worth.size() * setting.slot_weight.size());
  size_t at = 0;
  for (const float one : worth) {
    for (const double weight : setting.slot_weight) {
      inputs.values[at++] = one * static_cast<float>(weight);
    }
  }
}

std::vector<float> PairedWorths(const JointSetting& setting,
                                std::span<const float> worth) {
  std::vector<float> pairs;
  for (const Bundle& row : setting.bundles) {
    pairs.push_back(worth[row.brand]);
    pairs.push_back(worth[row.store]);
  }
  return pairs;
}

Matrix Marginals(std::span<const float> scores, const std::vector<bool>& open,
                 size_t slots) {
  const size_t rows = open.size();
  Matrix by_row;
  by_row.Resize(rows, slots + 1);
  std::copy_n(scores.begin(), by_row.values.size(), by_row.values.begin());
  SoftmaxRows(by_row);
  const std::span<const float> rest = scores.subspan(by_row.values.size());
  std::vector<size_t> who;  // can win; the last stands for nobody
  for (size_t c = 0; c < rows; ++c) {
    if (open[c]) who.push_back(c);
  }
  who.push_back(rows);
  Matrix by_slot;
  by_slot.Resize(slots, who.size());
  for (size_t k = 0; k < slots; ++k) {
    for (size_t i = 0; i < who.size(); ++i) {
      by_slot.row(k)[i] = rest[who[i] * slots + k];
    }
  }
  SoftmaxRows(by_slot);
  Matrix marginals;
  marginals.Resize(rows, slots);
  for (size_t i = 0; i + 1 < who.size(); ++i) {
    for (size_t k = 0; k < slots; ++k) {
      marginals.row(who[i])[k] =
          std::min(by_row.row(who[i])[k], by_slot.row(k)[i]);
    }
  }
  return marginals;
}

std::vector<size_t> LikeliestPage(const Matrix& marginals, size_t slots) {
  constexpr double kScale = 1099511627776;  // 2^40: sums stay exact
  const size_t rows = marginals.rows;
  const size_t used = std::min(slots, marginals.columns);
  market::AssignmentValues values = {
      used, rows, {}, market::AssignmentTies::kLowestNumber};
  for (size_t k = 0; k < used; ++k) {
    double empty = 1;
    for (size_t c = 0; c < rows; ++c) empty -= double{marginals.row(c)[k]};
    for (size_t c = 0; c < rows; ++c) {
      const double more = double{marginals.row(c)[k]} - empty;
      values.value.push_back(
          marginals.row(c)[k] > 0 && more > 0
              ? std::max(int64_t{1}, static_cast<int64_t>(more * kScale))
              : 0);
    }
  }
  std::vector<size_t> shown = market::BestAssignment(values).candidate;
  std::ranges::replace(shown, market::kEmptySlot, kNoRow);
  return shown;
}

market::Award PricedAt(const Auction& auction, uint32_t slot,
                       uint32_t candidate, float ratio) {
  const double bid = auction.bid[candidate];
  return {slot, candidate, market::WholePrice(double{ratio} * bid, bid)};
}

Result<LotteryNetworks> ReadNetworks(const TrainedModel& model,
                                     const JointSetting& setting,
                                     const LotterySizes& sizes) {
  const auto allocation = Mlp::From(model, "allocation", Activation::kTanh);
  if (!allocation) return allocation.error();
  const auto payment =
      Mlp::From(model, "payment", Activation::kTanh, Activation::kSigmoid);
  if (!payment) return payment.error();
  const size_t scores = LotteryScores(sizes.rows, setting.slot_weight.size());
  const auto fits = [](const Mlp& network, size_t inputs, size_t outputs) {
    return network.inputs() == inputs && network.outputs() == outputs;
  };
  if (!fits(*allocation, sizes.allocation_inputs, scores) ||
      !fits(*payment, sizes.payment_inputs, sizes.payments)) {
    return Error{
        Concat("The networks of the model have ", allocation->inputs(), " and ",
               payment->inputs(), " inputs, ", allocation->outputs(), " and ",
               payment->outputs(), " outputs; its setting asks for ",
               sizes.allocation_inputs, " and ", sizes.payment_inputs,
               " inputs, ", scores, " and ", sizes.payments, " outputs.")};
  }
  return LotteryNetworks{*allocation, *payment};
}

Result<void> FitsBundles(const TrainedModel& model, const Auction& fullest) {
  const auto setting = SettingOf(model);
  if (!setting) return setting.error();
  const size_t slots = setting->slot_weight.size();
  if (Ranked(fullest.bundles) == Ranked(setting->bundles) &&
      fullest.slot_weight.size() == slots) {
    return {};
  }
  return Error{Concat("The model was trained for ",
                      Counted(setting->bundles, slots), "; the channel has ",
                      Counted(fullest.bundles, fullest.slot_weight.size()),
                      ". The same bundles and slots are allowed.")};
}

Result<void> FitsCandidates(const TrainedModel& model, const Auction& fullest) {
  const auto setting = SettingOf(model);
  if (!setting) return setting.error();
  const size_t slots = setting->slot_weight.size();
  if (fullest.bid.size() == setting->members() &&
      fullest.slot_weight.size() == slots) {
    return {};
  }
  return Error{Concat(
      "The model was trained for ", setting->members(), " candidates and ",
      slots, " slots; the channel has ", fullest.bid.size(), " lines and ",
      fullest.slot_weight.size(), " slots. As many are allowed.")};
}

}  // namespace souk::agents
