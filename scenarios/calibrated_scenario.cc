#include "scenarios/calibrated_scenario.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "scenarios/scenario.pb.h"
#include "scenarios/scenario_text.h"

namespace souk::scenarios {
namespace {

using market::Error;
using market::Result;

/// Clicks per view, for a start.
size_t BestPosition(const agents::ClickCounts& counts) {
  size_t best = 0;
  double highest = -1;
  for (size_t r = 0; r < counts.positions(); ++r) {
    const double rate = counts.ClickedAt(r) / counts.ShownAt(r);
    if (rate <= highest) continue;
    highest = rate;
    best = r;
  }
  return best;
}

std::vector<size_t> SlotsOf(const agents::PbmFit& fit) {
  std::vector<size_t> slots;
  for (size_t r = 0; r < fit.examination.size(); ++r) {
    if (fit.examination[r].value > 0) slots.push_back(r);
  }
  std::ranges::stable_sort(slots, std::ranges::greater{},
                           [&](size_t r) { return fit.examination[r].value; });
  return slots;
}

std::string Padded(std::string text, size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ')
                             : text;
}

std::string Row(const std::string& name, const agents::Effect& effect,
                double shown, double clicked) {
  char text[120];
  std::snprintf(text, sizeof(text), "%10.6f +- %8.6f %10.0f %8.0f %9.6f\n",
                effect.value, effect.standard_error, shown, clicked,
                shown > 0 ? clicked / shown : 0);
  return Padded(name, 20) + text;
}

std::string Head(const std::string& name) {
  return Padded(name, 20) +
         "    effect   std. error      shown  clicks  click "
         "rate\n";
}

std::string Commented(const std::string& text) {
  std::string commented;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    commented += "# " + text.substr(at, end - at) + '\n';
    at = end + 1;
  }
  return commented;
}

void AddItem(const std::string& item, double click_rate, Scenario& scenario) {
  Advertiser& advertiser = *scenario.add_advertiser();
  advertiser.set_name("item " + item);
  Campaign& campaign = *advertiser.add_campaign();
  campaign.set_click_rate(click_rate);
  campaign.set_click_rate_spread(0);
  campaign.set_value_per_click_micros(1e6);
}

}  // namespace

Result<CalibratedLog> Calibrate(ClickLog log) {
  double clicks = 0;
  for (size_t r = 0; r < log.positions.size(); ++r) {
    clicks += log.counts.ClickedAt(r);
  }
  if (clicks == 0) return Error{"nothing was clicked, so nothing can be told"};
  auto fit = agents::FitPbm(log.counts, BestPosition(log.counts));
  if (!fit) return fit.error();
  std::vector<size_t> slots = SlotsOf(*fit);
  if (fit->examination[slots.front()].value > 1) {
    fit = agents::FitPbm(log.counts, slots.front());
    if (!fit) return fit.error();
  }
  return CalibratedLog{std::move(log), std::move(fit).value(),
                       std::move(slots)};
}

std::string CalibrationTable(const CalibratedLog& calibrated) {
  const ClickLog& log = calibrated.log;
  std::string text = Head("position");
  for (size_t r = 0; r < log.positions.size(); ++r) {
    text += Row(log.positions[r], calibrated.fit.examination[r],
                log.counts.ShownAt(r), log.counts.ClickedAt(r));
  }
  text += Head("item");
  for (size_t i = 0; i < log.items.size(); ++i) {
    double shown = 0, clicked = 0;
    for (size_t r = 0; r < log.positions.size(); ++r) {
      shown += log.counts.shown(i, r);
      clicked += log.counts.clicked(i, r);
    }
    text += Row(log.items[i], calibrated.fit.attraction[i], shown, clicked);
  }
  return text;
}

std::string CalibratedScenario(const CalibratedLog& calibrated,
                               const std::string& name) {
  Scenario scenario;
  scenario.set_name(name);
  Channel& channel = *scenario.add_channel();
  channel.set_name("page");
  Member& model = *scenario.mutable_user_model();
  model.set_name("calibrated");
  Param& examination = *model.add_param();
  examination.set_name("examination");
  std::string order;
  for (const size_t position : calibrated.slots) {
    const double effect =
        std::min(calibrated.fit.examination[position].value, 1.0);
    channel.add_slot_weight(effect);
    examination.add_value(effect);
    order += (order.empty() ? "" : ", ") + calibrated.log.positions[position];
  }
  scenario.mutable_traffic()->mutable_synthetic()->set_users(10000);
  for (size_t i = 0; i < calibrated.log.items.size(); ++i) {
    AddItem(calibrated.log.items[i], calibrated.fit.attraction[i].value,
            scenario);
  }
  return Commented(
             "Fitted to a click log by souk calibrate: P(click) = "
             "effect of the position\nx effect of the item. Slots from "
             "the top are its positions " +
             order + ".\n\n" + CalibrationTable(calibrated)) +
         CanonicalText(scenario);
}

}  // namespace souk::scenarios
