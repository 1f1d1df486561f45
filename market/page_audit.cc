#include "market/page_audit.h"

#include <algorithm>
#include <cmath>

#include "market/expected_events.h"

namespace souk::market {
namespace {

constexpr uint64_t kMonotoneEvery = 64;
constexpr double kRounding = 1e-12;  // of sums over slots

/// Whether a place of the auction is a line; else it is the logged rival.
bool IsLine(const PageServing& serving, size_t place) {
  return place >= serving.first_line &&
         place < serving.first_line + serving.lines.size();
}

}  // namespace

void PageAudit::Report(const PageView& page, const std::string& sentence) {
  if (!fault_.empty()) return;
  fault_ = Concat("page view ", page.page, " of tick ", page.tick, ", cell ",
                  cell_.value, ", channel '",
                  spec_->channels[page.channel].name, "': ", sentence);
}

std::string PageAudit::NameOf(uint32_t line) const {
  return Concat("campaign '",
                spec_->campaigns[spec_->lines[line].campaign.index()].name,
                "'");
}

void PageAudit::Served(const PageServing& serving) {
  CheckSlots(serving);
  for (const Award& award : serving.outcome.awards()) {
    if (award.candidate < serving.auction.bid.size()) {
      CheckAward(serving, award);
    }
  }
  if (!fault_.empty()) return;
  CheckMoney(serving);
  // A cascade's events are not in proportion to slot weights.
  const bool weighs =
      !spec_->channels[serving.page.channel].traits.reads_as_cascade;
  if (weighs && serving.page.page % kMonotoneEvery == 0) CheckMonotone(serving);
}

void PageAudit::CheckSlots(const PageServing& serving) {
  const size_t slots = serving.auction.slot_weight.size();
  uint32_t before = 0;
  size_t in_slot = 0;
  for (const Award& award : serving.outcome.awards()) {
    if (award.candidate >= serving.auction.bid.size()) {
      Report(serving.page, Concat("an award to candidate ", award.candidate,
                                  " of ", serving.auction.bid.size()));
    }
    in_slot = award.slot == before ? in_slot + 1 : 1;
    if (award.slot >= slots || award.slot < before || in_slot > 2) {
      Report(serving.page, Concat("slot ", award.slot, " is awarded after ",
                                  before, ", of ", slots, " slots"));
    }
    before = award.slot;
  }
}

void PageAudit::CheckAward(const PageServing& serving, const Award& award) {
  if (!IsLine(serving, award.candidate)) return;
  const double bid = serving.auction.bid[award.candidate];
  const uint32_t line = serving.lines[award.candidate - serving.first_line];
  if (!(bid > 0)) {
    Report(serving.page, Concat(NameOf(line), " wins slot ", award.slot,
                                " with a bid of ", bid));
  }
  const bool whole = award.price == std::floor(award.price);
  if (!whole || !(award.price >= 0) || award.price > bid) {
    Report(serving.page, Concat(NameOf(line), " pays ", award.price,
                                " micro-units for a bid of ", bid,
                                ", must be whole and in [0, bid]"));
  }
}

void PageAudit::CheckMoney(const PageServing& serving) {
  if (spec_->budgets.mode == BudgetMode::kAuctionNet) return;
  for (const Award& award : serving.outcome.awards()) {
    if (!IsLine(serving, award.candidate)) continue;
    const auto advertiser = [&](const Award& one) {
      return spec_->lines[serving.lines[one.candidate - serving.first_line]]
          .advertiser.index();
    };
    const size_t payer = advertiser(award);
    double cost = 0;
    for (const Award& other : serving.outcome.awards()) {
      const bool same =
          IsLine(serving, other.candidate) && advertiser(other) == payer;
      cost += same ? other.price : 0;
    }
    const Money available = serving.leases.available(payer);
    if (cost > static_cast<double>(available.micros)) {
      Report(serving.page,
             Concat("advertiser '", spec_->advertisers[payer].name, "' would ",
                    "owe ", cost, " micro-units of ", available.micros));
    }
  }
}

void PageAudit::CheckMonotone(const PageServing& serving) {
  const size_t n = serving.lines.size();
  if (n == 0) return;
  const size_t i = serving.page.page / kMonotoneEvery % n;
  const auto place = static_cast<uint32_t>(serving.first_line + i);
  raised_.assign(serving.auction.bid.begin(), serving.auction.bid.end());
  raised_[place] = std::floor(raised_[place] * 1.25) + 1;
  Auction auction = serving.auction;
  auction.bid = raised_;
  serving.mechanism.Clear(auction, outcome_);
  const double before = ExpectedEvents(serving.auction, serving.outcome, place);
  const double after = ExpectedEvents(auction, outcome_, place);
  if (after >= before * (1 - kRounding)) return;
  Report(serving.page,
         Concat(NameOf(serving.lines[i]), " gets ", before,
                " expected events with a bid of ", serving.auction.bid[place],
                " micro-units, and only ", after, " with ", raised_[place]));
}

void PageAudit::Settled(const BatchSettled& batch) {
  for (size_t i = 0; i < batch.served.awards.size(); ++i) {
    const ServedAward& award = batch.served.awards[i];
    const PageView& page = batch.served.pages[award.page];
    CheckAnswer(page, batch.responses.of_award[i]);
    const Money charged = batch.charged[i];
    if (charged != Money() && charged != award.price) {
      Report(page, Concat(NameOf(award.line), " is charged ", charged,
                          " at a price of ", award.price));
    }
  }
}

void PageAudit::CheckAnswer(const PageView& page, const SlotResponse& answer) {
  if (answer.clicked > answer.examined) {
    Report(page, "a click on an ad that was not examined");
  }
  if (answer.converted > answer.clicked) {
    Report(page, "a conversion without a click");
  }
}

}  // namespace souk::market
