#include "market/contracts/page_choice.h"

#include <algorithm>
#include <cmath>

#include "market/check.h"
#include "market/mechanisms/assignment.h"

namespace souk::market {
namespace {

/// Sums of the same values in another order may differ by so much.
constexpr double kRounding = 1 + 1e-12;
/// The largest value of an assignment, on a grid of whole numbers.
constexpr double kGrid = 0x1p45;

}  // namespace

std::span<const uint32_t> PageChoice::Choose(const PageOffers& offers) {
  SOUK_CHECK(offers.auction.size() == offers.slots &&
                 offers.offer.size() == offers.slots * offers.contracts,
             offers.offer.size(), " offers of ", offers.contracts,
             " contracts for ", offers.slots, " slots");
  chosen_.assign(offers.slots, kNone);
  FindContested(offers);
  if (contested_.empty()) return chosen_;
  if (contested_.size() > kTried) {
    Assign(offers);
    return chosen_;
  }
  GatherBidders(offers);
  best_ = -1;
  Try(0, 0);
  for (size_t n = 0; n < contested_.size(); ++n) {
    chosen_[contested_[n]] = best_rows_[n];
  }
  return chosen_;
}

void PageChoice::FindContested(const PageOffers& offers) {
  contested_.clear();
  for (uint32_t k = 0; k < offers.slots; ++k) {
    for (size_t j = 0; j < offers.contracts; ++j) {
      if (offers.at(j, k) <= offers.auction[k]) continue;
      contested_.push_back(k);
      break;
    }
  }
}

/// A contract that is not among the n best of a slot can be replaced there by
/// one of them that the other n - 1 slots do not show.
void PageChoice::GatherBidders(const PageOffers& offers) {
  const size_t keep = contested_.size();
  for (size_t n = 0; n < keep; ++n) {
    Contest& contest = contests_[n];
    const size_t k = contested_[n];
    size_t size = 0;
    for (uint32_t j = 0; j < offers.contracts; ++j) {
      const double value = offers.at(j, k);
      if (value <= offers.auction[k]) continue;
      if (size == keep && value <= contest.bidders[size - 1].value) continue;
      size_t place = size == keep ? size - 1 : size++;
      for (; place > 0 && contest.bidders[place - 1].value < value; --place) {
        contest.bidders[place] = contest.bidders[place - 1];
      }
      contest.bidders[place] = {value, j};
    }
    contest.bidders[size] = {offers.auction[k], kNone};
    contest.size = size + 1;
  }
  bound_[keep] = 0;
  for (size_t n = keep; n-- > 0;) {
    bound_[n] = contests_[n].bidders[0].value + bound_[n + 1];
  }
}

void PageChoice::Try(size_t n, double value) {
  if ((value + bound_[n]) * kRounding < best_) return;
  if (n == contested_.size()) {
    TakeIfBetter(value);
    return;
  }
  const Contest& contest = contests_[n];
  for (size_t b = 0; b < contest.size; ++b) {
    const Bidder& bidder = contest.bidders[b];
    const auto above = rows_.begin() + static_cast<ptrdiff_t>(n);
    if (bidder.row != kNone &&
        std::find(rows_.begin(), above, bidder.row) != above) {
      continue;
    }
    rows_[n] = bidder.row;
    Try(n + 1, value + bidder.value);
  }
}

void PageChoice::TakeIfBetter(double value) {
  if (value < best_) return;
  // kNone + 1 = 0: the auction goes first.
  const auto goes_before = [](uint32_t a, uint32_t b) { return a + 1 < b + 1; };
  const auto end = static_cast<ptrdiff_t>(contested_.size());
  if (value > best_ ||
      std::lexicographical_compare(rows_.begin(), rows_.begin() + end,
                                   best_rows_.begin(), best_rows_.begin() + end,
                                   goes_before)) {
    best_ = value;
    best_rows_ = rows_;
  }
}

/// Candidate n < contested slots: the auction in contest n; then contracts.
/// One step is added to every value, so that a slot never stays empty.
void PageChoice::Assign(const PageOffers& offers) {
  const size_t n = contested_.size();
  AssignmentValues values = {
      n, n + offers.contracts, {}, AssignmentTies::kLowestNumber};
  values.value.resize(n * values.candidates);
  const double largest = *std::ranges::max_element(offers.offer);
  const double scale = kGrid / largest;
  for (size_t s = 0; s < n; ++s) {
    const size_t k = contested_[s];
    const auto row =
        values.value.begin() + static_cast<ptrdiff_t>(s * values.candidates);
    const auto whole = [scale](double value) {
      return 1 + static_cast<int64_t>(std::floor(value * scale + 0.5));
    };
    row[static_cast<ptrdiff_t>(s)] = whole(offers.auction[k]);
    for (size_t j = 0; j < offers.contracts; ++j) {
      const double value = offers.at(j, k);
      if (value <= offers.auction[k]) continue;
      row[static_cast<ptrdiff_t>(n + j)] = whole(value);
    }
  }
  const Assignment found = BestAssignment(values);
  for (size_t s = 0; s < n; ++s) {
    const size_t candidate = found.candidate[s];
    if (candidate >= n) {
      chosen_[contested_[s]] = static_cast<uint32_t>(candidate - n);
    }
  }
}

double PageChoice::BestLeftOut(const PageOffers& offers, size_t slot) const {
  double best = 0;
  for (uint32_t j = 0; j < offers.contracts; ++j) {
    if (offers.at(j, slot) <= best) continue;
    if (std::ranges::find(chosen_, j) == chosen_.end()) {
      best = offers.at(j, slot);
    }
  }
  return best;
}

}  // namespace souk::market
