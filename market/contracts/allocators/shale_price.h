// The price of supply in SHALE: beta_i, by the alphas of who competes for it.
#pragma once

#include <span>

#include "market/contracts/allocator.h"
#include "market/contracts/clipped_sum.h"

namespace souk::market {

/// g_ij(z + at) as a function of z (shale.cc).
ClippedPiece Wish(const ContractDual& dual, double at);

/// Once on a page, where the slots alone do not see to it.
double StageOneCap(const SupplyType& type);

/// The part of a type that one tier may have.
struct TierPart {
  uint32_t tier = 0;
  double left = 1;
};

/// beta_i of the tier's contracts: what they want of the type at this price
/// fills what is left of it, or 0. `wanted` is scratch.
double PriceOfType(const SupplyType& type, std::span<const ContractDual> duals,
                   TierPart open, ClippedSum& wanted);

}  // namespace souk::market
