#include "scenarios/contract_checks.h"

#include <algorithm>

#include "scenarios/field_rules.h"
#include "scenarios/population.h"

namespace souk::scenarios {
namespace {

constexpr uint32_t kHours = 24;

bool HasContracts(const Scenario& scenario) {
  return std::ranges::any_of(scenario.advertiser(), [](const auto& one) {
    return one.contract_size() > 0;
  });
}

FieldPath PathOfContract(int advertiser, int contract) {
  return FieldPath()
      .Item("advertiser", static_cast<size_t>(advertiser))
      .Item("contract", static_cast<size_t>(contract));
}

void CheckPurpose(const Advertiser& advertiser, const FieldPath& path,
                  Faults& faults) {
  if (advertiser.campaign_size() + advertiser.contract_size() > 0) return;
  if (faults.spoiled(path.Field("campaign"))) return;
  if (faults.spoiled(path.Field("contract"))) return;
  faults.Add(path, " needs a campaign or a contract");
}

void CheckGoal(const Contract& contract, const FieldPath& path,
               Faults& faults) {
  const bool goal = contract.has_goal();
  const bool share = contract.has_goal_of_supply();
  if (goal && share) {
    faults.Add(path.Field("goal_of_supply"),
               ": goal is given, too; give one of them");
  }
  const bool unread = faults.spoiled(path.Field("goal")) ||
                      faults.spoiled(path.Field("goal_of_supply"));
  if (!goal && !share && !unread) {
    faults.Add(path, " needs one of goal, goal_of_supply");
  }
}

void CheckTargetRate(const Scenario& scenario, const Contract& contract,
                     const FieldPath& path, Faults& faults) {
  if (!contract.has_target_rate()) return;
  const FieldPath here = path.Field("target_rate");
  const Traffic& traffic = scenario.traffic();
  if (traffic.has_replay()) {
    faults.Add(here, ": a replay knows no interests");
  }
  if (traffic.has_auctionnet()) {
    faults.Add(here, ": auctionnet traffic knows no interests");
  }
  if (contract.target_interest_size() > 0) {
    faults.Add(here, " draws what target_interest names: give one of them");
  }
  if (contract.has_draw_interests()) {
    faults.Add(here, " draws what draw_interests draws: give one of them");
  }
}

void CheckMatch(const Scenario& scenario, const Contract& contract,
                const FieldPath& path, Faults& faults) {
  if (contract.match_rate() == 1 || scenario.traffic().has_requests()) return;
  faults.Add(path.Field("match_rate"),
             " = " + NumberText(contract.match_rate()) +
                 ": on all page views that are targeted a contract fits, but "
                 "for traffic.requests; leave it away");
}

/// What stands in a scenario without contracts and means nothing there.
void CheckIdle(const Scenario& scenario, Faults& faults) {
  const char* const nobody =
      ": no advertiser has a contract; leave it away, or give somebody one";
  if (scenario.has_contracts()) {
    faults.Add(FieldPath().Field("contracts"), nobody);
  }
  for (int c = 0; c < scenario.channel_size(); ++c) {
    if (scenario.channel(c).contract_share_size() == 0) continue;
    faults.Add(FieldPath()
                   .Item("channel", static_cast<size_t>(c))
                   .Field("contract_share"),
               nobody);
  }
}

void CheckShares(Channel& channel, const FieldPath& path, Faults& faults) {
  const int shares = channel.contract_share_size();
  const auto slots = static_cast<int>(channel.slots());
  const FieldPath here = path.Field("contract_share");
  if (faults.spoiled(here) || faults.spoiled(path.Field("slots"))) return;
  if (shares == 0) {
    for (int k = 0; k < slots; ++k) channel.add_contract_share(1);
  } else if (shares != slots) {
    faults.Add(here, " has " + std::to_string(shares) + " entries, must have " +
                         std::to_string(slots) + ", one per slot");
  }
}

/// One copy's contract against the calendar.
class WindowChecker {
 public:
  WindowChecker(uint32_t ticks, Faults& faults)
      : ticks_(ticks), faults_(faults) {}

  /// False: there were faults.
  bool Check(const Contract& contract, const FieldPath& path) {
    good_ = true;
    contract_ = &contract;
    path_ = path;
    CheckWindow();
    CheckCancelling();
    CheckBounds("day_floor", "day_ceiling", contract.day_floor(),
                contract.has_day_ceiling() ? contract.day_ceiling()
                                           : market::kNoCeiling);
    CheckBounds("hour_floor", "hour_ceiling", contract.hour_floor(),
                contract.has_hour_ceiling() ? contract.hour_ceiling()
                                            : market::kNoCeiling);
    return good_;
  }

 private:
  uint64_t End() const {
    return contract_->has_ticks()
               ? uint64_t{contract_->first_tick()} + contract_->ticks()
               : ticks_;
  }

