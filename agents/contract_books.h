// The books of contracts: what is owed, what was delivered, who paid for it.
//
// Money moves in a ledger of its own:
//
//   first tick of the window   advertiser -> advance    goal x price
//   every tick                 advance -> platform      delivered x price
//   the end, or cancellation   advance -> advertiser    the rest
//   the end                    platform -> advertiser   missing x
//                                                       shortage price
//
// A contract whose window ends with impressions missing goes on for its make-
// good ticks, at most until the run ends. Cancelled contracts owe nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/contracts/hours.h"
#include "market/events.h"
#include "market/ledger.h"
#include "market/market_spec.h"

namespace souk::agents {

/// What was agreed on when a contract was booked.
struct BookedContract {
  int64_t goal = 0;     ///< impressions, at most what the contract asked for
  market::Money price;  ///< of one
};

/// Everybody gets what the scenario says.
std::vector<BookedContract> BookAll(const market::ContractsSpec& contracts);

class ContractBooks {
 public:
  /// `booked`: by contract.
  ContractBooks(const market::MarketSpec& spec,
                const std::vector<BookedContract>& booked);

  size_t size() const { return contracts_.size(); }
  /// Starts what begins, returns the advance of what is cancelled.
  void OpenTick(market::TickTime time);
  /// Books what was delivered, by contract, and ends what is over.
  void CloseTick(market::TickTime time, std::span<const int64_t> delivered);

  /// Whether the contract may be served in the tick that is open.
  bool running(size_t contract) const {
    return accounts_[contract].phase == Phase::kRunning;
  }
  /// Whether it runs or will run.
  bool owed(size_t contract) const {
    return accounts_[contract].phase <= Phase::kRunning;
  }
  int64_t goal(size_t contract) const { return accounts_[contract].goal; }
  int64_t delivered(size_t contract) const {
    return accounts_[contract].delivered;
  }
  int64_t missing(size_t contract) const;
  /// First tick behind the window, or behind the make-good ticks if it is
  /// already among them.
  uint32_t end_tick(size_t contract, uint32_t now) const;
  /// Most that may be delivered in the tick that is open: what is missing,
  /// within the ceilings of hour and day.
  int64_t MostNow(size_t contract) const;
  int64_t delivered_today(size_t contract) const {
    return accounts_[contract].today;
  }
  int64_t delivered_this_hour(size_t contract) const {
    return accounts_[contract].this_hour;
  }
  /// The contract's part of its row for the tick that was closed: earned,
  /// returned, penalty, missing. Null if it had no part in the tick.
  const market::ContractTicked* row(size_t contract) const;

  /// State between ticks.
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  enum class Phase : uint32_t { kWaiting, kRunning, kEnded };
  using LedgerAccount = market::Ledger::Account;
  struct Account {
    Phase phase = Phase::kWaiting;
    uint32_t unused = 0;
    int64_t goal = 0;
    market::Money price;
    int64_t delivered = 0;
    int64_t today = 0;
    int64_t this_hour = 0;
  };

  static LedgerAccount Payer(size_t contract) {
    return static_cast<LedgerAccount>(1 + 2 * contract);
  }
  static LedgerAccount Advance(size_t contract) {
    return static_cast<LedgerAccount>(2 + 2 * contract);
  }
  void Start(size_t contract);
  void ReturnAdvance(size_t contract);
  void Finish(size_t contract);

  static constexpr LedgerAccount kPlatform = 0;

  const std::vector<market::ContractSpec>& contracts_;
  market::Calendar calendar_;
  market::Hours hours_;
  std::vector<Account> accounts_;
  market::Ledger ledger_;
  std::vector<market::ContractTicked> rows_;  // of the tick
  std::vector<uint8_t> has_row_;
};

}  // namespace souk::agents
