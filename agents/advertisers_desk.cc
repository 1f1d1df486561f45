#include "agents/advertisers_desk.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "market/budget_nodes.h"

namespace souk::agents {
namespace {

using market::AccountTicked;
using market::Ledger;
using market::Money;

/// The most that `budget` allows of `there`.
Money UpTo(const std::optional<Money>& budget, Money there) {
  return budget ? std::min(*budget, there) : there;
}

}  // namespace

AdvertisersDesk::AdvertisersDesk(const market::MarketSpec& spec,
                                 const std::vector<double>& cell_share)
    : advertisers_(spec.advertisers.size()), cells_(cell_share) {
  outside_ = ledger_.Open(Ledger::Kind::kSource);
  revenue_ = ledger_.Open(Ledger::Kind::kPurse);
  for (const market::BudgetPlan& plan : market::BudgetNodes(spec)) {
    OpenAccounts(plan, nodes_.size() < advertisers_ ? revenue_ : outside_);
  }
  day_.resize(nodes_.size());
  if (spec.budgets.mode == market::BudgetMode::kStale) {
    reports_.emplace(spec, nodes_.size());
  }
  if (spec.contracts.any()) contracts_.emplace(spec, cells_);
  if (HasPlanners(spec)) planners_.emplace(spec);
}

void AdvertisersDesk::OpenAccounts(const market::BudgetPlan& plan,
                                   Account payee) {
  Purses& node = nodes_.emplace_back();
  node.plan = plan;
  node.payee = payee;
  node.purse = ledger_.Open(plan.limited() ? Ledger::Kind::kPurse
                                           : Ledger::Kind::kSource);
  node.first_lease = static_cast<Account>(ledger_.accounts());
  if (!plan.limited()) return;
  for (size_t cell = 0; cell < cells_.cells(); ++cell) {
    ledger_.Open(Ledger::Kind::kPurse);
  }
  if (plan.weekly) node.week = ledger_.Open(Ledger::Kind::kPurse);
  if (plan.total) {
    node.total = ledger_.Open(Ledger::Kind::kPurse);
    ledger_.Move(outside_, *node.total, *plan.total);
  }
}

AdvertisersDesk::Account AdvertisersDesk::BehindWeek(const Purses& node) const {
  return node.total.value_or(outside_);
}

AdvertisersDesk::Account AdvertisersDesk::BehindPurse(
    const Purses& node) const {
  return node.week.value_or(BehindWeek(node));
}

std::vector<CellLease> AdvertisersDesk::Grant(market::TickTime time) {
  SOUK_CHECK(!open_, "tick ", time.tick, " opened before the last was settled");
  open_ = true;
  rows_.clear();
  if (reports_) reports_->OpenTick(time);
  const CellLease unlimited{std::vector<Money>(nodes_.size(), market::kNoLimit),
                            {}};
  std::vector<CellLease> leases(cells_.cells(), unlimited);
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const Purses& node = nodes_[i];
    AccountTicked& row = rows_.emplace_back();
    row.tick = time.tick;
    row.advertiser = static_cast<uint32_t>(i);
    row.opening_micros = ledger_.balance(node.purse).micros;
    if (!node.plan.limited()) continue;
    if (time.first_of_day()) {
      FundDay(node, time, row);
      day_[i] = ledger_.balance(node.purse);
    }
    row.leased_micros = LeftForLeases(i).micros;
    Lease(i, leases);
  }
  if (contracts_) {
    auto parts = contracts_->Grant(time);
    for (size_t cell = 0; cell < leases.size(); ++cell) {
      leases[cell].contracts = std::move(parts[cell]);
    }
  }
  if (planners_) planners_->OpenTick(time, remaining_today());
  return leases;
}

std::vector<market::LineShare> AdvertisersDesk::line_shares() const {
  if (!planners_) return {};
  return planners_->shares();
}

void AdvertisersDesk::FundWeek(const Purses& node, market::TickTime time) {
  if (!node.week || time.day() % market::kDaysPerWeek != 0) return;
  const Account behind = BehindWeek(node);
  ledger_.Move(*node.week, behind, ledger_.balance(*node.week));
  ledger_.Move(behind, *node.week,
               node.total ? UpTo(node.plan.weekly, ledger_.balance(behind))
                          : *node.plan.weekly);
}

void AdvertisersDesk::FundDay(const Purses& node, market::TickTime time,
                              AccountTicked& row) {
  const Account behind = BehindPurse(node);
  const bool new_week =
      node.week.has_value() && time.day() % market::kDaysPerWeek == 0;
  if (node.plan.daily || new_week) {
    const Money rest = ledger_.balance(node.purse);
    ledger_.Move(node.purse, behind, rest);
    row.expired_micros = rest.micros;
  }
  FundWeek(node, time);
  const Money funds = behind == outside_
                          ? *node.plan.daily
                          : UpTo(node.plan.daily, ledger_.balance(behind));
  ledger_.Move(behind, node.purse, funds);
  row.funded_micros = funds.micros;
}

