#include "scenarios/contract_builder.h"

#include "market/contracts/allocator.h"
#include "market/contracts/roulette.h"
#include "market/family.h"
#include "scenarios/members.h"

namespace souk::scenarios {
namespace {

using market::Money;

uint32_t EndOf(const Contract& contract, uint32_t ticks) {
  return contract.has_ticks() ? contract.first_tick() + contract.ticks()
                              : ticks;
}

market::DeliveryBounds BoundsOf(const Contract& contract) {
  market::DeliveryBounds bounds;
  bounds.day_floor = contract.day_floor();
  bounds.hour_floor = contract.hour_floor();
  if (contract.has_day_ceiling()) bounds.day_ceiling = contract.day_ceiling();
  if (contract.has_hour_ceiling()) {
    bounds.hour_ceiling = contract.hour_ceiling();
  }
  return bounds;
}

Member NoBid() {
  Member member;
  member.set_name("fixed");
  Param& bid = *member.add_param();
  bid.set_name("bid_micros");
  bid.add_value(0);
  return member;
}

/// Traits of the allocator and what they and the roulette promise.
void AddPromises(const Contracts& contracts, market::ContractsSpec& spec) {
  spec.traits = market::FindMember("allocator", market::Allocators(),
                                   contracts.allocator().name())
                    .value()
                    ->traits;
  const auto* const roulette =
      market::FindMember("roulette", market::Roulettes(),
                         contracts.roulette().name())
          .value();
  spec.one_per_page = spec.traits.way == market::AllocatorTraits::Way::kShares
                          ? roulette->traits.one_per_page
                          : spec.traits.one_per_page;
}

}  // namespace

market::ContractSpec ContractOf(const Contract& contract, uint32_t ticks) {
  market::ContractSpec spec;
  spec.name = contract.name();
  spec.first_tick = contract.first_tick();
  spec.end_tick = EndOf(contract, ticks);
  spec.tier = contract.tier();
  spec.penalty = contract.penalty();
  spec.evenness = contract.evenness();
  spec.price = Money(contract.price_micros());
  spec.shortage_price = Money(contract.shortage_price_micros());
  spec.frequency = {contract.frequency_cap(), contract.frequency_days()};
  spec.bounds = BoundsOf(contract);
  if (contract.has_cancelled_at_tick()) {
    spec.cancelled_at = contract.cancelled_at_tick();
  }
  spec.make_good_ticks = contract.make_good_ticks();
  return spec;
}

market::CampaignSpec CampaignOf(const Contract& contract) {
  market::CampaignSpec spec;
  spec.name = contract.name();
  spec.charge = market::Charge::kView;
  const Member no_bid = NoBid();
  spec.strategy = {no_bid.name(), StrategyParams(no_bid).value()};
  return spec;
}

market::ContractsSpec ServiceOf(const Scenario& scenario) {
  market::ContractsSpec spec;
  if (!scenario.has_contracts()) return spec;
  const Contracts& contracts = scenario.contracts();
  for (const Channel& channel : scenario.channel()) {
    spec.slot_share.emplace_back(channel.contract_share().begin(),
                                 channel.contract_share().end());
  }
  spec.allocator = MakeAllocator(contracts.allocator()).value();
  spec.roulette = MakeRoulette(contracts.roulette()).value();
  spec.pacer = MakePacer(contracts.pacer()).value();
  spec.booking = contracts.booking() == CHECKED ? market::Booking::kChecked
                                                : market::Booking::kAll;
  spec.forecast = {contracts.forecast_error(),
                   contracts.forecast_learning_rate()};
  spec.replan_ticks = contracts.replan_ticks();
  AddPromises(contracts, spec);
  return spec;
}

}  // namespace souk::scenarios
