#include "results/contract_sums.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "market/check.h"
#include "results/column_buffers.h"

namespace souk::results {
namespace {

double Share(int64_t part, int64_t whole) {
  if (whole == 0) return 0;
  return static_cast<double>(part) / static_cast<double>(whole);
}

void AddTo(ContractTotals& sum, const ContractTotals& one) {
  sum.delivered += one.delivered;
  sum.views += one.views;
  sum.clicks += one.clicks;
  sum.conversions += one.conversions;
  sum.earned_micros += one.earned_micros;
  sum.returned_micros += one.returned_micros;
  sum.penalty_micros += one.penalty_micros;
  sum.ticks += one.ticks;
  sum.squares += one.squares;
}

int64_t Sum(const std::vector<int64_t>& values) {
  int64_t sum = 0;
  for (const int64_t value : values) sum += value;
  return sum;
}

/// Times the sum of `values`: their weight in a mean.
double WeightedGini(const std::vector<int64_t>& values) {
  int64_t differences = 0;
  for (const int64_t a : values) {
    for (const int64_t b : values) differences += a > b ? a - b : b - a;
  }
  return static_cast<double>(differences) /
         (2 * static_cast<double>(values.size()));
}

}  // namespace

ContractSums::ContractSums(const Manifest& manifest)
    : contracts_(manifest.contracts),
      slots_(manifest.contract_slots),
      totals_(contracts_.size()),
      slot_impressions_(slots_.size()) {}

void ContractSums::Record(const market::TickRows& rows) {
  if (!any()) return;
  for (const auto& row : rows.contracts) Add(row);
  for (const auto& row : rows.contract_pages) Add(row);
  for (const auto& row : rows.contract_slots) Add(row);
}

void ContractSums::Add(const market::ContractTicked& row) {
  SOUK_CHECK(row.contract < totals_.size(), "no contract ", row.contract);
  const double off = static_cast<double>(row.delivered) - row.planned;
  AddTo(totals_[row.contract], {.delivered = row.delivered,
                                .views = row.views,
                                .clicks = row.clicks,
                                .conversions = row.conversions,
                                .earned_micros = row.earned_micros,
                                .returned_micros = row.returned_micros,
                                .penalty_micros = row.penalty_micros,
                                .ticks = 1,
                                .squares = off * off});
}

void ContractSums::Add(const market::ContractPagesTicked& row) {
  pages_.page_views += row.page_views;
  pages_.with_contracts += row.with_contracts;
  pages_.with_repeats += row.with_repeats;
  pages_.auction_micros += row.auction_micros;
  ticks_ = row.tick + 1;
}

void ContractSums::Add(const market::ContractSlotTicked& row) {
  const auto slot =
      std::find_if(slots_.begin(), slots_.end(), [&](const ManifestSlot& s) {
        return s.channel == row.channel && s.slot == row.slot;
      });
  SOUK_CHECK(slot != slots_.end(), "no slot ", row.slot, " of channel ",
             row.channel);
  slot_impressions_[static_cast<size_t>(slot - slots_.begin())] +=
      row.impressions;
}

bool ContractSums::Cancelled(const ManifestContract& contract) const {
  return contract.cancelled_at < contract.end_tick + contract.make_good_ticks &&
         contract.cancelled_at < ticks_;
}

int64_t ContractSums::OwedTo(size_t contract) const {
  const ManifestContract& spec = contracts_[contract];
  const auto goal = static_cast<int64_t>(spec.goal);
  return Cancelled(spec) ? std::min(goal, totals_[contract].delivered) : goal;
}

ContractFigures ContractSums::FiguresOf(size_t contract) const {
  const ContractTotals& totals = totals_[contract];
  ContractFigures figures;
  figures.name = contracts_[contract].name;
  figures.goal = static_cast<int64_t>(contracts_[contract].goal);
  figures.totals = totals;
  figures.owed = OwedTo(contract);
  const int64_t met = std::min(totals.delivered, figures.owed);
  figures.missing = figures.owed - met;
  figures.delivery_rate = figures.owed == 0 ? 1 : Share(met, figures.owed);
  figures.click_rate = Share(totals.clicks, totals.delivered);
  if (totals.ticks == 0) return figures;
  figures.smoothness =
      std::sqrt(totals.squares / static_cast<double>(totals.ticks));
  return figures;
}

std::vector<ContractFigures> ContractSums::each() const {
  std::vector<ContractFigures> all;
  for (size_t i = 0; i < contracts_.size(); ++i) all.push_back(FiguresOf(i));
  return all;
}

ContractsFigures ContractSums::all() const {
  ContractsFigures all;
  all.worst_fulfilment = 1;
  int64_t owed = 0;
  int64_t beyond = 0;
  for (const ContractFigures& one : each()) {
    AddTo(all.totals, one.totals);
    owed += one.owed;
    all.goal += one.goal;
    all.missing += one.missing;
    beyond += std::max<int64_t>(0, one.totals.delivered - one.goal);
    all.worst_fulfilment = std::min(all.worst_fulfilment, one.delivery_rate);
    all.smoothness += one.smoothness / static_cast<double>(contracts_.size());
  }
  all.fulfilment = owed == 0 ? 1 : Share(owed - all.missing, owed);
  all.compensation_rate = Share(all.missing, owed);
  all.overdelivery = Share(beyond, owed);
  all.click_rate = Share(all.totals.clicks, all.totals.delivered);
  all.pages_with_contracts = Share(pages_.with_contracts, pages_.page_views);
  all.pages_with_repeats = Share(pages_.with_repeats, pages_.page_views);
  all.auction_micros = pages_.auction_micros;
  all.slot_gini = SlotGini();
  return all;
}

double ContractSums::SlotGini() const {
  std::map<uint32_t, std::vector<int64_t>> by_channel;
  for (size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].share == 0) continue;
    by_channel[slots_[i].channel].push_back(slot_impressions_[i]);
  }
  double weighted = 0;
  int64_t impressions = 0;
  for (const auto& [channel, values] : by_channel) {
    weighted += WeightedGini(values);
    impressions += Sum(values);
  }
  return impressions == 0 ? 0 : weighted / static_cast<double>(impressions);
}

void ContractSums::Save(market::ArchiveWriter& out) const {
  if (!any()) return;
  out.Put(totals_);
  out.Put(slot_impressions_);
  out.Put(pages_);
  out.Put(ticks_);
}

void ContractSums::Load(market::ArchiveReader& in) {
  if (!any()) return;
  in.Get(totals_);
  in.Get(slot_impressions_);
  in.Get(pages_);
  in.Get(ticks_);
  if (totals_.size() == contracts_.size() &&
      slot_impressions_.size() == slots_.size()) {
    return;
  }
  totals_.resize(contracts_.size());
  slot_impressions_.resize(slots_.size());
  Reject(in);
}

}  // namespace souk::results
