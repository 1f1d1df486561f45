#include "agents/advertisers_desk.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace souk::agents {
namespace {

using market::AccountTicked;
using market::Ledger;
using market::Money;

constexpr int64_t kWhole = int64_t{1} << 52;

/// Shares of cells 0..i as fixed-point numbers; the last is kWhole.
std::vector<int64_t> Cumulative(const std::vector<double>& share) {
  double total = 0;
  for (const double part : share) {
    SOUK_CHECK(part > 0, "a cell with a share of ", part);
    total += part;
  }
  std::vector<int64_t> until;
  double sum = 0;
  for (const double part : share) {
    sum += part;
    until.push_back(static_cast<int64_t>(
        std::floor(sum / total * static_cast<double>(kWhole))));
  }
  until.back() = kWhole;
  return until;
}

/// floor(amount * until / kWhole), exact.
Money PartUntil(Money amount, int64_t until) {
  __extension__ using Wide = __int128;
  return Money(
      static_cast<int64_t>(static_cast<Wide>(amount.micros) * until / kWhole));
}

}  // namespace

AdvertisersDesk::AdvertisersDesk(const market::MarketSpec& spec,
                                 const std::vector<double>& cell_share)
    : share_until_(Cumulative(cell_share)) {
  outside_ = ledger_.Open(Ledger::Kind::kSource);
  revenue_ = ledger_.Open(Ledger::Kind::kPurse);
  for (const market::AdvertiserSpec& advertiser : spec.advertisers) {
    budget_.push_back(advertiser.daily_budget);
    purse_.push_back(ledger_.Open(advertiser.daily_budget
                                      ? Ledger::Kind::kPurse
                                      : Ledger::Kind::kSource));
    first_lease_.push_back(static_cast<Account>(ledger_.accounts()));
    if (!advertiser.daily_budget) continue;
    for (size_t cell = 0; cell < share_until_.size(); ++cell) {
      ledger_.Open(Ledger::Kind::kPurse);
    }
  }
}

AdvertisersDesk::Account AdvertisersDesk::lease(size_t cell,
                                                size_t advertiser) const {
  return first_lease_[advertiser] + static_cast<Account>(cell);
}

std::vector<CellLease> AdvertisersDesk::Grant(market::TickTime time) {
  SOUK_CHECK(!open_, "tick ", time.tick, " opened before the last was settled");
  open_ = true;
  rows_.clear();
  const CellLease unlimited{
      std::vector<Money>(budget_.size(), market::kNoLimit)};
  std::vector<CellLease> leases(share_until_.size(), unlimited);
  for (size_t i = 0; i < budget_.size(); ++i) {
    AccountTicked& row = rows_.emplace_back();
    row.tick = time.tick;
    row.advertiser = static_cast<uint32_t>(i);
    row.opening_micros = ledger_.balance(purse_[i]).micros;
    if (!limited(i)) continue;
    if (time.first_of_day()) FundDay(i, row);
    row.leased_micros = ledger_.balance(purse_[i]).micros;
    Lease(i, leases);
  }
  return leases;
}

void AdvertisersDesk::FundDay(size_t advertiser, AccountTicked& row) {
  const Money rest = ledger_.balance(purse_[advertiser]);
  ledger_.Move(purse_[advertiser], outside_, rest);
  ledger_.Move(outside_, purse_[advertiser], *budget_[advertiser]);
  row.expired_micros = rest.micros;
  row.funded_micros = budget_[advertiser]->micros;
}

void AdvertisersDesk::Lease(size_t advertiser, std::vector<CellLease>& leases) {
  const Money all = ledger_.balance(purse_[advertiser]);
  Money before;
  for (size_t cell = 0; cell < leases.size(); ++cell) {
    const Money until = PartUntil(all, share_until_[cell]);
    const Money part = until - before;
    before = until;
    ledger_.Move(purse_[advertiser], lease(cell, advertiser), part);
    leases[cell].granted[advertiser] = part;
  }
}

void AdvertisersDesk::Settle(market::TickTime time,
                             std::span<const std::vector<Money>> spent) {
  SOUK_CHECK(open_ && spent.size() == share_until_.size(), "tick ", time.tick,
             " settled out of turn, or by ", spent.size(), " cells of ",
             share_until_.size());
  open_ = false;
  for (AccountTicked& row : rows_) {
    SOUK_CHECK(row.tick == time.tick, "tick ", row.tick, " settled as ",
               time.tick);
    const size_t i = row.advertiser;
    for (size_t cell = 0; cell < spent.size(); ++cell) {
      Collect(cell, i, spent[cell][i]);
      row.spent_micros += spent[cell][i].micros;
    }
    row.closing_micros = ledger_.balance(purse_[i]).micros;
  }
  ledger_.CheckBalanced();
}

void AdvertisersDesk::Collect(size_t cell, size_t advertiser, Money spent) {
  if (!limited(advertiser)) {
    ledger_.Move(purse_[advertiser], revenue_, spent);
    return;
  }
  const Account from = lease(cell, advertiser);
  SOUK_CHECK(spent <= ledger_.balance(from), "cell ", cell, " spent ", spent,
             " of advertiser ", advertiser, ", its lease was ",
             ledger_.balance(from));
  ledger_.Move(from, revenue_, spent);
  ledger_.Move(from, purse_[advertiser], ledger_.balance(from));
}

std::vector<Money> AdvertisersDesk::remaining_today() const {
  std::vector<Money> remaining(budget_.size(), market::kNoLimit);
  for (size_t i = 0; i < budget_.size(); ++i) {
    if (!limited(i)) continue;
    remaining[i] =
        open_ ? Money(rows_[i].leased_micros) : ledger_.balance(purse_[i]);
  }
  return remaining;
}

void AdvertisersDesk::Save(market::ArchiveWriter& out) const {
  SOUK_CHECK(!open_, "a tick is saved when it is settled");
  ledger_.Save(out);
  out.Put(rows_);
}

void AdvertisersDesk::Load(market::ArchiveReader& in) {
  Ledger ledger;
  ledger.Load(in);
  std::vector<AccountTicked> rows;
  in.Get(rows);
  // Bytes of another scenario: the caller sees that from the reader or the
  // digest; this desk stays whole.
  if (ledger.accounts() != ledger_.accounts()) return;
  ledger_ = std::move(ledger);
  rows_ = std::move(rows);
  open_ = false;
}

}  // namespace souk::agents