Money AdvertisersDesk::LeftForLeases(size_t node) const {
  if (!reports_) return ledger_.balance(nodes_[node].purse);
  return std::max(Money(), day_[node] - reports_->known(node));
}

void AdvertisersDesk::Lease(size_t node, std::vector<CellLease>& leases) {
  const Money all = LeftForLeases(node);
  const Account first = nodes_[node].first_lease;
  Money before;
  for (size_t cell = 0; cell < leases.size(); ++cell) {
    const Money until(cells_.Until(all.micros, cell));
    const Money part = until - before;
    before = until;
    leases[cell].granted[node] = part;
    if (reports_) continue;
    ledger_.Move(nodes_[node].purse, first + static_cast<Account>(cell), part);
  }
}

void AdvertisersDesk::Settle(market::TickTime time,
                             std::span<const std::vector<Money>> spent,
                             const ContractOutcome& contracts,
                             std::span<const market::LineTally> tallies) {
  SOUK_CHECK(open_ && spent.size() == cells_.cells(), "tick ", time.tick,
             " settled out of turn, or by ", spent.size(), " cells of ",
             cells_.cells());
  open_ = false;
  Money paid;
  for (AccountTicked& row : rows_) {
    SOUK_CHECK(row.tick == time.tick, "tick ", row.tick, " settled as ",
               time.tick);
    const size_t i = row.advertiser;
    for (size_t cell = 0; cell < spent.size(); ++cell) {
      row.spent_micros += Collect(cell, i, spent[cell][i]).micros;
    }
    row.closing_micros = ledger_.balance(nodes_[i].purse).micros;
    if (i < advertisers_) paid += Money(row.spent_micros);
  }
  if (contracts_) contract_rows_ = contracts_->Settle(time, contracts, paid);
  if (reports_) reports_->CloseTick(time, spent);
  if (planners_) planners_->CloseTick(tallies);
  ledger_.CheckBalanced();
}

Money AdvertisersDesk::Collect(size_t cell, size_t node, Money spent) {
  const Purses& purses = nodes_[node];
  if (!purses.plan.limited()) {
    ledger_.Move(purses.purse, purses.payee, spent);
    return spent;
  }
  if (reports_) {
    const Money paid = std::min(spent, ledger_.balance(purses.purse));
    ledger_.Move(purses.purse, purses.payee, paid);
    return paid;
  }
  const Account from = purses.first_lease + static_cast<Account>(cell);
  SOUK_CHECK(spent <= ledger_.balance(from), "cell ", cell, " spent ", spent,
             " of budget node ", node, ", its lease was ",
             ledger_.balance(from));
  ledger_.Move(from, purses.payee, spent);
  ledger_.Move(from, purses.purse, ledger_.balance(from));
  return spent;
}

std::vector<AccountTicked> AdvertisersDesk::Accounts() const {
  const size_t rows = std::min(advertisers_, rows_.size());
  return {rows_.begin(), rows_.begin() + static_cast<ptrdiff_t>(rows)};
}

std::vector<Money> AdvertisersDesk::remaining_today() const {
  std::vector<Money> remaining(nodes_.size(), market::kNoLimit);
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (!nodes_[i].plan.limited()) continue;
    remaining[i] = open_ ? Money(rows_[i].leased_micros) : LeftForLeases(i);
  }
  return remaining;
}

void AdvertisersDesk::Save(market::ArchiveWriter& out) const {
  SOUK_CHECK(!open_, "a tick is saved when it is settled");
  ledger_.Save(out);
  out.Put(rows_);
  out.Put(day_);
  if (reports_) reports_->Save(out);
  if (contracts_) contracts_->Save(out);
  if (planners_) planners_->Save(out);
}

void AdvertisersDesk::Load(market::ArchiveReader& in) {
  Ledger ledger;
  ledger.Load(in);
  std::vector<AccountTicked> rows;
  std::vector<Money> day;
  in.Get(rows);
  in.Get(day);
  // Bytes of another scenario: the caller sees that from the reader or the
  // digest; this desk stays whole.
  if (ledger.accounts() != ledger_.accounts() || day.size() != day_.size()) {
    return;
  }
  ledger_ = std::move(ledger);
  rows_ = std::move(rows);
  day_ = std::move(day);
  if (reports_) reports_->Load(in);
  if (contracts_) contracts_->Load(in);
  if (planners_) planners_->Load(in);
  open_ = false;
}

}  // namespace souk::agents
