// Page views as watches and bidders get to see them.
#include "market/exchange.h"

namespace souk::market {

void Exchange::ShowPage(const PageView& page, const Desk& desk,
                        const Auction& auction) {
  const std::span<const uint32_t> lines = desk.lines.lines;
  std::vector<double> caps;
  for (const uint32_t line : lines) caps.push_back(cap_[line]);
  const PageServing serving{page,
                            lines,
                            {&click_[1], lines.size()},
                            {&conversion_[1], lines.size()},
                            caps,
                            auction,
                            size_t{1} - first_candidate_,
                            *spec_->channels[page.channel].mechanism,
                            outcome_,
                            leases_};
  for (const auto& watch : watches_) watch->Served(serving);
  // The run ends with a sentence, not at the ledger's stop.
  if (audit_ && !audit_->fault().empty()) outcome_.size = 0;
}

void Exchange::ShowBidders(const PageView& page, size_t group,
                           const ServedBatch& served, size_t first_award) {
  const size_t n = desks_[group].lines.lines.size();
  auction_watch_.Record({.page = page,
                         .group = group,
                         .bid = {&bid_[first_candidate_], competitors_},
                         .rate = {&rate_[first_candidate_], competitors_},
                         .outcome = outcome_,
                         .slots = open_.size(),
                         .first_line = 1 - first_candidate_,
                         .click_rate = {&click_[1], n},
                         .conversion_rate = {&conversion_[1], n},
                         .awards = served.awards,
                         .first_award = first_award},
                        report_);
}

}  // namespace souk::market
