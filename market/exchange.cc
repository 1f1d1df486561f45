#include "market/exchange.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "market/budget_nodes.h"
#include "market/page_kernels.h"

namespace souk::market {
namespace {

Money PriceOf(const Award& award) {
  return Money(static_cast<int64_t>(award.price));
}

}  // namespace

Exchange::Exchange(std::shared_ptr<const MarketSpec> spec, CellId cell)
    : spec_(std::move(spec)),
      cell_(cell),
      cell_share_(spec_->traffic->CellShare(cell, spec_->cells)),
      retrieval_(*spec_),
      recorder_(*spec_, cell),
      auction_watch_(*spec_, retrieval_.groups_or_one()),
      chance_(spec_->seed, spec_->run, Purpose::kBidding),
      leases_(BudgetNodes(*spec_).size()),
      late_(*spec_),
      lines_of_(LinesByAdvertiser(*spec_)),
      payers_(Payers(*spec_)),
      slots_shared_(SlotsShared(*spec_, lines_of_)),
      most_awards_(MostAwards(*spec_)),
      sieve_(spec_),
      weighs_(AnyWeighs(*spec_)),
      desks_(retrieval_.groups_or_one()) {
  if (!retrieval_.keeps_lists()) {
    index_ = spec_->line_index ? spec_->line_index
                               : std::make_shared<const LineIndex>(*spec_);
    stood_.resize(spec_->lines.size());
  }
  for (size_t g = 0; g < retrieval_.groups().size(); ++g) {
    desks_[g].lines = retrieval_.groups()[g].view();
    WeighDesk(*spec_, desks_[g]);
    RelateDesk(*spec_, desks_[g]);
    MakeRoom(desks_[g].lines.lines.size());
  }
  if (spec_->budgets.mode == BudgetMode::kAuctionNet) {
    drops_.emplace(*spec_, cell_);
  }
  if (spec_->contracts.any()) {
    contracts_ = std::make_unique<ContractServer>(spec_);
  }
  if (spec_->audit) Watch(audit_ = std::make_shared<PageAudit>(spec_, cell_));
}

void Exchange::MakeRoom(size_t candidates) {
  const size_t places = candidates + 2;
  if (click_.size() >= places) return;
  for (auto* column : {&click_, &conversion_, &bid_, &rate_, &gathered_caps_}) {
    column->resize(places);
  }
}

std::vector<Exchange::Payer> Exchange::Payers(const MarketSpec& spec) {
  const std::vector<uint32_t> allowance = CampaignNodes(spec);
  std::vector<Payer> payers;
  for (const LineSpec& line : spec.lines) {
    const size_t campaign = line.campaign.index();
    payers.push_back({{line.advertiser.value, allowance[campaign]},
                      spec.campaigns[campaign].charge});
  }
  return payers;
}

void Exchange::OpenTick(TickTime time, std::span<const Money> granted,
                        std::shared_ptr<const BidSheet> bids,
                        const ContractLease& contracts) {
  SOUK_CHECK(bids->size() == spec_->lines.size(), bids->size(),
             " bid functions for ", spec_->lines.size(), " lines");
  if (time.first_of_day()) page_views_today_ = 0;
  bids_ = std::move(bids);
  leases_.Open(granted);
  cap_.assign(spec_->lines.size(), 0);
  for (size_t i = 0; i < lines_of_.size(); ++i) UpdateCaps(i);
  sieve_.OpenTick(bids_, OneCap());
  tally_.assign(spec_->lines.size(), LineTally());
  for (Desk& desk : desks_) {
    desk.filled = false;
    desk.page_views = 0;
  }
  if (contracts_) contracts_->OpenTick(time, contracts);
  report_ = CellReport();
  report_.awards.reserve(awards_recorded_ + awards_recorded_ / 8);
  report_.cell = cell_;
  report_.tick = time.tick;
}

size_t Exchange::OpenDesk(const PageView& page) {
  const size_t group = index_ ? 0 : retrieval_.GroupOf(page);
  Desk& desk = desks_[group];
  if (!index_ && desk.filled) return group;
  if (index_) {
    MeetLines(page, desk);
  } else {
    FillDesk(desk);
  }
  CollectCurves(*bids_, desk);
  auction_watch_.OpenGroup(group, desk.lines.lines, *bids_);
  return group;
}

void Exchange::FillDesk(Desk& desk) const {
  desk.filled = true;
  desk.columns.Clear();
  for (const uint32_t line : desk.lines.lines) {
    desk.columns.Add((*bids_)[line].linear, payers_[line].charge);
  }
}

void Exchange::MeetLines(const PageView& page, Desk& desk) {
  index_->Find(page, found_);
  desk.lines = {found_.lines, false};
  for (const uint32_t line : found_.lines) ++stood_[line];
  if (weighs_) WeighDesk(*spec_, desk);
  RelateDesk(*spec_, desk);
  MakeRoom(found_.lines.size());
}

void Exchange::UpdateCaps(size_t advertiser) {
  for (uint32_t line : lines_of_[advertiser]) {
    const Money left = leases_.available(payers_[line].nodes);
    const Money available = drops_ ? drops_->MostBid(left) : left;
    const int64_t shared = slots_shared_[line];
    const int64_t cap =
        shared == 1 ? available.micros : available.micros / shared;
    cap_[line] = std::min(kMaxBid, static_cast<double>(cap));
  }
}

double Exchange::OneCap() const {
  const auto limited = [this](const Payer& payer) {
    return leases_.limited(payer.nodes);
  };
  const bool one =
      !cap_.empty() && std::ranges::none_of(payers_, limited) &&
      std::ranges::all_of(cap_, [this](double cap) { return cap == cap_[0]; });
  return one ? cap_[0] : -1;
}

std::span<const double> Exchange::Caps(const CandidateLines& candidates) {
  const std::span<const uint32_t> lines = candidates.lines;
  const size_t n = lines.size();
  if (n == 0) return {};
  if (candidates.contiguous) return {&cap_[lines.front()], n};
  for (size_t i = 0; i < n; ++i) gathered_caps_[i] = cap_[lines[i]];
  return {gathered_caps_.data(), n};
}

void Exchange::Serve(const PageBatch& batch, ServedBatch& served) {
  served.pages = batch.pages;
  served.awards.clear();
  served.awards.reserve(batch.pages.size() * most_awards_);
  candidates_.clear();
  bids_recorded_ = report_.bids.size();
  auction_watch_.OpenBatch(report_);
  if (contracts_) contracts_->OpenBatch(batch.pages);
  const std::span<const PageView> pages(batch.pages);
  for (size_t first = 0; first < pages.size();) {
    const size_t looked = sieve_.Look(pages.subspan(first));
    for (size_t i = 0; i < looked; ++i) {
      ServePage(pages[first + i], i, static_cast<uint32_t>(first + i), served);
    }
    first += looked;
  }
}

void Exchange::ServePage(const PageView& page, size_t looked_at,
                         uint32_t position, ServedBatch& served) {
  const size_t group = OpenDesk(page);
  Desk& desk = desks_[group];
  if (recorder_.anything()) {
    candidates_.push_back(static_cast<uint32_t>(desk.lines.lines.size()));
  }
  // Whoever watches or records bids wants to see everybody.
  const bool everybody = recorder_.any_bids() || !watches_.empty() ||
                         auction_watch_.Wants(page, group);
  if (!everybody && sieve_.Decides(looked_at, cap_, contenders_)) {
    ClearContenders(page, position, served);
  } else {
    ClearEverybody(page, group, position, served);
  }
  ++desk.page_views;
  ++report_.page_views;
  ++page_views_today_;
}

void Exchange::ClearContenders(const PageView& page, uint32_t position,
                               ServedBatch& served) {
  Sieve::Contenders& contenders = contenders_;
  const size_t slots = contenders.auction.slot_weight.size();
  const size_t ranked = contenders.ranking.size;
  ClearOpenSlots(page, position, [&] {
    contenders.auction.slot_weight = open_.weight();
    contenders.ranking.size = std::min(ranked, open_.size() + 1);
    outcome_.size = 0;
    if (open_.size() > 0) {
      contenders.mechanism->Award(contenders.auction, contenders.ranking,
                                  outcome_);
    }
    return contenders.auction;
  });
  const size_t first_award = served.awards.size();
  for (const Award& award : outcome_.awards()) {
    const size_t i = award.candidate;
    // Field by field: a row made elsewhere and copied would wait for itself.
    ServedAward& taken = served.awards.emplace_back();
    taken.page = position;
    taken.slot = open_.SlotAt(award.slot, slots);
    taken.line = sieve_.line(contenders.row[i]);
    taken.predicted.click = contenders.click[i];
    taken.predicted.conversion = sieve_.conversion_rate(contenders.row[i]);
    taken.bid = contenders.auction.bid[i];
    taken.price = PriceOf(award);
    Reserve(taken);
  }
  AddClaims(first_award, served);
}

void Exchange::ClearEverybody(const PageView& page, size_t group,
                              uint32_t position, ServedBatch& served) {
  const Desk& desk = desks_[group];
  const size_t n = desk.lines.lines.size();
  const Columns columns{
      {&click_[1], n}, {&conversion_[1], n}, {&bid_[1], n}, {&rate_[1], n}};
  spec_->traffic->Predict(page, desk.lines, columns.click, columns.conversion);
  const std::span<const double> caps = Caps(desk.lines);
  if (index_) {
    EvaluateMet(caps, columns);
  } else {
    desk.columns.Evaluate(columns.click, columns.conversion, caps, columns.bid,
                          columns.rate);
  }
  EvaluateCurves(page, desk, caps, columns);
  if (drops_) drops_->Silence(position, desk.lines.lines, columns.bid);
  if (recorder_.anything()) {
    recorder_.RecordBids(
        page,
        {desk.lines.lines, columns.bid, columns.click, columns.conversion},
        report_);
  }
  sieve_.Learn(page, desk.lines, columns.bid, columns.rate);
  Auction auction;
  ClearOpenSlots(page, position,
                 [&] { return auction = ClearPage(page, desk); });
  if (!watches_.empty()) ShowPage(page, desk, auction);
  const size_t first_award = served.awards.size();
  TakeAwards(desk.lines.lines, position, served);
  AddClaims(first_award, served);
  // Without a slot there was no auction to see.
  if (open_.size() > 0 && auction_watch_.Wants(page, group)) {
    ShowBidders(page, group, served, first_award);
  }
}

void Exchange::EvaluateMet(std::span<const double> caps,
                           const Columns& columns) const {
  for (size_t i = 0; i < found_.lines.size(); ++i) {
    const uint32_t line = found_.lines[i];
    const double click = columns.click[i];
    const double conversion = columns.conversion[i];
    const double bid = (*bids_)[line].linear(click, conversion);
    const Charge charge = payers_[line].charge;
    columns.bid[i] = CappedBid(std::ceil(bid), caps[i]);
    columns.rate[i] = charge == Charge::kView    ? 1
                      : charge == Charge::kClick ? click
                                                 : click * conversion;
  }
}

void Exchange::EvaluateCurves(const PageView& page, const Desk& desk,
                              std::span<const double> caps,
                              const Columns& columns) const {
  for (const auto& [i, curve] : desk.curves) {
    const double remaining =
        drops_ ? Remaining(payers_[desk.lines.lines[i]].nodes) : caps[i];
    const double chance = curve->draws() ? chance_.Uniform(page.page, page.tick,
                                                           desk.lines.lines[i])
                                         : 0;
    const double amount = curve->Bid({.click_rate = columns.click[i],
                                      .conversion_rate = columns.conversion[i],
                                      .remaining_micros = remaining,
                                      .page_views_today = page_views_today_,
                                      .cell_share = cell_share_,
                                      .chance = chance});
    SOUK_CHECK(amount >= 0, "a bid function bids ", amount);
    columns.bid[i] = std::min(std::ceil(amount), caps[i]);
  }
}

double Exchange::Remaining(const SpendingNodes& payer) const {
  return static_cast<double>(leases_.available(payer).micros);
}

template <class Clear>
void Exchange::ClearOpenSlots(const PageView& page, uint32_t position,
                              const Clear& clear) {
  const std::span<const double> weight =
      spec_->channels[page.channel].slot_weight;
  open_.OpenAll(weight);
  if (!contracts_) {
    clear();
    return;
  }
  if (!contracts_->asks_auction()) {
    claims_ = contracts_->Claim(page, position, {});
    open_.OpenBut(weight, claims_);
    clear();
    return;
  }
  const Auction all = clear();
  claims_ = contracts_->Claim(page, position, OffersBySlot(all));
  if (!claims_.empty()) {
    open_.OpenBut(weight, claims_);
    clear();
  }
  KeepReserves(all, weight.size());
}

Auction Exchange::ClearPage(const PageView& page, const Desk& desk) {
  const size_t candidates = desk.lines.lines.size();
  const double rival = spec_->traffic->RivalBid(page);
  first_candidate_ = 1;
  size_t size = candidates;
  if (rival >= 0) {
    const bool in_front = spec_->traffic->RivalWinsTies();
    const size_t place = in_front ? 0 : candidates + 1;
    bid_[place] = rival;
    rate_[place] = 1;
    conversion_[place] = 0;
    first_candidate_ = in_front ? 0 : 1;
    ++size;
  }
  competitors_ = size;
  const ChannelSpec& channel = spec_->channels[page.channel];
  Auction auction{{&bid_[first_candidate_], size},
                  {&rate_[first_candidate_], size},
                  open_.weight()};
  if (!desk.weight.empty()) {
    auction.weight = {&desk.weight[first_candidate_], size};
  }
  if (!desk.boost.empty()) {
    auction.boost = {&desk.boost[first_candidate_], size};
  }
  auction.conversion = {&conversion_[first_candidate_], size};
  auction.bundles = desk.bundles;
  outcome_.size = 0;
  if (open_.size() > 0) channel.mechanism->Clear(auction, outcome_);
  return auction;
}

void Exchange::TakeAwards(std::span<const uint32_t> lines, uint32_t position,
                          ServedBatch& served) {
  const size_t slots =
      spec_->channels[served.pages[position].channel].slot_weight.size();
  for (const Award& award : outcome_.awards()) {
    const size_t place = award.candidate + first_candidate_;
    if (place == 0 || place > lines.size()) continue;  // the rival's
    served.awards.push_back({.page = position,
                             .slot = open_.SlotAt(award.slot, slots),
                             .line = lines[place - 1],
                             .predicted = {click_[place], conversion_[place]},
                             .bid = bid_[place],
                             .price = PriceOf(award)});
    Reserve(served.awards.back());
  }
}

void Exchange::Reserve(const ServedAward& award) {
  const SpendingNodes& payer = payers_[award.line].nodes;
  // Without a limit it is billed when the batch is settled.
  if (drops_ || !leases_.limited(payer)) return;
  leases_.Reserve(payer, award.price);
  UpdateCaps(payer.advertiser);
}

}  // namespace souk::market
