#include "market/auction_watch.h"

#include <algorithm>

namespace souk::market {

AuctionWatch::AuctionWatch(const MarketSpec& spec, size_t groups)
    : draws_(spec.seed, spec.run, Purpose::kWatching), groups_(groups) {}

void AuctionWatch::OpenGroup(size_t group, std::span<const uint32_t> lines,
                             const BidSheet& bids) {
  Group& opened = groups_[group];
  opened.most = 0;
  opened.watchers.clear();
  for (size_t i = 0; i < lines.size(); ++i) {
    const double share = bids[lines[i]].watch_share;
    if (share <= 0) continue;
    opened.watchers.push_back({i, lines[i], share});
    opened.most = std::max(opened.most, share);
  }
}

void AuctionWatch::Record(const ClearedPage& cleared, CellReport& report) {
  const double draw = Draw(cleared.page);
  const Bars bars = BarsOf(cleared);
  for (const Watcher& watcher : groups_[cleared.group].watchers) {
    if (draw >= watcher.share) continue;
    AuctionSeen row = Row(cleared, bars, watcher.position);
    for (size_t i = cleared.first_award; i < cleared.awards.size(); ++i) {
      const ServedAward& award = cleared.awards[i];
      if (award.line != watcher.line) continue;
      row.slot = award.slot;
      row.price = static_cast<double>(award.price.micros);
      open_rows_.emplace_back(report.seen.size(), i);
    }
    report.seen.push_back({watcher.line, row});
  }
}

AuctionWatch::Bars AuctionWatch::BarsOf(const ClearedPage& cleared) {
  const auto score = [&](size_t i) { return cleared.bid[i] * cleared.rate[i]; };
  const std::span<const Award> awards = cleared.outcome.awards();
  Bars bars;
  bars.all_sold = !awards.empty() && awards.back().slot + 1 == cleared.slots &&
                  awards.size() >= cleared.slots;
  if (!bars.all_sold) return bars;
  won_.assign(cleared.bid.size(), 0);
  bars.last_winner = score(awards.front().candidate);
  for (const Award& award : awards) {
    won_[award.candidate] = 1;
    bars.last_winner = std::min(bars.last_winner, score(award.candidate));
  }
  bars.last_paid = awards.back().price * cleared.rate[awards.back().candidate];
  for (size_t i = 0; i < won_.size(); ++i) {
    if (won_[i] == 0) bars.best_loser = std::max(bars.best_loser, score(i));
  }
  return bars;
}

AuctionSeen AuctionWatch::Row(const ClearedPage& cleared, const Bars& bars,
                              size_t position) const {
  const size_t place = cleared.first_line + position;
  AuctionSeen row;
  row.click_rate = cleared.click_rate[position];
  row.conversion_rate = cleared.conversion_rate[position];
  row.bid = cleared.bid[place];
  if (!bars.all_sold) return row;
  const auto amount = [&](double score) {
    const double rate = cleared.rate[place];
    return rate > 0 ? std::min(score / rate, kMaxBid) : kMaxBid;
  };
  row.price_to_beat =
      amount(won_[place] != 0 ? bars.best_loser : bars.last_winner);
  row.last_price = amount(bars.last_paid);
  return row;
}

void AuctionWatch::TakeAnswers(const Responses& responses,
                               CellReport& report) const {
  for (const auto& [row, award] : open_rows_) {
    const SlotResponse& answer = responses.of_award[award];
    AuctionSeen& seen = report.seen[row].auction;
    seen.examined = answer.examined ? 1 : 0;
    seen.clicked = answer.clicked ? 1 : 0;
    seen.converted = answer.converted ? 1 : 0;
  }
}

}  // namespace souk::market
