#include "agents/spend_reports.h"

#include <utility>

namespace souk::agents {

using market::Money;
using market::TickTime;

SpendReports::SpendReports(const market::MarketSpec& spec, size_t nodes)
    : spec_(spec.budgets.reports),
      loss_(spec.seed, spec.run, market::Purpose::kReports),
      nodes_(nodes),
      true_(spec.cells, std::vector<Money>(nodes)),
      known_(true_) {}

void SpendReports::OpenTick(TickTime time) {
  if (time.first_of_day()) {
    under_way_.clear();
    for (auto* side : {&true_, &known_}) {
      for (auto& cell : *side) cell.assign(nodes_, Money());
    }
  }
  std::vector<Report> later;
  for (Report& report : under_way_) {
    if (report.arrival > time.tick) {
      later.push_back(std::move(report));
    } else {
      known_[report.cell] = std::move(report.so_far);
    }
  }
  under_way_ = std::move(later);
}

void SpendReports::CloseTick(TickTime time,
                             std::span<const std::vector<Money>> spent) {
  for (uint32_t cell = 0; cell < true_.size(); ++cell) {
    for (size_t node = 0; node < nodes_; ++node) {
      true_[cell][node] += spent[cell][node];
    }
    const bool due = (time.tick_of_day() + 1) % spec_.every_ticks == 0;
    if (due) Send(time, cell);
  }
}

void SpendReports::Send(TickTime time, uint32_t cell) {
  if (loss_.Uniform(cell, time.tick, 0) < spec_.loss_rate) return;
  under_way_.push_back({cell, time.tick + 1 + spec_.delay_ticks, true_[cell]});
}

Money SpendReports::known(size_t node) const {
  Money sum;
  for (const auto& cell : known_) sum += cell[node];
  return sum;
}

void SpendReports::Save(market::ArchiveWriter& out) const {
  for (const auto* side : {&true_, &known_}) {
    for (const auto& cell : *side) out.Put(cell);
  }
  out.Put(static_cast<uint64_t>(under_way_.size()));
  for (const Report& report : under_way_) {
    out.Put(report.cell);
    out.Put(report.arrival);
    out.Put(report.so_far);
  }
}

void SpendReports::Load(market::ArchiveReader& in) {
  for (auto* side : {&true_, &known_}) {
    for (auto& cell : *side) {
      in.Get(cell);
      cell.resize(nodes_);
    }
  }
  uint64_t reports = 0;
  in.Get(reports);
  under_way_.clear();
  for (uint64_t i = 0; in.ok() && i < reports; ++i) {
    Report& report = under_way_.emplace_back();
    in.Get(report.cell);
    in.Get(report.arrival);
    in.Get(report.so_far);
    report.so_far.resize(nodes_);
    if (report.cell >= true_.size()) under_way_.pop_back();
  }
}

}  // namespace souk::agents