  void CheckWindow() {
    const std::string calendar =
        ", the calendar at tick " + std::to_string(ticks_);
    const uint64_t late = End() + contract_->make_good_ticks();
    if (contract_->first_tick() >= ticks_) {
      Add("first_tick", " = " + std::to_string(contract_->first_tick()) +
                            ", must be below the ticks of the calendar, " +
                            std::to_string(ticks_));
    } else if (End() > ticks_) {
      Add("ticks", " = " + std::to_string(contract_->ticks()) +
                       ": the window ends at tick " + std::to_string(End()) +
                       calendar);
    } else if (late > ticks_) {
      Add("make_good_ticks", " = " +
                                 std::to_string(contract_->make_good_ticks()) +
                                 ": with it the window ends at tick " +
                                 std::to_string(late) + calendar);
    }
  }
  void CheckCancelling() {
    if (!contract_->has_cancelled_at_tick() || !good_) return;
    const uint32_t at = contract_->cancelled_at_tick();
    const uint64_t end = End() + contract_->make_good_ticks();
    if (at >= contract_->first_tick() && at < end) return;
    Add("cancelled_at_tick", " = " + std::to_string(at) +
                                 ", must be in its window, ticks " +
                                 std::to_string(contract_->first_tick()) +
                                 " to " + std::to_string(end - 1));
  }
  void CheckBounds(const char* floor_field, const char* ceiling_field,
                   int64_t floor, int64_t ceiling) {
    if (floor <= ceiling) return;
    Add(floor_field, " = " + std::to_string(floor) + ", must be <= " +
                         ceiling_field + " = " + std::to_string(ceiling));
  }
  void Add(const char* field, const std::string& rest) {
    good_ = false;
    faults_.Add(path_.Field(field), rest);
  }

  uint32_t ticks_;
  Faults& faults_;
  const Contract* contract_ = nullptr;
  FieldPath path_;
  bool good_ = true;
};

}  // namespace

void AddContracts(Scenario& scenario) {
  if (HasContracts(scenario)) scenario.mutable_contracts();
}

void CheckContracts(const Scenario& scenario, Faults& faults) {
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    const Advertiser& advertiser = scenario.advertiser(a);
    CheckPurpose(advertiser,
                 FieldPath().Item("advertiser", static_cast<size_t>(a)),
                 faults);
    for (int c = 0; c < advertiser.contract_size(); ++c) {
      const FieldPath path = PathOfContract(a, c);
      CheckGoal(advertiser.contract(c), path, faults);
      CheckTargetRate(scenario, advertiser.contract(c), path, faults);
      CheckMatch(scenario, advertiser.contract(c), path, faults);
    }
  }
  if (!HasContracts(scenario)) return CheckIdle(scenario, faults);
  if (scenario.budgets().mode() != AUCTIONNET) return;
  faults.Add(FieldPath().Field("budgets").Field("mode"),
             " = AUCTIONNET serves a tick again when somebody overspends, but "
             "an impression of a contract is not taken back; use LEASE");
}

void CompleteContracts(Scenario& scenario, Faults& faults) {
  if (!scenario.has_contracts()) return;
  for (int c = 0; c < scenario.channel_size(); ++c) {
    CheckShares(*scenario.mutable_channel(c),
                FieldPath().Item("channel", static_cast<size_t>(c)), faults);
  }
  Contracts& contracts = *scenario.mutable_contracts();
  const FieldPath replan = FieldPath().Field("contracts").Field("replan_ticks");
  if (contracts.has_replan_ticks() || faults.spoiled(replan)) return;
  contracts.set_replan_ticks(
      std::max(1U, scenario.calendar().ticks_per_day() / kHours));
}

void CheckWindows(const Scenario& scenario, Faults& faults) {
  if (!scenario.has_contracts()) return;
  const Calendar& calendar = scenario.calendar();
  WindowChecker checker(calendar.days() * calendar.ticks_per_day(), faults);
  int last_faulty = -1;  // one copy of a template is enough
  ForEachAdvertiser(scenario, [&](const Advertiser& copy, int position) {
    if (position == last_faulty) return;
    for (int c = 0; c < copy.contract_size(); ++c) {
      if (!checker.Check(copy.contract(c), PathOfContract(position, c))) {
        last_faulty = position;
      }
    }
  });
}

void CheckAdvances(const market::MarketSpec& market, Faults& faults) {
  double total = 0;
  for (const market::ContractSpec& contract : market.contracts.contracts) {
    total += static_cast<double>(contract.goal) *
             static_cast<double>(contract.price.micros +
                                 contract.shortage_price.micros);
  }
  if (total < market::kMaxMicros) return;
  faults.Add(FieldPath().Field("contracts"),
             ": advances and repayments of all contracts add up to " +
                 NumberText(total) + " micros, must be below " +
                 NumberText(market::kMaxMicros) +
                 "; lower goals, price_micros or shortage_price_micros");
}

}  // namespace souk::scenarios
