// The second half of an exchange: answers are booked, the tick is closed.
#include "market/exchange.h"

#include <utility>

namespace souk::market {
namespace {

// What came is a coin toss: nobody can guess a branch on it.
bool EventCame(Charge charge, const SlotResponse& response) {
  static_assert(static_cast<int>(Charge::kView) == 0 &&
                static_cast<int>(Charge::kClick) == 1 &&
                static_cast<int>(Charge::kConversion) == 2);
  const unsigned came = unsigned{response.examined} |
                        unsigned{response.clicked} << 1 |
                        unsigned{response.converted} << 2;
  return (came >> static_cast<unsigned>(charge) & 1) != 0;
}

/// `amount` or 0, without a branch.
double If(bool condition, double amount) {
  return amount * static_cast<double>(condition);
}
Money If(bool condition, Money amount) {
  return Money(amount.micros & -static_cast<int64_t>(condition));
}

}  // namespace

inline Money Exchange::SettleAward(const ServedAward& award,
                                   const SlotResponse& response) {
  const auto& [payer, charge] = payers_[award.line];
  const Money charged = If(EventCame(charge, response), award.price);
  LineTally& tally = tally_[award.line];
  tally.impressions += 1;
  tally.views += response.examined;
  tally.clicks += response.clicked;
  tally.conversions += response.converted & !late_.active();
  tally.spend += charged;
  tally.predicted_clicks += award.predicted.click;
  tally.expected_conversions +=
      If(response.examined, award.predicted.click * award.predicted.conversion);
  if (drops_ || leases_.limited(payer)) {
    BookAward(payer, award.price, EventCame(charge, response));
  } else {
    leases_.Bill(payer.advertiser, award.price, charged);
  }
  return charged;
}

Settlement Exchange::Settle(const ServedBatch& served,
                            const Responses& responses) {
  SOUK_CHECK(served.awards.size() == responses.of_award.size(),
             responses.of_award.size(), " answers to ", served.awards.size(),
             " awards");
  if (drops_ && Overspent(served, responses)) return Settlement::kServeAgain;
  charged_.resize(served.awards.size());
  for (size_t i = 0; i < served.awards.size(); ++i) {
    charged_[i] = SettleAward(served.awards[i], responses.of_award[i]);
  }
  leases_.BookBills();
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

void Exchange::BookAward(const SpendingNodes& payer, Money price, bool came) {
  if (drops_) {
    if (!came) return;
    leases_.Reserve(payer, price);
  }
  if (came) return leases_.Charge(payer, price);
  leases_.Release(payer, price);
  UpdateCaps(payer.advertiser);
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
  if (contracts_) report_.contracts = contracts_->CloseTick(tally_);
  if (late_.active()) late_.Report(report_.tick, tally_);
  for (uint32_t line = 0; line < tally_.size(); ++line) {
    if (tally_[line].auctions == 0) continue;
    report_.lines.push_back(line);
    report_.tallies.push_back(tally_[line]);
  }
  report_.spent = leases_.Close();
  if (audit_) report_.fault = audit_->fault();
  awards_recorded_ = report_.awards.size();
  bids_.reset();
  return std::move(report_);
}

}  // namespace souk::market
