#include "market/contracts/contract_server.h"

#include <algorithm>
#include <cmath>

#include "market/check.h"

namespace souk::market {
namespace {

using Way = AllocatorTraits::Way;

/// Indices of the draws of a page view beside those of contract_draws.h:
/// which slots are open to scores, and which placements pass.
constexpr uint32_t kOpen = 1U << 9;
constexpr uint32_t kPassScores = 1U << 10;

/// At least `shares`, at most `room` times as much: rows grow alike as far as
/// a page has room for them, columns share what is left of their slot.
std::vector<double> WithRoom(const SupplyType& type, double room,
                             std::span<const double> shares) {
  const size_t slots = type.slot_share.size();
  std::vector<double> grown(shares.begin(), shares.end());
  std::vector<double> extra(shares.size());
  for (size_t row = 0; row < shares.size(); row += slots) {
    double sum = 0;
    for (size_t k = 0; k < slots; ++k) sum += shares[row + k];
    const double growth = sum > 0 ? std::min(room, 1 / sum) - 1 : 0;
    if (growth <= 0) continue;
    for (size_t k = 0; k < slots; ++k) {
      extra[row + k] = growth * shares[row + k];
    }
  }
  for (size_t k = 0; k < slots; ++k) {
    double planned = 0;
    double more = 0;
    for (size_t row = 0; row < shares.size(); row += slots) {
      planned += shares[row + k];
      more += extra[row + k];
    }
    const double left = std::max(0.0, type.slot_share[k] - planned);
    const double part = more > left ? left / more : 1;
    for (size_t row = 0; row < shares.size(); row += slots) {
      grown[row + k] += part * extra[row + k];
    }
  }
  return grown;
}

}  // namespace

ContractServer::ContractServer(std::shared_ptr<const MarketSpec> spec)
    : spec_(std::move(spec)),
      contracts_(spec_->contracts),
      asks_auction_(contracts_.traits.way == Way::kScores),
      counts_pace_(contracts_.pacer->traits().looks_at_rates),
      has_caps_(std::ranges::any_of(
          contracts_.contracts,
          [](const ContractSpec& one) { return one.frequency.times > 0; })),
      shared_types_(SupplyTypesOf(*spec_)),
      types_(*shared_types_),
      chance_(spec_->seed, spec_->run, Purpose::kContracts),
      frequency_(contracts_.contracts),
      ready_(types_.size()),
      draws_(*spec_->traffic, chance_) {
  size_t slots = 0;
  for (const ChannelSpec& channel : spec_->channels) {
    first_slot_.push_back(slots);
    slots += channel.slot_weight.size();
  }
  slots_ = slots;
}

void ContractServer::OpenTick(TickTime time, const ContractLease& lease) {
  const size_t contracts = contracts_.contracts.size();
  SOUK_CHECK(lease.orders && lease.quota.size() == contracts &&
                 lease.orders->duals.size() == contracts &&
                 lease.orders->pass.size() == contracts,
             "orders for ", lease.quota.size(), " contracts of ", contracts);
  tick_ = time.tick;
  orders_ = lease.orders;
  left_ = lease.quota;
  frequency_.OpenTick(time);
  seen_.assign(types_.size(), 0);
  if (counts_pace_) pace_.assign(contracts * kPaceBins, {0, 0});
  report_ = ContractReport();
  report_.delivered.assign(contracts, 0);
  report_.slots.assign(slots_, 0);
  if (asks_auction_) report_.displaced.assign(contracts, 0);
}

std::span<const ServedAward> ContractServer::ClaimSome(
    const PageView& page, uint32_t position, std::span<const double> auction) {
  claims_.clear();
  facts_ = &types_[type_of_[position]];
  if (facts_->edges.empty()) return claims_;
  user_ = has_caps_ ? spec_->traffic->UserOf(page) : 0;
  if (asks_auction_) {
    slate_.resize(contracts_.slot_share[page.channel].size());
    DrawByScores(page, auction);
  } else {
    TakeDrawn(page, position);
  }
  for (ServedAward& claim : claims_) claim.page = position;
  CountPage();
  return claims_;
}

void ContractServer::MakeReady(uint32_t type) {
  ReadyType& ready = ready_[type];
  ready.tick = tick_;
  if (ready.version != orders_->version) Prepare(type);
  if (ready.page.roulette == nullptr) return;
  const size_t slots = ready.page.slots;
  for (size_t i = 0; i < ready.pass.size(); ++i) {
    const uint32_t contract = types_[type].edges[i / slots].contract;
    const std::vector<double>& pass = orders_->pass[contract].pass;
    ready.hopeless[i] =
        counts_pace_ ? 1 : ready.pass[i] * std::ranges::max(pass);
  }
}

void ContractServer::Prepare(uint32_t type) {
  ReadyType& ready = ready_[type];
  ready.version = orders_->version;
  ready.page = PageRoulette();
  const SupplyType view = types_.View(*spec_, type, 0);
  if (view.edges.empty()) return;
  const size_t slots = view.slot_share.size();
  std::vector<double> shares(view.edges.size() * slots);
  contracts_.allocator->Shares(view, orders_->duals, shares);
  const std::vector<double> grown =
      WithRoom(view, contracts_.pacer->room(), shares);
  ready.roulette =
      contracts_.roulette->Prepare({view.edges.size(), slots, grown});
  ready.pass.resize(shares.size());
  ready.hopeless.resize(shares.size());
  for (size_t i = 0; i < shares.size(); ++i) {
    ready.pass[i] = grown[i] > 0 ? shares[i] / grown[i] : 0;
  }
  if (ready.roulette->nobody_from() <= 0) return;
  const uint32_t draws = contracts_.roulette->draws(slots);
  ready.page = {.roulette = ready.roulette.get(),
                .lines = types_[type].lines,
                .pass = ready.pass,
                .hopeless = ready.hopeless,
                .slots = static_cast<uint32_t>(slots),
                .draws = draws,
                .blocks = (draws + static_cast<uint32_t>(slots) + 3) / 4,
                // Uniforms are those of word + 1/2.
                .nobody_from = static_cast<uint64_t>(
                    std::ceil(ready.roulette->nobody_from() * 0x1p32 - 0.5))};
}

void ContractServer::DrawChances(const PageView& page, uint32_t index,
                                 Chances& chances) const {
  chance_.FillUniform(page.page, page.tick, index,
                      std::span(chances).first(slate_.size()));
}

void ContractServer::OpenBatch(std::span<const PageView> pages) {
  type_of_.resize(pages.size());
  roulettes_.resize(pages.size());
  for (size_t i = 0; i < pages.size(); ++i) {
    const uint32_t type = types_.TypeOf(pages[i]);
    type_of_[i] = type;
    ++seen_[type];
    if (asks_auction_) continue;
    const PageRoulette& page = Ready(type).page;
    roulettes_[i] = page.roulette == nullptr ? nullptr : &page;
  }
  report_.page_views += static_cast<int64_t>(pages.size());
  if (!asks_auction_) draws_.Draw(pages, roulettes_);
}

void ContractServer::TakeDrawn(const PageView& page, uint32_t position) {
  for (const DrawnPlacement& placement : draws_.of(position)) {
    if (MayShow(page, placement.edge)) Offer(placement, page.channel);
  }
}

bool ContractServer::MayShow(const PageView& page, size_t edge) const {
  const uint32_t contract = facts_->edges[edge].contract;
  if (left_[contract] <= 0) return false;
  if (has_caps_ && !frequency_.Allows(user_, contract)) return false;
  return !facts_->must_match ||
         spec_->traffic->Matches(page, LineId(facts_->lines[edge]));
}

bool ContractServer::Offer(const DrawnPlacement& placement, uint16_t channel) {
  const uint32_t contract = facts_->edges[placement.edge].contract;
  const PassRule& rule = orders_->pass[contract];
  const double pass = placement.plan_pass * rule.Of(placement.rates.click);
  // A page that shows it twice may use up the quota itself.
  const bool taken = placement.chance < pass && left_[contract] > 0;
  if (counts_pace_) {
    auto& [offered, delivered] =
        pace_[contract * kPaceBins + PaceBin(placement.rates.click)];
    ++offered;
    delivered += taken ? 1 : 0;
  }
  if (!taken) return false;
  --left_[contract];
  ++report_.delivered[contract];
  ++report_.slots[first_slot_[channel] + placement.slot];
  if (has_caps_) frequency_.Add(user_, contract);
  ServedAward& claim = claims_.emplace_back();
  claim.slot = placement.slot;
  claim.line = placement.line;
  claim.predicted = placement.rates;
  return true;
}

void ContractServer::DrawByScores(const PageView& page,
                                  std::span<const double> auction) {
  FillOffers(page, auction);
  Chances pass;
  DrawChances(page, kPassScores, pass);
  const std::span<const uint32_t> chosen = ChooseSlate(auction);
  for (uint32_t slot = 0; slot < slate_.size(); ++slot) {
    const uint32_t edge = chosen[slot];
    if (edge == kNone) continue;
    const DrawnPlacement placement{.edge = edge,
                                   .slot = slot,
                                   .line = facts_->lines[edge],
                                   .chance = pass[slot],
                                   .plan_pass = 1,
                                   .rates = {click_[edge], conversion_[edge]}};
    if (!Offer(placement, page.channel)) continue;
    report_.displaced[facts_->edges[edge].contract] +=
        auction[slot] / kScoreUnit;
  }
}

void ContractServer::FillOffers(const PageView& page,
                                std::span<const double> auction) {
  const size_t edges = facts_->edges.size();
  const size_t slots = slate_.size();
  click_.resize(edges);
  conversion_.resize(edges);
  spec_->traffic->Predict(page, {facts_->lines, false}, click_, conversion_);
  Chances open;
  DrawChances(page, kOpen, open);
  offers_.assign(edges * slots, 0);
  const auto& weight = spec_->channels[page.channel].slot_weight;
  const auto& share = contracts_.slot_share[page.channel];
  for (size_t edge = 0; edge < edges; ++edge) {
    if (!MayShow(page, edge)) continue;
    const ContractDual& dual = orders_->duals[facts_->edges[edge].contract];
    for (size_t k = 0; k < slots; ++k) {
      if (open[k] >= share[k]) continue;
      offers_[edge * slots + k] =
          kScoreUnit *
          contracts_.allocator->Score(
              {click_[edge], weight[k], auction[k] / kScoreUnit}, dual);
    }
  }
}

std::span<const uint32_t> ContractServer::ChooseSlate(
    std::span<const double> auction) {
  const size_t slots = slate_.size();
  if (contracts_.traits.one_per_page) {
    if (!contracts_.traits.meets_auction) nothing_.assign(slots, 0);
    offered_ = {.slots = slots,
                .contracts = facts_->edges.size(),
                .auction = contracts_.traits.meets_auction
                               ? auction
                               : std::span<const double>(nothing_),
                .offer = offers_};
    return choice_.Choose(offered_);
  }
  for (size_t k = 0; k < slots; ++k) {
    slate_[k] = kNone;
    double best = 0;
    for (size_t edge = 0; edge < facts_->edges.size(); ++edge) {
      if (offers_[edge * slots + k] <= best) continue;
      best = offers_[edge * slots + k];
      slate_[k] = static_cast<uint32_t>(edge);
    }
  }
  return slate_;
}

double ContractServer::Reserve(size_t slot) const {
  if (!contracts_.traits.meets_auction || facts_->edges.empty()) return 0;
  return choice_.BestLeftOut(offered_, slot);
}

void ContractServer::CountPage() {
  if (claims_.empty()) return;
  ++report_.with_contracts;
  bool repeats = false;
  for (size_t i = 1; i < claims_.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      repeats = repeats || claims_[i].line == claims_[k].line;
    }
  }
  SOUK_CHECK(!(repeats && contracts_.one_per_page),
             "a page shows a contract twice");
  report_.with_repeats += repeats ? 1 : 0;
}

ContractReport ContractServer::CloseTick(std::span<LineTally> tallies) {
  for (uint32_t type = 0; type < seen_.size(); ++type) {
    if (seen_[type] == 0) continue;
    report_.supply.push_back({.type = type, .page_views = seen_[type]});
    for (const uint32_t line : types_[type].lines) {
      tallies[line].auctions += seen_[type];
    }
  }
  for (size_t i = 0; i < pace_.size(); ++i) {
    if (pace_[i][0] == 0) continue;
    report_.pace.push_back({.contract = static_cast<uint32_t>(i / kPaceBins),
                            .bin = static_cast<uint32_t>(i % kPaceBins),
                            .offered = pace_[i][0],
                            .taken = pace_[i][1]});
  }
  orders_.reset();
  return std::move(report_);
}

}  // namespace souk::market
