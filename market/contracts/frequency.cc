#include "market/contracts/frequency.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "market/check.h"
#include "market/random.h"
#include "market/vector_math.h"

namespace souk::market {

/// A probability that changes no sum that it is added to.
constexpr double kNegligible = 1e-30;

double UsableShare(double mean, uint32_t times) {
  SOUK_CHECK(mean > 0 && times >= 1, "a cap of ", times, " for ", mean,
             " page views");
  // E[min(N, f)] = sum over n = 1 .. f of P(N >= n).
  double at = Exp(-mean);  // P(N = n)
  double below = at;       // P(N <= n)
  double kept = 0;
  for (uint32_t n = 1; n <= times; ++n) {
    const double more = 1 - below;
    if (more <= 0 || (n > mean && at < kNegligible)) break;
    kept += more;
    at *= mean / n;
    below += at;
  }
  return std::min(1.0, kept / mean);
}

FrequencyCounts::FrequencyCounts(std::span<const ContractSpec> contracts) {
  for (const ContractSpec& one : contracts) caps_.push_back(one.frequency);
}

void FrequencyCounts::OpenTick(TickTime time) {
  if (!time.first_of_day() || used_ == 0) return;
  const auto over = [&](const Entry& entry) {
    return entry.count == 0 || time.day() % caps_[entry.contract].days == 0;
  };
  if (std::ranges::none_of(table_, [&](const Entry& entry) {
        return entry.count != 0 && over(entry);
      })) {
    return;
  }
  std::vector<Entry> kept = std::exchange(table_, {});
  std::erase_if(kept, over);
  used_ = 0;
  for (const Entry& entry : kept) AddCount(entry);
}

size_t FrequencyCounts::PlaceOf(uint64_t user, uint32_t contract) const {
  const size_t mask = table_.size() - 1;
  size_t at = Mix(user ^ Mix(contract)) & mask;
  while (table_[at].count != 0 &&
         (table_[at].user != user || table_[at].contract != contract)) {
    at = (at + 1) & mask;
  }
  return at;
}

uint32_t FrequencyCounts::Count(uint64_t user, uint32_t contract) const {
  return table_.empty() ? 0 : table_[PlaceOf(user, contract)].count;
}

void FrequencyCounts::Rebuild(size_t places) {
  const std::vector<Entry> old =
      std::exchange(table_, std::vector<Entry>(places));
  for (const Entry& entry : old) {
    if (entry.count != 0) table_[PlaceOf(entry.user, entry.contract)] = entry;
  }
}

void FrequencyCounts::AddCount(const Entry& entry) {
  if (2 * (used_ + 1) > table_.size()) {
    Rebuild(std::max<size_t>(64, 2 * table_.size()));
  }
  Entry& place = table_[PlaceOf(entry.user, entry.contract)];
  if (place.count == 0) ++used_;
  place.user = entry.user;
  place.contract = entry.contract;
  place.count += entry.count;
}

void FrequencyCounts::Add(uint64_t user, uint32_t contract) {
  if (caps_[contract].times != 0) AddCount({user, contract, 1});
}

void FrequencyCounts::Save(ArchiveWriter& out) const {
  std::vector<Entry> entries;
  for (const Entry& entry : table_) {
    if (entry.count != 0) entries.push_back(entry);
  }
  std::ranges::sort(entries, {}, [](const Entry& entry) {
    return std::pair(entry.user, entry.contract);
  });
  out.Put(entries);
}

void FrequencyCounts::Load(ArchiveReader& in) {
  std::vector<Entry> entries;
  in.Get(entries);
  table_.clear();
  used_ = 0;
  for (const Entry& entry : entries) {
    if (entry.contract >= caps_.size() || entry.count == 0) return in.Fail();
    AddCount(entry);
  }
}

}  // namespace souk::market
