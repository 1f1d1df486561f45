#include "market/contracts/clipped_sum.h"

#include <algorithm>

#include "market/check.h"

namespace souk::market {

double ClippedPiece::At(double z) const {
  return weight * std::min(cap, std::max(0.0, start + slope * z));
}

void ClippedSum::Add(const ClippedPiece& piece) {
  if (piece.weight > 0 && piece.cap > 0) pieces_.push_back(piece);
}

double ClippedSum::At(double z) const {
  double sum = 0;
  for (const ClippedPiece& piece : pieces_) sum += piece.At(z);
  return sum;
}

void ClippedSum::SortCorners() {
  corners_.clear();
  uint32_t order = 0;
  for (const ClippedPiece& piece : pieces_) {
    const double gain = piece.weight * piece.slope;
    corners_.push_back({-piece.start / piece.slope, order, gain});
    if (piece.cap < kInfinity) {
      corners_.push_back(
          {(piece.cap - piece.start) / piece.slope, order + 1, -gain});
    }
    order += 2;
  }
  std::ranges::sort(corners_, [](const Corner& a, const Corner& b) {
    return a.z != b.z ? a.z < b.z : a.order < b.order;
  });
}

std::optional<double> ClippedSum::Root(double target) {
  SOUK_CHECK(target > 0, "a sum of clipped pieces was to reach ", target);
  SortCorners();
  double value = 0, slope = 0;
  size_t rising = 0;
  for (size_t c = 0; c < corners_.size(); ++c) {
    const Corner& corner = corners_[c];
    slope += corner.slope;
    rising += corner.order % 2 == 0 ? 1 : -1;
    if (rising == 0) {  // exactly flat, whatever rounding has left
      slope = 0;
      continue;
    }
    const double next = c + 1 < corners_.size() ? corners_[c + 1].z : kInfinity;
    const double end =
        next == corner.z ? value : value + slope * (next - corner.z);
    if (end >= target) {
      return std::min(next, corner.z + (target - value) / slope);
    }
    value = end;
  }
  return std::nullopt;
}

}  // namespace souk::market
