#include "market/ledger.h"

#include <cstdlib>

#include "market/check.h"

namespace souk::market {

Ledger::Account Ledger::Open(Kind kind) {
  SOUK_CHECK(balance_.size() < UINT32_MAX, "too many accounts");
  balance_.emplace_back();
  kind_.push_back(kind);
  return static_cast<Account>(balance_.size() - 1);
}

void Ledger::Refuse(Account from, Account to, Money amount) const {
  SOUK_CHECK(from < accounts() && to < accounts(), "ledger: move of ", amount,
             " from account ", from, " to ", to, ", but only ", accounts(),
             " accounts are open");
  SOUK_CHECK(amount.micros >= 0, "ledger: move of ", amount, " from account ",
             from, " to ", to);
  SOUK_CHECK(balance_[from] >= amount, "ledger: move of ", amount,
             " from account ", from, " (holds ", balance_[from], ") to ", to,
             " (holds ", balance_[to], ")");
  std::abort();  // not reached: one of them failed
}

void Ledger::CheckBalanced() const {
  SOUK_CHECK(debits_ == credits_, "ledger: debits of ", debits_,
             ", credits of ", credits_);
  // Wide, so that no order of large balances overflows on the way to zero.
  __extension__ __int128 sum = 0;
  for (size_t i = 0; i < balance_.size(); ++i) {
    SOUK_CHECK(kind_[i] == Kind::kSource || balance_[i].micros >= 0,
               "ledger: purse ", i, " holds ", balance_[i]);
    sum += balance_[i].micros;
  }
  SOUK_CHECK(sum == 0, "ledger: balances are off by ",
             static_cast<int64_t>(sum), " micros");
}

void Ledger::Save(ArchiveWriter& out) const {
  out.Put(balance_);
  out.Put(kind_);
  out.Put(debits_);
  out.Put(credits_);
}

void Ledger::Load(ArchiveReader& in) {
  in.Get(balance_);
  in.Get(kind_);
  in.Get(debits_);
  in.Get(credits_);
  if (kind_.size() != balance_.size()) {
    in.Fail();
    *this = Ledger();
  }
}

}  // namespace souk::market
