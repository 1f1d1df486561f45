#include "actors/cluster/seat_codec.h"

#include <algorithm>
#include <tuple>

#include "market/archive.h"
#include "market/budget_nodes.h"

namespace souk::actors {
namespace {

using market::ArchiveReader;
using market::ArchiveWriter;
using market::AuctionSeen;
using market::SignalTicked;

constexpr std::tuple kSeenFields = {
    &AuctionSeen::click_rate, &AuctionSeen::conversion_rate,
    &AuctionSeen::bid,        &AuctionSeen::price_to_beat,
    &AuctionSeen::last_price, &AuctionSeen::price,
    &AuctionSeen::slot,       &AuctionSeen::examined,
    &AuctionSeen::clicked,    &AuctionSeen::converted,
};
constexpr std::tuple kSignalFields = {
    &SignalTicked::tick,
    &SignalTicked::line,
    &SignalTicked::signal,
    &SignalTicked::value,
};

bool AllBelow(const std::vector<uint32_t>& lines, uint32_t end) {
  return std::ranges::all_of(lines, [=](uint32_t line) { return line < end; });
}

bool Holds(agents::LineRange lines, uint32_t line) {
  return lines.first <= line && line < lines.last;
}

}  // namespace

MarketSizes::MarketSizes(const market::MarketSpec& spec)
    : calendar(spec.calendar),
      lines(static_cast<uint32_t>(spec.lines.size())),
      budgets(market::BudgetNodes(spec).size()),
      contracts(spec) {}

std::string WriteOpening(const TickOpening& opening) {
  ArchiveWriter out;
  out.Put(opening.time);
  agents::SaveBids(*opening.bids, out);
  SaveOrders(opening.orders.get(), out);
  return out.Take();
}

bool ReadOpening(std::string_view bytes, const MarketSizes& sizes,
                 agents::BidSheetReader& reader, TickOpening& opening) {
  ArchiveReader in(bytes);
  in.Get(opening.time);
  opening.bids = std::make_shared<const market::BidSheet>(
      reader.Read(in, {0, sizes.lines}));
  return LoadOrders(in, sizes.contracts, opening.orders) && in.done() &&
         sizes.Have(opening.time);
}

std::string WriteNews(const BudgetNews& news) {
  ArchiveWriter out;
  out.Put(news.time);
  out.Put(news.remaining);
  return out.Take();
}

bool ReadNews(std::string_view bytes, const MarketSizes& sizes,
              BudgetNews& news) {
  ArchiveReader in(bytes);
  in.Get(news.time);
  in.Get(news.remaining);
  return in.done() && sizes.Have(news.time) &&
         news.remaining.size() == sizes.budgets;
}

std::string WriteShares(const std::vector<market::LineShare>& shares) {
  ArchiveWriter out;
  out.Put(shares);
  return out.Take();
}

bool ReadShares(std::string_view bytes, agents::LineRange lines,
                std::vector<market::LineShare>& shares) {
  ArchiveReader in(bytes);
  in.Get(shares);
  return in.done() &&
         (shares.empty() || shares.size() == lines.last - lines.first);
}

std::string WriteLease(const agents::CellLease& lease) {
  ArchiveWriter out;
  out.Put(lease.granted);
  out.Put(lease.contracts.quota);
  return out.Take();
}

bool ReadLease(std::string_view bytes, const MarketSizes& sizes,
               agents::CellLease& lease) {
  ArchiveReader in(bytes);
  in.Get(lease.granted);
  in.Get(lease.contracts.quota);
  return in.done() && lease.granted.size() == sizes.budgets &&
         lease.contracts.quota.size() == sizes.contracts.contracts;
}

std::string WriteReport(const market::CellReport& report) {
  ArchiveWriter out;
  out.Put(report.cell);
  out.Put(report.tick);
  out.Put(report.page_views);
  out.Put(report.lines);
  out.Put(report.tallies);
  out.Put(report.spent);
  std::vector<uint32_t> lines;
  std::vector<AuctionSeen> auctions;
  for (const market::SeenByLine& seen : report.seen) {
    lines.push_back(seen.line);
    auctions.push_back(seen.auction);
  }
  out.Put(lines);
  out.PutRows(auctions, kSeenFields);
  out.Put(report.fault);
  SaveContracts(report.contracts, out);
  return out.Take();
}

bool ReadReport(std::string_view bytes, const MarketSizes& sizes,
                market::CellReport& report) {
  ArchiveReader in(bytes);
  in.Get(report.cell);
  in.Get(report.tick);
  in.Get(report.page_views);
  in.Get(report.lines);
  in.Get(report.tallies);
  in.Get(report.spent);
  std::vector<uint32_t> lines;
  std::vector<AuctionSeen> auctions;
  in.Get(lines);
  in.GetRows(auctions, kSeenFields);
  in.Get(report.fault);
  if (!LoadContracts(in, sizes.contracts, report.contracts)) return false;
  if (!in.done() || lines.size() != auctions.size()) return false;
  report.seen.clear();
  for (size_t i = 0; i < lines.size(); ++i) {
    report.seen.push_back({lines[i], auctions[i]});
  }
  return report.lines.size() == report.tallies.size() &&
         report.spent.size() == sizes.budgets &&
         AllBelow(report.lines, sizes.lines) && AllBelow(lines, sizes.lines);
}

std::string WriteBids(const market::BidSheet& bids) {
  ArchiveWriter out;
  agents::SaveBids(bids, out);
  return out.Take();
}

bool ReadBids(std::string_view bytes, agents::BidSheetReader& reader,
              BidsOfDesk& part) {
  ArchiveReader in(bytes);
  part.bids = reader.Read(in, part.lines);
  return in.done();
}

std::string WriteOutcome(const LinesOutcome& outcome) {
  ArchiveWriter out;
  out.Put(outcome.tallies);
  out.Put(static_cast<uint64_t>(outcome.seen.size()));
  for (const auto& auctions : outcome.seen) {
    out.PutRows(auctions, kSeenFields);
  }
  return out.Take();
}

bool ReadOutcome(std::string_view bytes, agents::LineRange lines,
                 LinesOutcome& outcome) {
  ArchiveReader in(bytes);
  in.Get(outcome.tallies);
  uint64_t seen = 0;
  in.Get(seen);
  outcome.seen.clear();
  for (uint64_t i = 0; i < seen && in.ok(); ++i) {
    in.GetRows(outcome.seen.emplace_back(), kSeenFields);
  }
  const uint64_t size = lines.last - lines.first;
  return in.done() && outcome.tallies.size() == size &&
         (seen == 0 || seen == size);
}

std::string WriteSignals(const std::vector<market::SignalTicked>& signals) {
  ArchiveWriter out;
  out.PutRows(signals, kSignalFields);
  return out.Take();
}

bool ReadSignals(std::string_view bytes, agents::LineRange lines,
                 std::vector<market::SignalTicked>& signals) {
  ArchiveReader in(bytes);
  in.GetRows(signals, kSignalFields);
  return in.done() && std::ranges::all_of(signals, [=](const auto& row) {
           return Holds(lines, row.line);
         });
}

}  // namespace souk::actors
