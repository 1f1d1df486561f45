#include "agents/contracts_desk.h"

#include <algorithm>

#include "market/check.h"
#include "market/contracts/booking.h"
#include "market/family.h"

namespace souk::agents {
namespace {

using market::ContractLease;
using market::ContractReport;
using market::ContractTicked;
using market::TickTime;
using Way = market::AllocatorTraits::Way;

/// With all parameters at their defaults.
std::shared_ptr<const market::ContractAllocator> DefaultAllocator(
    const char* name) {
  const auto* const entry =
      market::FindMember("allocator", market::Allocators(), name).value();
  return entry->make(market::ParamSet::Make(entry->params, {}).value()).value();
}

/// By contract, in the order of the scenario.
std::vector<BookedContract> Book(const market::MarketSpec& spec,
                                 const ContractPlanner& planner) {
  std::vector<BookedContract> booked = BookAll(spec.contracts);
  if (spec.contracts.booking == market::Booking::kAll) return booked;
  OwnedProblem problem = planner.Problem(ContractBooks(spec, booked), 0);
  const auto hwm = DefaultAllocator("hwm");
  const auto shale = DefaultAllocator("shale");
  const auto goals = market::BookInTurn(problem.view(), *hwm);
  for (size_t i = 0; i < booked.size(); ++i) {
    booked[i].goal = goals[i];
    problem.contracts[i].demand = static_cast<double>(goals[i]);
  }
  for (uint32_t i = 0; i < booked.size(); ++i) {
    booked[i].price = market::BookingPrice(
        booked[i].price, market::Scarcity(problem.view(), i, *shale));
  }
  return booked;
}

}  // namespace

ContractsDesk::ContractsDesk(const market::MarketSpec& spec, CellParts cells)
    : spec_(spec),
      contracts_(spec.contracts),
      cells_(std::move(cells)),
      planner_(spec),
      books_(spec, Book(spec, planner_)),
      courses_(contracts_.contracts.size()) {
  for (size_t i = 0; i < courses_.size(); ++i) {
    paces_.push_back(contracts_.pacer->Start());
  }
}

std::vector<ContractLease> ContractsDesk::Grant(TickTime time) {
  books_.OpenTick(time);
  planner_.OpenTick(time, books_);
  const bool new_plan = planner_.version() != planned_version_;
  planned_version_ = planner_.version();
  auto orders = std::make_shared<market::ContractOrders>();
  orders->version = planner_.version();
  leases_.assign(cells_.cells(), ContractLease());
  for (size_t i = 0; i < courses_.size(); ++i) {
    Course& course = courses_[i];
    if (new_plan) course.planned = static_cast<double>(books_.delivered(i));
    course.target = planner_.Target(i, time.tick, books_);
    course.leased = books_.MostNow(i);
    int64_t before = 0;
    for (size_t cell = 0; cell < leases_.size(); ++cell) {
      const int64_t until = cells_.Until(course.leased, cell);
      leases_[cell].quota.push_back(until - before);
      before = until;
    }
    orders->pass.push_back(PassOf(i, time));
  }
  orders->duals = planner_.plan().duals;
  for (ContractLease& lease : leases_) lease.orders = orders;
  return leases_;
}

double ContractsDesk::FloorTarget(size_t contract, TickTime time) const {
  const market::DeliveryBounds& bounds = contracts_.contracts[contract].bounds;
  const auto needed = [&](int64_t floor, int64_t delivered, uint32_t end) {
    const int64_t missing =
        std::min(floor - delivered, books_.missing(contract));
    if (missing <= 0) return 0.0;
    const double all = planner_.Eligible(contract, time.tick, end);
    const double now = planner_.Eligible(contract, time.tick, time.tick + 1);
    return all > 0 ? static_cast<double>(missing) * now / all : 0.0;
  };
  const uint32_t day_end = (time.day() + 1) * time.ticks_per_day;
  return std::max(
      needed(bounds.day_floor, books_.delivered_today(contract), day_end),
      needed(bounds.hour_floor, books_.delivered_this_hour(contract),
             planner_.HourEnd(time.tick)));
}

market::PassRule ContractsDesk::PassOf(size_t contract, TickTime time) const {
  market::PassRule rule = paces_[contract]->rule();
  const double target = courses_[contract].target;
  const double floor = FloorTarget(contract, time);
  if (target <= 0 || floor <= target) return rule;
  for (double& pass : rule.pass) {
    pass = std::max(pass, std::min(contracts_.pacer->room(), floor / target));
  }
  return rule;
}

void ContractsDesk::CheckLeases(const ContractOutcome& outcome) const {
  SOUK_CHECK(outcome.cells.size() == leases_.size() &&
                 outcome.tallies.size() == courses_.size(),
             "contracts settled by ", outcome.cells.size(), " cells of ",
             leases_.size());
  for (size_t cell = 0; cell < leases_.size(); ++cell) {
    const ContractReport& report = outcome.cells[cell];
    SOUK_CHECK(report.delivered.size() == courses_.size(), "cell ", cell,
               " reports ", report.delivered.size(), " contracts of ",
               courses_.size());
    for (size_t i = 0; i < courses_.size(); ++i) {
      SOUK_CHECK(report.delivered[i] >= 0 &&
                     report.delivered[i] <= leases_[cell].quota[i],
                 "cell ", cell, " delivered ", report.delivered[i],
                 " impressions of contract '", contracts_.contracts[i].name,
                 "', its lease was ", leases_[cell].quota[i]);
    }
  }
}

ContractsDesk::Sums ContractsDesk::AddUp(const ContractOutcome& outcome) const {
  Sums sums;
  sums.delivered.resize(courses_.size());
  sums.displaced.resize(courses_.size());
  sums.page_views.resize(planner_.types().size());
  const bool paced = contracts_.pacer->traits().looks_at_rates;
  if (paced) {
    sums.offered.assign(courses_.size(),
                        std::vector<int64_t>(market::kPaceBins));
    sums.taken = sums.offered;
  }
  for (const ContractReport& report : outcome.cells) {
    for (size_t i = 0; i < courses_.size(); ++i) {
      sums.delivered[i] += report.delivered[i];
      if (!report.displaced.empty()) sums.displaced[i] += report.displaced[i];
    }
    for (const auto& seen : report.supply) {
      sums.page_views[seen.type] += seen.page_views;
    }
    for (const auto& seen : report.pace) {
      sums.offered[seen.contract][seen.bin] += seen.offered;
      sums.taken[seen.contract][seen.bin] += seen.taken;
    }
    sums.slots.resize(report.slots.size());
    for (size_t k = 0; k < report.slots.size(); ++k) {
      sums.slots[k] += report.slots[k];
    }
    sums.pages.page_views += report.page_views;
    sums.pages.with_contracts += report.with_contracts;
    sums.pages.with_repeats += report.with_repeats;
  }
  return sums;
}

ContractRows ContractsDesk::Settle(TickTime time,
                                   const ContractOutcome& outcome,
                                   market::Money auction) {
  CheckLeases(outcome);
  Sums sums = AddUp(outcome);
  sums.pages.tick = time.tick;
  sums.pages.auction_micros = auction.micros;
  for (size_t i = 0; i < courses_.size(); ++i) {
    if (!books_.running(i)) continue;
    courses_[i].planned += courses_[i].target;
    courses_[i].eligible += planner_.EligibleIn(i, sums.page_views);
    courses_[i].displaced += sums.displaced[i];
  }
  Pace(time, sums);
  books_.CloseTick(time, sums.delivered);
  planner_.Learn(time, sums.page_views);
  Adjust(time);
  return RowsOf(time, sums, outcome);
}

void ContractsDesk::Pace(TickTime time, const Sums& sums) {
  for (size_t i = 0; i < courses_.size(); ++i) {
    if (!books_.running(i)) continue;
    const Course& course = courses_[i];
    const auto delivered = static_cast<double>(sums.delivered[i]);
    const auto before = static_cast<double>(books_.delivered(i));
    market::PaceNews news{
        .planned_tick = course.target,
        .delivered_tick = delivered,
        .planned = course.planned,
        .delivered = before + delivered,
        .goal = static_cast<double>(books_.goal(i)),
        .planned_next = planner_.Target(i, time.tick + 1, books_),
        .ticks_left = books_.end_tick(i, time.tick) - time.tick - 1};
    if (!sums.offered.empty()) {
      news.offered = sums.offered[i];
      news.taken = sums.taken[i];
    }
    paces_[i]->Learn(news);
  }
}

void ContractsDesk::Adjust(TickTime time) {
  if (contracts_.traits.way != Way::kScores) return;
  const uint32_t next = time.tick + 1;
  for (size_t i = 0; i < courses_.size(); ++i) {
    if (!books_.running(i)) continue;
    const Course& course = courses_[i];
    const auto& spec = contracts_.contracts[i];
    const double to_come =
        planner_.Eligible(i, next, books_.end_tick(i, time.tick));
    const double all = course.eligible + to_come;
    const auto goal = static_cast<double>(books_.goal(i));
    const auto delivered = static_cast<double>(books_.delivered(i));
    contracts_.allocator->Adjust(
        {.planned = all > 0 ? goal * course.eligible / all : 0,
         .delivered = delivered,
         .demand = goal,
         .ticks = static_cast<double>(spec.end_tick - spec.first_tick),
         .mean_cost = delivered > 0 ? course.displaced / delivered : 0},
        planner_.dual(i));
  }
}

ContractRows ContractsDesk::RowsOf(TickTime time, const Sums& sums,
                                   const ContractOutcome& outcome) const {
  ContractRows rows;
  for (size_t i = 0; i < courses_.size(); ++i) {
    const ContractTicked* const books = books_.row(i);
    if (books == nullptr) continue;
    ContractTicked& row = rows.contracts.emplace_back(*books);
    const market::LineTally& tally = outcome.tallies[i];
    row.planned = courses_[i].target;
    row.leased = courses_[i].leased;
    row.views = tally.views;
    row.clicks = tally.clicks;
    row.conversions = tally.conversions;
    row.alpha = planner_.plan().duals[i].alpha;
  }
  rows.pages.push_back(sums.pages);
  size_t at = 0;
  for (uint32_t channel = 0; channel < spec_.channels.size(); ++channel) {
    const size_t slots = spec_.channels[channel].slot_weight.size();
    for (uint32_t slot = 0; slot < slots; ++slot, ++at) {
      rows.slots.push_back({time.tick, channel, slot, sums.slots[at]});
    }
  }
  rows.supply = planner_.HourRows();
  return rows;
}

void ContractsDesk::Save(market::ArchiveWriter& out) const {
  books_.Save(out);
  planner_.Save(out);
  out.Put(courses_);
  out.Put(planned_version_);
  for (const auto& pace : paces_) pace->Save(out);
}

void ContractsDesk::Load(market::ArchiveReader& in) {
  books_.Load(in);
  planner_.Load(in);
  const size_t contracts = courses_.size();
  in.Get(courses_);
  courses_.resize(contracts);
  in.Get(planned_version_);
  for (const auto& pace : paces_) pace->Load(in);
}

}  // namespace souk::agents
