// Budgets: how much may be spent, and in what span of time.
//
// A budget node is whoever has a budget of its own: every advertiser (with or
// without a limit), and after them every campaign that has one, in order. A
// line pays from its advertiser's node, and within its campaign's allowance.
#pragma once

#include <algorithm>
#include <optional>

#include "market/money.h"
#include "market/observation.h"

namespace souk::market {

inline constexpr uint32_t kDaysPerWeek = 7;

/// Empty: no limit of that kind.
struct BudgetPlan {
  std::optional<Money> daily = {};
  std::optional<Money> weekly = {};  ///< of days 0 to 6, 7 to 13, ...
  std::optional<Money> total = {};   ///< of the whole run

  bool limited() const { return daily || weekly || total; }
  /// What an even spender counts on for one of `days` days: the least of the
  /// daily budget and the even parts of the others; kNoLimit if not limited.
  Money PerDay(uint32_t days) const {
    int64_t least = kNoLimit.micros;
    if (daily) least = std::min(least, daily->micros);
    if (weekly) least = std::min(least, weekly->micros / kDaysPerWeek);
    if (total) least = std::min(least, total->micros / days);
    return Money(least);
  }
};

}  // namespace souk::market
