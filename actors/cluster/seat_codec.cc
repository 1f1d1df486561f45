#include "actors/cluster/seat_codec.h"

#include "market/archive.h"

namespace souk::actors {
namespace {
using market::ArchiveReader;
using market::ArchiveWriter;
}  // namespace

std::string WriteBids(const market::BidSheet& bids) {
  ArchiveWriter out;
  std::vector<market::LinearBid> linear;
  std::vector<double> shares;
  for (const auto& bid : bids) {
    SOUK_CHECK(!bid.curve, "curves later");
    linear.push_back(bid.linear);
    shares.push_back(bid.watch_share);
  }
  out.Put(linear);
  out.Put(shares);
  return out.Take();
}
bool ReadBids(std::string_view bytes, market::BidSheet& bids) {
  ArchiveReader in(bytes);
  std::vector<market::LinearBid> linear;
  std::vector<double> shares;
  in.Get(linear);
  in.Get(shares);
  bids.clear();
  if (!in.done() || linear.size() != shares.size()) return false;
  for (size_t i = 0; i < linear.size(); ++i) {
    bids.push_back({linear[i], nullptr, shares[i]});
  }
  return true;
}
std::string WriteOpening(const TickOpening& opening) {
  ArchiveWriter out;
  out.Put(opening.time);
  out.Put(WriteBids(*opening.bids));
  return out.Take();
}
bool ReadOpening(std::string_view bytes, TickOpening& opening) {
  ArchiveReader in(bytes);
  std::string text;
  in.Get(opening.time);
  in.Get(text);
  auto sheet = std::make_shared<market::BidSheet>();
  if (!in.done() || !ReadBids(text, *sheet)) return false;
  opening.bids = sheet;
  return true;
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
  out.Put(report.seen);
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
  in.Get(report.seen);
  in.Get(report.fault);
  return in.done();
}
std::string WriteOutcome(const LinesOutcome& outcome) {
  ArchiveWriter out;
  out.Put(outcome.tallies);
  out.Put(static_cast<uint64_t>(outcome.seen.size()));
  for (const auto& seen : outcome.seen) out.Put(seen);
  return out.Take();
}
bool ReadOutcome(std::string_view bytes, LinesOutcome& outcome) {
  ArchiveReader in(bytes);
  in.Get(outcome.tallies);
  uint64_t count = 0;
  in.Get(count);
  for (uint64_t i = 0; i < count && in.ok(); ++i) {
    in.Get(outcome.seen.emplace_back());
  }
  return in.done();
}
std::string WriteSignals(const std::vector<market::SignalTicked>& signals) {
  ArchiveWriter out;
  out.Put(signals);
  return out.Take();
}
bool ReadSignals(std::string_view bytes,
                 std::vector<market::SignalTicked>& signals) {
  ArchiveReader in(bytes);
  in.Get(signals);
  return in.done();
}
}  // namespace souk::actors
