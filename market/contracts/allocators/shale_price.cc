#include "market/contracts/allocators/shale_price.h"

#include <algorithm>

#include "market/contracts/allocators/service.h"

namespace souk::market {

ClippedPiece Wish(const ContractDual& dual, double at) {
  return {.start = dual.theta * (1 + at / dual.evenness),
          .slope = dual.theta / dual.evenness};
}

double StageOneCap(const SupplyType& type) {
  return OpenSlots(type) > 1 ? LargestPart(type) : kInfinity;
}

double PriceOfType(const SupplyType& type, std::span<const ContractDual> duals,
                   TierPart open, ClippedSum& wanted) {
  if (open.left <= 0) return 0;
  wanted.Clear();
  for (const SupplyEdge& edge : type.edges) {
    const ContractDual& dual = duals[edge.contract];
    if (dual.tier != open.tier || dual.theta <= 0) continue;
    ClippedPiece piece = Wish(dual, dual.alpha);
    piece.slope /= edge.match;
    piece.cap = StageOneCap(type);
    wanted.Add(piece);
  }
  if (wanted.At(0) <= open.left) return 0;
  return std::max(0.0, -wanted.Root(open.left).value_or(0));
}

}  // namespace souk::market
