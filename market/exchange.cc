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

bool EventCame(Charge charge, const SlotResponse& response) {
  // By index and not by a branch, which nobody could guess.
  const std::array<bool, 3> came = {response.examined, response.clicked,
                                    response.converted};
  return came[static_cast<size_t>(charge)];
}

}  // namespace

Exchange::Exchange(std::shared_ptr<const MarketSpec> spec, CellId cell)
    : spec_(std::move(spec)),
      cell_(cell),
      cell_share_(spec_->traffic->CellShare(cell, spec_->cells)),
      retrieval_(*spec_),
      recorder_(*spec_, cell),
      leases_(BudgetNodes(*spec_).size()),
      late_(*spec_),
      lines_of_(LinesByAdvertiser(*spec_)),
      payers_(Payers(*spec_)),
      slots_shared_(SlotsShared(*spec_, lines_of_)),
      most_awards_(MostAwards(*spec_)),
      sieve_(spec_),
      weighs_(AnyWeighs(*spec_)),
      desks_(retrieval_.groups().size()) {
  if (!retrieval_.keeps_lists()) {
    index_ = spec_->line_index ? spec_->line_index
                               : std::make_shared<const LineIndex>(*spec_);
    stood_.resize(spec_->lines.size());
  }
  for (size_t g = 0; g < desks_.size(); ++g) {
    desks_[g].lines = retrieval_.groups()[g].view();
    WeighDesk(*spec_, desks_[g]);
    RelateDesk(*spec_, desks_[g]);
    MakeRoom(desks_[g].lines.lines.size());
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
                        std::shared_ptr<const BidSheet> bids) {
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
  report_ = CellReport();
  report_.cell = cell_;
  report_.tick = time.tick;
}

Desk& Exchange::DeskOf(const PageView& page) {
  if (index_) return MeetLines(page);
  Desk& desk = desks_[retrieval_.GroupOf(page)];
  if (!desk.filled) FillDesk(desk);
  return desk;
}

void Exchange::FillDesk(Desk& desk) const {
  desk.filled = true;
  desk.columns.Clear();
  for (const uint32_t line : desk.lines.lines) {
    desk.columns.Add((*bids_)[line].linear, payers_[line].charge);
  }
  CollectCurves(*bids_, desk);
}

Desk& Exchange::MeetLines(const PageView& page) {
  index_->Find(page, found_);
  met_.lines = {found_.lines, false};
  for (const uint32_t line : found_.lines) ++stood_[line];
  CollectCurves(*bids_, met_);
  if (weighs_) WeighDesk(*spec_, met_);
  RelateDesk(*spec_, met_);
  MakeRoom(found_.lines.size());
  return met_;
}

void Exchange::UpdateCaps(size_t advertiser) {
  for (uint32_t line : lines_of_[advertiser]) {
    const Money available = leases_.available(payers_[line].nodes);
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
  Desk& desk = DeskOf(page);
  if (recorder_.anything()) {
    candidates_.push_back(static_cast<uint32_t>(desk.lines.lines.size()));
  }
  // Whoever watches or records bids wants to see everybody.
  const bool everybody = recorder_.any_bids() || !watches_.empty();
  if (!everybody && sieve_.Decides(looked_at, cap_, contenders_)) {
    ClearContenders(contenders_, position, served);
  } else {
    ClearEverybody(page, desk, position, served);
  }
  ++desk.page_views;
  ++report_.page_views;
  ++page_views_today_;
}

void Exchange::ClearContenders(const Sieve::Contenders& contenders,
                               uint32_t position, ServedBatch& served) {
  contenders.mechanism->Award(contenders.auction, contenders.ranking, outcome_);
  for (const Award& award : outcome_.awards()) {
    const size_t i = award.candidate;
    TakeAward({.page = position,
               .slot = award.slot,
               .line = sieve_.line(contenders.row[i]),
               .predicted = {contenders.click[i],
                             sieve_.conversion_rate(contenders.row[i])},
               .bid = contenders.auction.bid[i],
               .price = PriceOf(award)},
              served);
  }
}

void Exchange::ClearEverybody(const PageView& page, const Desk& desk,
                              uint32_t position, ServedBatch& served) {
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
  EvaluateCurves(desk, caps, columns);
  if (recorder_.anything()) {
    recorder_.RecordBids(
        page,
        {desk.lines.lines, columns.bid, columns.click, columns.conversion},
        report_);
  }
  sieve_.Learn(page, desk.lines, columns.bid, columns.rate);
  ClearPage(page, desk);
  TakeAwards(desk.lines.lines, position, served);
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

void Exchange::EvaluateCurves(const Desk& desk, std::span<const double> caps,
                              const Columns& columns) const {
  for (const auto& [i, curve] : desk.curves) {
    const double amount = curve->Bid({.click_rate = columns.click[i],
                                      .conversion_rate = columns.conversion[i],
                                      .remaining_micros = caps[i],
                                      .page_views_today = page_views_today_,
                                      .cell_share = cell_share_});
    SOUK_CHECK(amount >= 0, "a bid function bids ", amount);
    columns.bid[i] = std::min(std::ceil(amount), caps[i]);
  }
}

void Exchange::ClearPage(const PageView& page, const Desk& desk) {
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
  const ChannelSpec& channel = spec_->channels[page.channel];
  Auction auction{{&bid_[first_candidate_], size},
                  {&rate_[first_candidate_], size},
                  channel.slot_weight};
  if (!desk.weight.empty()) {
    auction.weight = {&desk.weight[first_candidate_], size};
  }
  if (!desk.boost.empty()) {
    auction.boost = {&desk.boost[first_candidate_], size};
  }
  auction.conversion = {&conversion_[first_candidate_], size};
  auction.bundles = desk.bundles;
  channel.mechanism->Clear(auction, outcome_);
  if (!watches_.empty()) ShowPage(page, desk, auction);
}

void Exchange::ShowPage(const PageView& page, const Desk& desk,
                        const Auction& auction) {
  const std::span<const uint32_t> lines = desk.lines.lines;
  std::vector<double> caps;
  for (const uint32_t line : lines) caps.push_back(cap_[line]);
  const PageServing serving{page,
                            lines,
                            {&click_[1], lines.size()},
                            {&conversion_[1], lines.size()},
                            caps,
                            auction,
                            size_t{1} - first_candidate_,
                            *spec_->channels[page.channel].mechanism,
                            outcome_,
                            leases_};
  for (const auto& watch : watches_) watch->Served(serving);
  // The run ends with a sentence, not at the ledger's stop.
  if (audit_ && !audit_->fault().empty()) outcome_.size = 0;
}

void Exchange::TakeAwards(std::span<const uint32_t> lines, uint32_t position,
                          ServedBatch& served) {
  for (const Award& award : outcome_.awards()) {
    const size_t place = award.candidate + first_candidate_;
    if (place == 0 || place > lines.size()) continue;  // the rival's
    TakeAward({.page = position,
               .slot = award.slot,
               .line = lines[place - 1],
               .predicted = {click_[place], conversion_[place]},
               .bid = bid_[place],
               .price = PriceOf(award)},
              served);
  }
}

void Exchange::TakeAward(const ServedAward& award, ServedBatch& served) {
  const SpendingNodes& payer = payers_[award.line].nodes;
  served.awards.push_back(award);
  leases_.Reserve(payer, award.price);
  if (leases_.limited(payer)) UpdateCaps(payer.advertiser);
}

void Exchange::Settle(const ServedBatch& served, const Responses& responses) {
  SOUK_CHECK(served.awards.size() == responses.of_award.size(),
             responses.of_award.size(), " answers to ", served.awards.size(),
             " awards");
  charged_.clear();
  for (size_t i = 0; i < served.awards.size(); ++i) {
    charged_.push_back(SettleAward(served.awards[i], responses.of_award[i]));
  }
  if (late_.active()) late_.Take(served, responses);
  if (recorder_.anything()) {
    recorder_.RecordAnswers(served, responses, charged_, candidates_, report_);
  }
  for (const auto& watch : watches_) {
    watch->Settled({served, responses, charged_});
  }
}

Money Exchange::SettleAward(const ServedAward& award,
                            const SlotResponse& response) {
  const auto& [payer, charge] = payers_[award.line];
  LineTally& tally = tally_[award.line];
  tally.impressions += 1;
  tally.views += response.examined ? 1 : 0;
  tally.clicks += response.clicked ? 1 : 0;
  tally.conversions += response.converted && !late_.active() ? 1 : 0;
  tally.predicted_clicks += award.predicted.click;
  if (!EventCame(charge, response)) {
    leases_.Release(payer, award.price);
    if (leases_.limited(payer)) UpdateCaps(payer.advertiser);
    return Money();
  }
  leases_.Charge(payer, award.price);
  tally.spend += award.price;
  return award.price;
}

void Exchange::TallyAuctions() {
  for (const Desk& desk : desks_) {
    if (desk.page_views == 0) continue;
    for (const uint32_t line : desk.lines.lines) {
      tally_[line].auctions += desk.page_views;
    }
  }
  for (size_t line = 0; line < stood_.size(); ++line) {
    tally_[line].auctions += std::exchange(stood_[line], 0);
  }
}

CellReport Exchange::CloseTick() {
  TallyAuctions();
  if (late_.active()) late_.Report(report_.tick, tally_);
  for (uint32_t line = 0; line < tally_.size(); ++line) {
    if (tally_[line].auctions == 0) continue;
    report_.lines.push_back(line);
    report_.tallies.push_back(tally_[line]);
  }
  report_.spent = leases_.Close();
  if (audit_) report_.fault = audit_->fault();
  bids_.reset();
  return std::move(report_);
}

}  // namespace souk::market
