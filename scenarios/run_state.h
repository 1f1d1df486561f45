// The state of a run between two ticks: what a checkpoint holds. A run that
// was started by one runtime can be continued by any other.
#pragma once

#include <string>
#include <vector>

#include "market/archive.h"

namespace souk::scenarios {

/// By cell, each the bytes that Save of the kernel wrote.
struct CellStates {
  std::vector<std::string> users;
  std::vector<std::string> platforms;
};

struct RunState {
  uint32_t next_tick = 0;
  std::string advertisers;  ///< the bytes that Save of the desk wrote
  std::string bidders;
  CellStates cells;

  void Save(market::ArchiveWriter& out) const {
    out.Put(next_tick);
    out.Put(advertisers);
    out.Put(bidders);
    out.Put(static_cast<uint64_t>(cells.users.size()));
    for (const std::string& bytes : cells.users) out.Put(bytes);
    for (const std::string& bytes : cells.platforms) out.Put(bytes);
  }
  void Load(market::ArchiveReader& in) {
    in.Get(next_tick);
    in.Get(advertisers);
    in.Get(bidders);
    uint64_t count = 0;
    in.Get(count);
    cells = {};
    for (auto* column : {&cells.users, &cells.platforms}) {
      for (uint64_t cell = 0; in.ok() && cell < count; ++cell) {
        in.Get(column->emplace_back());
      }
    }
  }
};

/// The bytes that `kernel` saves.
template <class Kernel>
std::string SavedBytes(const Kernel& kernel) {
  market::ArchiveWriter out;
  kernel.Save(out);
  return out.Take();
}

/// Restores `kernel`; false if the bytes are not what it saves.
template <class Kernel>
bool RestoreFrom(const std::string& bytes, Kernel& kernel) {
  market::ArchiveReader in(bytes);
  kernel.Load(in);
  return in.done();
}

}  // namespace souk::scenarios
