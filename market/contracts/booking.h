// Booking: how much of a contract can be promised, and what it should cost.
//
// A contract is accepted for the largest demand with which a plan by HWM, for
// it and for those booked before, leaves nobody short although only 0.9 of the
// forecast comes. Whole impressions, found by bisection: where more may be
// possible although less is not (the order of service changes with the
// demand), the end of the range that bisection meets counts.
//
//   price = base * (1 + scarcity)
//   scarcity = sum_i s_i q_ij beta_i / sum_i s_i q_ij
//
// over the contract's supply, q_ij the share of a type's page views that it
// may be shown on, beta_i SHALE's price of the type (allocators/shale.cc) in
// the unit of penalty, tiers or no tiers.
#pragma once

#include <cstdint>
#include <vector>

#include "market/contracts/allocator.h"
#include "market/money.h"

namespace souk::market {

/// The part of the forecast that bookings count on.
inline constexpr double kBookedForecast = 0.9;

/// The largest demand of `contract`, at most what `problem` says, with which
/// `hwm` leaves nobody short; 0 if the others fall short without it. All other
/// demands stay as they are.
int64_t LargestBooking(const AllocationProblem& problem, uint32_t contract,
                       const ContractAllocator& hwm);

/// By contract, what each gets when they book one after the other, by position,
/// and ask for what `problem` says.
std::vector<int64_t> BookInTurn(const AllocationProblem& problem,
                                const ContractAllocator& hwm);

/// How much the supply of `contract` is in demand, >= 0; `shale` plans the
/// whole problem as it stands. 0 without supply.
double Scarcity(const AllocationProblem& problem, uint32_t contract,
                const ContractAllocator& shale);

inline Money BookingPrice(Money base, double scarcity) {
  return RoundNearest(static_cast<double>(base.micros) * (1 + scarcity));
}

}  // namespace souk::market
