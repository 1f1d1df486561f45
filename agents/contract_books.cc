#include "agents/contract_books.h"

#include <algorithm>
#include <utility>

#include "market/check.h"

namespace souk::agents {

using market::ContractSpec;
using market::ContractTicked;
using market::Ledger;
using market::Money;
using market::TickTime;

std::vector<BookedContract> BookAll(const market::ContractsSpec& contracts) {
  std::vector<BookedContract> booked;
  for (const ContractSpec& contract : contracts.contracts) {
    booked.push_back({contract.goal, contract.price});
  }
  return booked;
}

ContractBooks::ContractBooks(const market::MarketSpec& spec,
                             const std::vector<BookedContract>& booked)
    : contracts_(spec.contracts.contracts),
      calendar_(spec.calendar),
      hours_(spec.calendar.ticks_per_day),
      accounts_(contracts_.size()),
      rows_(contracts_.size()),
      has_row_(contracts_.size()) {
  SOUK_CHECK(booked.size() == contracts_.size(), booked.size(), " booked of ",
             contracts_.size(), " contracts");
  ledger_.Open(Ledger::Kind::kSource);  // the platform
  for (size_t i = 0; i < contracts_.size(); ++i) {
    accounts_[i].goal = booked[i].goal;
    accounts_[i].price = booked[i].price;
    ledger_.Open(Ledger::Kind::kSource);
    ledger_.Open(Ledger::Kind::kPurse);
  }
}

int64_t ContractBooks::missing(size_t contract) const {
  return accounts_[contract].goal - accounts_[contract].delivered;
}

uint32_t ContractBooks::end_tick(size_t contract, uint32_t now) const {
  const ContractSpec& spec = contracts_[contract];
  const uint32_t end = now < spec.end_tick
                           ? spec.end_tick
                           : spec.end_tick + spec.make_good_ticks;
  return std::min(end, calendar_.ticks());
}

int64_t ContractBooks::MostNow(size_t contract) const {
  if (!running(contract)) return 0;
  const market::DeliveryBounds& bounds = contracts_[contract].bounds;
  const Account& account = accounts_[contract];
  return std::max<int64_t>(
      0, std::min({missing(contract), bounds.day_ceiling - account.today,
                   bounds.hour_ceiling - account.this_hour}));
}

void ContractBooks::OpenTick(TickTime time) {
  const bool new_hour =
      time.tick == 0 || hours_.Of(time.tick) != hours_.Of(time.tick - 1);
  rows_.assign(rows_.size(), ContractTicked());
  has_row_.assign(has_row_.size(), 0);
  for (size_t i = 0; i < size(); ++i) {
    Account& account = accounts_[i];
    if (time.first_of_day()) account.today = 0;
    if (new_hour) account.this_hour = 0;
    rows_[i].tick = time.tick;
    rows_[i].contract = static_cast<uint32_t>(i);
    if (account.phase == Phase::kWaiting &&
        time.tick >= contracts_[i].first_tick) {
      Start(i);
    }
    const auto& cancelled = contracts_[i].cancelled_at;
    if (owed(i) && cancelled && time.tick >= *cancelled) {
      account.goal = account.delivered;
      ReturnAdvance(i);
      account.phase = Phase::kEnded;
      has_row_[i] = 1;
    }
    if (running(i)) has_row_[i] = 1;
  }
}

void ContractBooks::Start(size_t contract) {
  accounts_[contract].phase = Phase::kRunning;
  ledger_.Move(Payer(contract), Advance(contract),
               accounts_[contract].price * accounts_[contract].goal);
}

void ContractBooks::ReturnAdvance(size_t contract) {
  const Money rest = ledger_.balance(Advance(contract));
  ledger_.Move(Advance(contract), Payer(contract), rest);
  rows_[contract].returned_micros = rest.micros;
}

void ContractBooks::Finish(size_t contract) {
  ReturnAdvance(contract);
  const Money penalty = contracts_[contract].shortage_price * missing(contract);
  ledger_.Move(kPlatform, Payer(contract), penalty);
  rows_[contract].penalty_micros = penalty.micros;
  accounts_[contract].phase = Phase::kEnded;
}

void ContractBooks::CloseTick(TickTime time,
                              std::span<const int64_t> delivered) {
  for (size_t i = 0; i < size(); ++i) {
    if (!running(i)) continue;
    Account& account = accounts_[i];
    SOUK_CHECK(delivered[i] >= 0 && delivered[i] <= MostNow(i), "contract '",
               contracts_[i].name, "' delivered ", delivered[i],
               " impressions in tick ", time.tick, ", at most ", MostNow(i),
               " were leased");
    account.delivered += delivered[i];
    account.today += delivered[i];
    account.this_hour += delivered[i];
    const Money earned = account.price * delivered[i];
    ledger_.Move(Advance(i), kPlatform, earned);
    ContractTicked& row = rows_[i];
    row.delivered = delivered[i];
    row.earned_micros = earned.micros;
    row.missing = missing(i);
    const bool last = time.tick + 1 == calendar_.ticks();
    const uint32_t next = time.tick + 1;
    const bool over = missing(i) == 0 ? next >= contracts_[i].end_tick
                                      : next >= end_tick(i, next);
    if (over || last) Finish(i);
  }
  ledger_.CheckBalanced();
}

const ContractTicked* ContractBooks::row(size_t contract) const {
  return has_row_[contract] != 0 ? &rows_[contract] : nullptr;
}

void ContractBooks::Save(market::ArchiveWriter& out) const {
  out.Put(accounts_);
  ledger_.Save(out);
}

void ContractBooks::Load(market::ArchiveReader& in) {
  std::vector<Account> accounts;
  Ledger ledger;
  in.Get(accounts);
  ledger.Load(in);
  // Bytes of another scenario: seen by the caller; the books stay whole.
  if (accounts.size() != accounts_.size() ||
      ledger.accounts() != ledger_.accounts()) {
    return;
  }
  accounts_ = std::move(accounts);
  ledger_ = std::move(ledger);
}

}  // namespace souk::agents
