#include "actors/cluster/seat_codec.h"

#include "market/archive.h"

namespace souk::actors {
namespace {

using market::ArchiveReader;
using market::ArchiveWriter;
using market::AuctionSeen;

// Field by field: the structs have gaps, which would send whatever is there.
void Put(ArchiveWriter& out, const std::vector<AuctionSeen>& auctions) {
  out.Put(static_cast<uint64_t>(auctions.size()));
  for (const AuctionSeen& seen : auctions) {
    for (const double number :
         {seen.click_rate, seen.conversion_rate, seen.bid, seen.price_to_beat,
          seen.last_price, seen.price}) {
      out.Put(number);
    }
    out.Put(seen.slot);
    for (const uint8_t flag : {seen.examined, seen.clicked, seen.converted}) {
      out.Put(flag);
    }
  }
}

void Get(ArchiveReader& in, std::vector<AuctionSeen>& auctions) {
  uint64_t size = 0;
  in.Get(size);
  auctions.clear();
  for (uint64_t i = 0; i < size && in.ok(); ++i) {
    AuctionSeen& seen = auctions.emplace_back();
    for (double* const number :
         {&seen.click_rate, &seen.conversion_rate, &seen.bid,
          &seen.price_to_beat, &seen.last_price, &seen.price}) {
      in.Get(*number);
    }
    in.Get(seen.slot);
    for (uint8_t* const flag :
         {&seen.examined, &seen.clicked, &seen.converted}) {
      in.Get(*flag);
    }
  }
}

}  // namespace

std::string WriteOpening(const TickOpening& opening) {
  ArchiveWriter out;
  out.Put(opening.time);
  agents::SaveBids(*opening.bids, out);
  return out.Take();
}

bool ReadOpening(std::string_view bytes, agents::BidSheetReader& reader,
                 TickOpening& opening) {
  ArchiveReader in(bytes);
  in.Get(opening.time);
  opening.bids = std::make_shared<const market::BidSheet>(reader.Read(in, 0));
  return in.done();
}

std::string WriteNews(const BudgetNews& news) {
  ArchiveWriter out;
  out.Put(news.time);
  out.Put(news.remaining);
  return out.Take();
}

bool ReadNews(std::string_view bytes, BudgetNews& news) {
  ArchiveReader in(bytes);
  in.Get(news.time);
  in.Get(news.remaining);
  return in.done();
}

std::string WriteLease(const std::vector<market::Money>& lease) {
  ArchiveWriter out;
  out.Put(lease);
  return out.Take();
}

bool ReadLease(std::string_view bytes, std::vector<market::Money>& lease) {
  ArchiveReader in(bytes);
  in.Get(lease);
  return in.done();
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
  Put(out, auctions);
  out.Put(report.fault);
  return out.Take();
}

bool ReadReport(std::string_view bytes, market::CellReport& report) {
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
  Get(in, auctions);
  in.Get(report.fault);
  if (!in.done() || lines.size() != auctions.size()) return false;
  report.seen.clear();
  for (size_t i = 0; i < lines.size(); ++i) {
    report.seen.push_back({lines[i], auctions[i]});
  }
  return report.lines.size() == report.tallies.size();
}

std::string WriteBids(const market::BidSheet& bids) {
  ArchiveWriter out;
  agents::SaveBids(bids, out);
  return out.Take();
}

bool ReadBids(std::string_view bytes, agents::BidSheetReader& reader,
              BidsOfDesk& part) {
  ArchiveReader in(bytes);
  part.bids = reader.Read(in, part.first);
  return in.done();
}

std::string WriteOutcome(const LinesOutcome& outcome) {
  ArchiveWriter out;
  out.Put(outcome.tallies);
  out.Put(static_cast<uint64_t>(outcome.seen.size()));
  for (const auto& auctions : outcome.seen) Put(out, auctions);
  return out.Take();
}

bool ReadOutcome(std::string_view bytes, LinesOutcome& outcome) {
  ArchiveReader in(bytes);
  in.Get(outcome.tallies);
  uint64_t lines = 0;
  in.Get(lines);
  outcome.seen.clear();
  for (uint64_t i = 0; i < lines && in.ok(); ++i) {
    Get(in, outcome.seen.emplace_back());
  }
  return in.done() && (lines == 0 || lines == outcome.tallies.size());
}

std::string WriteSignals(const std::vector<market::SignalTicked>& signals) {
  ArchiveWriter out;
  out.Put(static_cast<uint64_t>(signals.size()));
  for (const market::SignalTicked& row : signals) {
    out.Put(row.tick);
    out.Put(row.line);
    out.Put(row.signal);
    out.Put(row.value);
  }
  return out.Take();
}

bool ReadSignals(std::string_view bytes,
                 std::vector<market::SignalTicked>& signals) {
  ArchiveReader in(bytes);
  uint64_t size = 0;
  in.Get(size);
  signals.clear();
  for (uint64_t i = 0; i < size && in.ok(); ++i) {
    market::SignalTicked& row = signals.emplace_back();
    in.Get(row.tick);
    in.Get(row.line);
    in.Get(row.signal);
    in.Get(row.value);
  }
  return in.done();
}

}  // namespace souk::actors
