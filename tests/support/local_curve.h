// A bid curve of a test: it never leaves its process.
#pragma once

#include "market/bid_function.h"

namespace souk::tests {

class LocalCurve : public market::BidCurve {
 public:
  void Save(market::ArchiveWriter&) const override {}
  std::shared_ptr<const market::BidCurve> Loaded(
      market::ArchiveReader&) const override {
    return nullptr;
  }
};

}  // namespace souk::tests
