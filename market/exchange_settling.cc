// The second half of an exchange: answers are booked, the tick is closed.
#include "market/exchange.h"

#include <utility>

#include <array>

namespace souk::market {
namespace {

bool EventCame(Charge charge, const SlotResponse& response) {
  // By index and not by a branch, which nobody could guess.
  const std::array<bool, 3> came = {response.examined, response.clicked,
                                    response.converted};
  return came[static_cast<size_t>(charge)];
}

}  // namespace

Settlement Exchange::Settle(const ServedBatch& served,
                            const Responses& responses) {
  SOUK_CHECK(served.awards.size() == responses.of_award.size(),
             responses.of_award.size(), " answers to ", served.awards.size(),
             " awards");
  if (drops_ && Overspent(served, responses)) return Settlement::kServeAgain;
  charged_.clear();
  for (size_t i = 0; i < served.awards.size(); ++i) {
    charged_.push_back(SettleAward(served.awards[i], responses.of_award[i]));
  }
  auction_watch_.TakeAnswers(responses, report_);
  if (late_.active()) late_.Take(served, responses);
  if (recorder_.anything()) {
    recorder_.RecordAnswers(served, responses, charged_, candidates_, report_);
  }
  for (const auto& watch : watches_) {
    watch->Settled({served, responses, charged_});
  }
  return Settlement::kBooked;
}

bool Exchange::Overspent(const ServedBatch& served,
                         const Responses& responses) {
  charged_.clear();
  for (size_t i = 0; i < served.awards.size(); ++i) {
    const ServedAward& award = served.awards[i];
    const bool came =
        EventCame(payers_[award.line].charge, responses.of_award[i]);
    charged_.push_back(came ? award.price : Money());
  }
  if (!drops_->Drop(served, charged_, leases_)) return false;
  Withdraw(served);
  return true;
}

/// As if the batch had not been served.
void Exchange::Withdraw(const ServedBatch& served) {
  report_.bids.resize(bids_recorded_);
  auction_watch_.Withdraw(report_);
  for (const PageView& page : served.pages) {
    WithdrawAuctions(page);
  }
  report_.page_views -= static_cast<int64_t>(served.pages.size());
  page_views_today_ -= served.pages.size();
}

Money Exchange::SettleAward(const ServedAward& award,
                            const SlotResponse& response) {
  const auto& [payer, charge] = payers_[award.line];
  LineTally& tally = tally_[award.line];
  tally.impressions += 1;
  tally.views += response.examined ? 1 : 0;
  tally.clicks += response.clicked ? 1 : 0;
  tally.conversions += response.converted && !late_.active() ? 1 : 0;
  tally.predicted_clicks += award.predicted.click;
  if (response.examined) {
    tally.expected_conversions +=
        award.predicted.click * award.predicted.conversion;
  }
  if (!EventCame(charge, response)) {
    if (!drops_) Release(payer, award.price);
    return Money();
  }
  if (drops_) leases_.Reserve(payer, award.price);
  leases_.Charge(payer, award.price);
  tally.spend += award.price;
  return award.price;
}

void Exchange::Release(const SpendingNodes& payer, Money price) {
  leases_.Release(payer, price);
  if (leases_.limited(payer)) UpdateCaps(payer.advertiser);
}

void Exchange::WithdrawAuctions(const PageView& page) {
  if (!index_) {
    --desks_[retrieval_.GroupOf(page)].page_views;
    return;
  }
  index_->Find(page, found_);
  for (const uint32_t line : found_.lines) --stood_[line];
}

void Exchange::TallyAuctions() {
  for (const Desk& desk : desks_) {
    if (index_ || desk.page_views == 0) continue;
    for (const uint32_t line : desk.lines.lines) {
      tally_[line].auctions += desk.page_views;
    }
  }
  for (size_t line = 0; line < stood_.size(); ++line) {
    tally_[line].auctions += std::exchange(stood_[line], 0);
  }
}

CellReport Exchange::CloseTick() {
  TallyAuctions();
  if (late_.active()) late_.Report(report_.tick, tally_);
  for (uint32_t line = 0; line < tally_.size(); ++line) {
    if (tally_[line].auctions == 0) continue;
    report_.lines.push_back(line);
    report_.tallies.push_back(tally_[line]);
  }
  report_.spent = leases_.Close();
  if (audit_) report_.fault = audit_->fault();
  bids_.reset();
  return std::move(report_);
}

}  // namespace souk::market
