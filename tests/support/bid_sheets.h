// Bid sheets as bytes and back, and what makes two of them the same.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <string>

#include "agents/bid_sheet_bytes.h"

namespace souk::tests {

inline std::string BytesOf(const market::BidSheet& bids) {
  market::ArchiveWriter out;
  agents::SaveBids(bids, out);
  return out.bytes();
}

/// Of the first lines; none if the bytes are not exactly a sheet.
inline market::BidSheet SheetOf(const std::string& bytes,
                                agents::BidSheetReader& reader,
                                uint32_t lines = 1) {
  market::ArchiveReader in(bytes);
  market::BidSheet bids = reader.Read(in, {0, lines});
  return in.done() ? bids : market::BidSheet();
}

inline void ExpectSameBits(double a, double b) {
  EXPECT_EQ(std::bit_cast<uint64_t>(a), std::bit_cast<uint64_t>(b))
      << a << " and " << b;
}

/// All but what their curves bid.
inline void ExpectSameRule(const market::BidFunction& a,
                           const market::BidFunction& b) {
  for (const auto number :
       {&market::LinearBid::constant, &market::LinearBid::click,
        &market::LinearBid::conversion, &market::LinearBid::click_conversion,
        &market::LinearBid::step, &market::LinearBid::factor,
        &market::LinearBid::min, &market::LinearBid::max}) {
    ExpectSameBits(a.linear.*number, b.linear.*number);
  }
  EXPECT_EQ(a.linear.whole_steps, b.linear.whole_steps);
  ExpectSameBits(a.watch_share, b.watch_share);
  ASSERT_EQ(a.curve == nullptr, b.curve == nullptr);
  if (a.curve) {
    EXPECT_EQ(a.curve->draws(), b.curve->draws());
  }
}

inline void ExpectSameBid(const market::BidFunction& a,
                          const market::BidFunction& b,
                          const market::Observation& seen) {
  ExpectSameBits(a(seen), b(seen));
}

}  // namespace souk::tests
