#include "agents/auctionnet_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "market/check.h"

namespace souk::agents {
namespace {

constexpr uint32_t kCategory = 8;  // advertisers
constexpr size_t kSlots = 3;

double Units(int64_t micros) { return static_cast<double>(micros) / 1e6; }

void AddAward(const market::SlotAwarded& award, AuctionNetRow& row) {
  row.won = 1;
  row.slot = award.slot + 1;
  row.cost = Units(award.price_micros);
  row.exposed = award.examined;
  row.converted = award.converted;
}

}  // namespace

AuctionNetLog::AuctionNetLog(const market::MarketSpec& spec,
                             const market::AuctionNetWorld& world,
                             const AuctionNetLogRule& rule, Take take)
    : spec_(spec), world_(world), rule_(rule), take_(std::move(take)) {
  SOUK_CHECK(spec.lines.size() == spec.advertisers.size(), spec.lines.size(),
             " campaigns of ", spec.advertisers.size(), " advertisers");
}

market::Result<void> AuctionNetLog::Record(const market::TickRows& rows) {
  const std::vector<AuctionNetRow> starts = Starts(rows);
  const size_t n = starts.size();
  SOUK_CHECK(rows.bids.size() % n == 0, rows.bids.size(), " bids of ", n);
  auto award = rows.awards.begin();
  std::vector<AuctionNetRow> page;
  for (size_t first = 0; first < rows.bids.size(); first += n) {
    const std::span<const market::BidPlaced> bids{&rows.bids[first], n};
    const double cost = LeastWinningCost(bids);
    page = starts;
    for (size_t i = 0; i < n; ++i) {
      page[i].page = bids[i].page;
      page[i].rate = bids[i].conversion_rate;
      page[i].sigma = world_.Sigma({.page = bids[i].page, .tick = bids[i].tick},
                                   market::LineId(i), bids[i].conversion_rate);
      page[i].bid = Units(bids[i].bid_micros);
      page[i].least_winning_cost = cost;
    }
    for (; award != rows.awards.end() && award->page == bids[0].page; ++award) {
      AddAward(*award, page[award->line]);
    }
    std::ranges::for_each(page, take_);
  }
  SOUK_CHECK(award == rows.awards.end(), "awards of page views without bids");
  return {};
}

std::vector<AuctionNetRow> AuctionNetLog::Starts(
    const market::TickRows& rows) const {
  std::vector<AuctionNetRow> starts;
  for (const market::AccountTicked& account : rows.accounts) {
    const market::TickTime time = spec_.calendar.At(account.tick);
    const uint32_t i = account.advertiser;
    AuctionNetRow& row = starts.emplace_back();
    row.period = rule_.first_period + time.day();
    row.advertiser = i;
    row.category = i / kCategory;
    row.budget =
        Units(spec_.advertisers[i].budget.PerDay(spec_.calendar.days).micros);
    row.cpa = spec_.campaigns[i].target_cpa_micros / 1e6;
    row.tick = time.tick_of_day();
    row.remaining = Units(account.leased_micros);
    const bool last = row.tick + 1 == time.ticks_per_day;
    const bool poor =
        account.leased_micros < spec_.budgets.min_remaining.micros;
    row.end = last || poor ? 1 : 0;
  }
  return starts;
}

double AuctionNetLog::LeastWinningCost(
    std::span<const market::BidPlaced> page) const {
  std::array<int64_t, kSlots + 1> best{};
  for (const market::BidPlaced& row : page) {
    int64_t bid = row.bid_micros;
    for (int64_t& one : best) {
      if (bid > one) std::swap(bid, one);
    }
  }
  return std::max(Units(best.back()), rule_.reserve_micros / 1e6);
}

std::string AuctionNetCsvHeader() {
  return "deliveryPeriodIndex,advertiserNumber,advertiserCategoryIndex,budget,"
         "CPAConstraint,timeStepIndex,remainingBudget,pvIndex,pValue,"
         "pValueSigma,bid,xi,adSlot,cost,isExposed,conversionAction,"
         "leastWinningCost,isEnd";
}

std::string ToCsv(const AuctionNetRow& row) {
  std::string text;
  const auto add = [&text](double number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                   number, std::chars_format::general, 12);
    if (!text.empty()) text += ',';
    text.append(digits.data(), end.ptr);
  };
  for (const double number :
       {double(row.period), double(row.advertiser), double(row.category),
        row.budget, row.cpa, double(row.tick), row.remaining,
        static_cast<double>(row.page), row.rate, row.sigma, row.bid,
        double(row.won), double(row.slot), row.cost, double(row.exposed),
        double(row.converted), row.least_winning_cost, double(row.end)}) {
    add(number);
  }
  return text;
}

}  // namespace souk::agents
