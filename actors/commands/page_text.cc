#include "actors/commands/page_text.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <numeric>

#include "market/bid_landscape.h"

namespace souk::actors {
namespace {

using market::MarketSpec;
using scenarios::AwardStory;
using scenarios::CandidateStory;
using scenarios::PageStory;

/// Caps of an advertiser without a budget are a share of its credit.
constexpr double kNoLimit =
    static_cast<double>(market::LeaseBook::kCredit.micros) / market::kMaxSlots;

std::string Amount(double micros) {
  return fmt::format("{:.6f}", micros / 1e6);
}

std::string NameOf(const MarketSpec& spec, const CandidateStory& candidate) {
  if (!candidate.line) return "(logged market price)";
  const market::LineSpec& line = spec.lines[*candidate.line];
  return spec.campaigns[line.campaign.index()].name;
}

market::Charge ChargeOf(const MarketSpec& spec,
                        const CandidateStory& candidate) {
  return spec.campaigns[spec.lines[*candidate.line].campaign.index()].charge;
}

const char* EventOf(market::Charge charge) {
  switch (charge) {
    case market::Charge::kView:
      return "view";
    case market::Charge::kClick:
      return "click";
    case market::Charge::kConversion:
      return "conversion";
  }
  return "";
}

std::string Head(const MarketSpec& spec, const PageStory& story) {
  const market::TickTime time = spec.calendar.At(story.page.tick);
  const market::ChannelSpec& channel = spec.channels[story.page.channel];
  std::string text = fmt::format(
      "page view {} of tick {} (tick {} of day {}), cell {}, channel '{}', "
      "user group {}\n",
      story.page.page, story.page.tick, time.tick_of_day(),
      story.page.tick / spec.calendar.ticks_per_day, story.cell.value,
      channel.name, story.page.segment);
  text += fmt::format("{} candidates for {} slots of weight",
                      story.candidates.size(), channel.slot_weight.size());
  for (const double weight : channel.slot_weight) {
    text += fmt::format(" {:.4g}", weight);
  }
  return text + "\n";
}

/// Index of the candidate's first award, or the number of awards.
size_t AwardOf(const PageStory& story, size_t candidate) {
  const auto at =
      std::ranges::find(story.awards, candidate, &AwardStory::candidate);
  return static_cast<size_t>(at - story.awards.begin());
}

double ExpectedPayment(const CandidateStory& candidate) {
  return candidate.bid * candidate.rate;
}

std::string Row(const MarketSpec& spec, const PageStory& story, size_t i) {
  const CandidateStory& one = story.candidates[i];
  const size_t award = AwardOf(story, i);
  const bool won = award < story.awards.size();
  const std::string slot =
      won ? fmt::format("{}", story.awards[award].slot + 1) : "-";
  const std::string price = won ? Amount(story.awards[award].price) : "-";
  if (!one.line) {
    return fmt::format(
        "{:<28.28} {:>8} {:>8} {:>14} {:>12} {:>12} {:>4} {:>12}"
        "\n",
        NameOf(spec, one), "-", "-", "-", Amount(one.bid),
        Amount(ExpectedPayment(one)), slot, price);
  }
  const std::string cap = one.cap >= kNoLimit ? "no limit" : Amount(one.cap);
  return fmt::format(
      "{:<28.28} {:>8.5f} {:>8.5f} {:>14} {:>12} {:>12} {:>4} {:>12}\n",
      NameOf(spec, one), one.click_rate, one.conversion_rate, cap,
      Amount(one.bid), Amount(ExpectedPayment(one)), slot, price);
}

std::string Candidates(const MarketSpec& spec, const PageStory& story,
                       size_t most) {
  std::vector<size_t> order(story.candidates.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](size_t i) {
    return ExpectedPayment(story.candidates[i]);
  });
  std::string text = fmt::format(
      "\n{:<28} {:>8} {:>8} {:>14} {:>12} {:>12} {:>4} {:>12}\n", "candidate",
      "click", "conv.", "may bid up to", "bid", "bid x rate", "slot", "price");
  size_t losers = 0;
  for (const size_t i : order) {
    const bool won = AwardOf(story, i) < story.awards.size();
    losers += won ? 0 : 1;
    if (won || losers <= most) text += Row(spec, story, i);
  }
  if (losers > most) {
    text += fmt::format("... and {} more that won nothing\n", losers - most);
  }
  return text;
}

std::string Answer(const market::SlotResponse& answer) {
  if (!answer.examined) return "was not looked at";
  if (!answer.clicked) return "was looked at, not clicked";
  return answer.converted ? "was clicked, and led to a conversion"
                          : "was clicked, without a conversion";
}

std::string Ledger(const MarketSpec& spec, const AwardStory& award,
                   const CandidateStory& winner) {
  const market::LineSpec& line = spec.lines[*winner.line];
  const std::string& payer = spec.advertisers[line.advertiser.index()].name;
  std::string text = fmt::format("        ledger: {} reserved of '{}', then ",
                                 Amount(award.price), payer);
  text += award.charged == market::Money()
              ? std::string("released")
              : fmt::format("charged {}",
                            Amount(static_cast<double>(award.charged.micros)));
  return text + "\n";
}

std::string Award(const MarketSpec& spec, const PageStory& story,
                  const AwardStory& award) {
  const CandidateStory& winner = story.candidates[award.candidate];
  const std::string text =
      fmt::format("slot {:<2} {} ", award.slot + 1, NameOf(spec, winner));
  if (!winner.line) return text + "outbid everybody: the slot stays empty\n";
  return text +
         fmt::format("owes {} for a {} (bid {}); it {}\n", Amount(award.price),
                     EventOf(ChargeOf(spec, winner)), Amount(winner.bid),
                     Answer(award.answer)) +
         Ledger(spec, award, winner);
}

std::string Claim(const MarketSpec& spec, const scenarios::ClaimStory& claim) {
  const market::LineSpec& line = spec.lines[claim.line];
  const market::CampaignSpec& campaign = spec.campaigns[line.campaign.index()];
  return fmt::format(
      "slot {:<2} {} had it reserved by contract (click rate {:.5f}), paid in "
      "advance; it {}\n",
      claim.slot + 1, campaign.name, claim.click_rate, Answer(claim.answer));
}

/// Of auction and contracts, from the top.
std::string Slots(const MarketSpec& spec, const PageStory& story) {
  if (story.awards.empty() && story.claims.empty()) {
    return "\nnobody won: the page had no ads\n";
  }
  std::vector<std::pair<uint32_t, std::string>> slots;
  for (const AwardStory& award : story.awards) {
    slots.emplace_back(award.slot, Award(spec, story, award));
  }
  for (const scenarios::ClaimStory& claim : story.claims) {
    slots.emplace_back(claim.slot, Claim(spec, claim));
  }
  std::ranges::stable_sort(slots, {},
                           [](const auto& one) { return one.first; });
  std::string text = "\n";
  for (const auto& [slot, line] : slots) text += line;
  return text;
}

std::string StepRow(const PageStory& story, const market::LandscapeStep& step) {
  std::string slots;
  for (const uint32_t open : step.slots) {
    slots += fmt::format("{}{}", slots.empty() ? "" : ", ",
                         story.SlotOnPage(open) + 1);
  }
  return fmt::format("{:>16} {:>10} {:>16.6f} {:>16}\n", Amount(step.bid),
                     slots.empty() ? "-" : slots, step.events,
                     slots.empty() ? "-" : Amount(step.price));
}

}  // namespace

std::string PageText(const MarketSpec& spec, const PageStory& story,
                     size_t most) {
  return Head(spec, story) + Candidates(spec, story, most) + Slots(spec, story);
}

std::string LandscapeText(const MarketSpec& spec, const PageStory& story,
                          size_t candidate) {
  const CandidateStory& one = story.candidates[candidate];
  std::string text = fmt::format(
      "\nother bids of {} (it bid {}), everybody else as they were\n"
      "{:>16} {:>10} {:>16} {:>16}\n",
      NameOf(spec, one), Amount(one.bid), "from a bid of", "slots",
      std::string("expected ") + EventOf(ChargeOf(spec, one)) + "s", "price");
  for (const market::LandscapeStep& step : market::BidLandscape(
           *spec.channels[story.page.channel].mechanism, story.auction.view(),
           static_cast<uint32_t>(candidate))) {
    text += StepRow(story, step);
  }
  return text;
}

}  // namespace souk::actors
