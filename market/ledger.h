// Double-entry accounts: money moves, it is never made.
//
// Every movement debits one account and credits another by the same amount, so
// the balances always sum to zero. An account may not fall below zero unless
// it was opened as a source (the outside world, or an advertiser without a
// budget limit). A breach is a broken invariant and stops the program with the
// movement and the balances before it.
#pragma once

#include <cstdint>
#include <vector>

#include "market/archive.h"
#include "market/money.h"

namespace souk::market {

class Ledger {
 public:
  using Account = uint32_t;
  enum class Kind : uint8_t { kPurse, kSource };

  /// Accounts are numbered 0, 1, 2, ... in order of opening.
  Account Open(Kind kind);
  /// Moves `amount` >= 0 from one account to another.
  void Move(Account from, Account to, Money amount) {
    if (!Allows(from, to, amount)) [[unlikely]]
      Refuse(from, to, amount);
    balance_[from] -= amount;
    balance_[to] += amount;
    debits_ += static_cast<uint64_t>(amount.micros);
    credits_ += static_cast<uint64_t>(amount.micros);
  }
  Money balance(Account account) const { return balance_[account]; }
  size_t accounts() const { return balance_.size(); }
  /// Recomputes: credit equals debit, and no purse is below zero.
  void CheckBalanced() const;

  void Save(ArchiveWriter& out) const;
  void Load(ArchiveReader& in);

 private:
  bool Allows(Account from, Account to, Money amount) const {
    return from < accounts() && to < accounts() && amount.micros >= 0 &&
           (kind_[from] == Kind::kSource || balance_[from] >= amount);
  }
  /// Stops the program.
  [[noreturn]] void Refuse(Account from, Account to, Money amount) const;

  std::vector<Money> balance_;
  std::vector<Kind> kind_;
  // Modulo 2^64, as only their equality counts: a turnover grows for ever.
  uint64_t debits_ = 0;
  uint64_t credits_ = 0;
};

}  // namespace souk::market
