#include <algorithm>
#include <iostream>
#include <set>

#include "actors/commands/options.h"
#include "actors/commands/page_text.h"
#include "market/family.h"
#include "results/trace_reader.h"
#include "scenarios/loader.h"
#include "scenarios/page_story.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

using market::Concat;
using market::Error;
using market::Result;

constexpr size_t kMostCandidates = 20;

Accepts ExplainPageAccepts() {
  Accepts accepts;
  accepts.positional = "TRACE";
  accepts.options.add_options()(
      "page", po::value<Whole>()->value_name("ID"),
      "The page view, as in pages/page, awards/page or bids/page")(
      "tick", po::value<Whole>()->value_name("T"),
      "Its tick; needed if the trace did not record the page view")(
      "landscape", po::value<std::string>()->value_name("CAMPAIGN"),
      "Show what any other bid of this campaign would have got it")(
      "all", "Show all candidates, not only the first 20 that won nothing");
  return accepts;
}

/// The ticks in which the trace has recorded `page`.
Result<std::set<uint32_t>> TicksOf(results::TraceReader& trace, uint64_t page) {
  std::set<uint32_t> found;
  for (const std::string table : {"pages", "awards", "bids"}) {
    const auto pages = trace.Read<uint64_t>(table + "/page");
    if (!pages) return pages.error();
    const auto ticks = trace.Read<uint32_t>(table + "/tick");
    if (!ticks) return ticks.error();
    for (size_t i = 0; i < pages->size(); ++i) {
      if ((*pages)[i] == page) found.insert((*ticks)[i]);
    }
  }
  return found;
}

std::string Listed(const std::set<uint32_t>& ticks) {
  std::string text;
  for (const uint32_t tick : ticks) {
    text += Concat(text.empty() ? "" : ", ", tick);
  }
  return text;
}

/// The tick to be told, or why it is not known.
Result<uint32_t> TickOf(results::TraceReader& trace,
                        const Arguments& arguments) {
  const uint32_t planned = trace.manifest().ticks_planned;
  if (arguments.has("tick")) {
    const uint64_t tick = arguments.get<Whole>("tick").value;
    if (tick < planned) return static_cast<uint32_t>(tick);
    return Error{Concat("--tick is ", tick, ", must be below ", planned)};
  }
  const uint64_t page = arguments.get<Whole>("page").value;
  const auto ticks = TicksOf(trace, page);
  if (!ticks) return ticks.error();
  if (ticks->size() == 1) return *ticks->begin();
  if (ticks->empty()) {
    return Error{Concat("the trace has not recorded page view ", page,
                        "; say in which tick it was: --tick T, 0 to ",
                        planned - 1)};
  }
  return Error{Concat("page view ", page, " was recorded in ticks ",
                      Listed(*ticks), "; choose one with --tick T")};
}

/// One award as rows of the trace have it.
struct Recorded {
  uint32_t slot = 0;
  uint32_t line = 0;
  int64_t price = 0;
  int64_t charged = 0;
  friend auto operator<=>(const Recorded&, const Recorded&) = default;
};

template <class T>
void Take(results::TraceReader& trace, const std::string& column,
          std::vector<T>& values, std::string& fault) {
  auto read = trace.Read<T>("awards/" + column);
  if (read) values = std::move(*read);
  if (!read) fault = read.error().message;
}

/// The recorded awards of the page view of `story`.
Result<std::vector<Recorded>> RecordedAwards(
    results::TraceReader& trace, const scenarios::PageStory& story) {
  std::string fault;
  std::vector<uint64_t> page;
  std::vector<uint32_t> tick, slot, line;
  std::vector<int64_t> price, charged;
  Take(trace, "page", page, fault);
  Take(trace, "tick", tick, fault);
  Take(trace, "slot", slot, fault);
  Take(trace, "line", line, fault);
  Take(trace, "price_micros", price, fault);
  Take(trace, "charged_micros", charged, fault);
  if (!fault.empty()) return Error{fault};
  std::vector<Recorded> found;
  for (size_t i = 0; i < page.size(); ++i) {
    if (page[i] == story.page.page && tick[i] == story.page.tick) {
      found.push_back({slot[i], line[i], price[i], charged[i]});
    }
  }
  std::ranges::sort(found);
  return found;
}

std::vector<Recorded> ToldAwards(const scenarios::PageStory& story) {
  std::vector<Recorded> told;
  for (const scenarios::AwardStory& award : story.awards) {
    const auto& line = story.candidates[award.candidate].line;
    if (!line) continue;  // the logged market price
    told.push_back({award.slot, *line, static_cast<int64_t>(award.price),
                    award.charged.micros});
  }
  for (const scenarios::ClaimStory& claim : story.claims) {
    told.push_back({claim.slot, claim.line, 0, 0});
  }
  std::ranges::sort(told);
  return told;
}

/// Holds the story against what the trace recorded; the exit code.
int Compare(results::TraceReader& trace, const scenarios::PageStory& story) {
  const auto recorded = RecordedAwards(trace, story);
  if (!recorded) {
    std::cerr << "souk explain-page: " << recorded.error().message << "\n";
    return kRunFailed;
  }
  if (recorded->empty()) return kDone;
  if (*recorded == ToldAwards(story)) {
    std::cout << "the trace has recorded the same awards\n";
    return kDone;
  }
  std::cerr << "souk explain-page: the trace has recorded other awards for "
               "this page view: it was written by another version of souk, or "
               "changed since\n";
  return kRunFailed;
}

std::string Landscape(const market::MarketSpec& spec,
                      const scenarios::PageStory& story,
                      const std::string& campaign) {
  for (size_t i = 0; i < story.candidates.size(); ++i) {
    const auto& line = story.candidates[i].line;
    if (!line) continue;
    const market::CampaignId id = spec.lines[*line].campaign;
    if (spec.campaigns[id.index()].name == campaign) {
      return LandscapeText(spec, story, i);
    }
  }
  return Concat("\ncampaign '", campaign,
                "' was no candidate on this page view\n");
}

Result<void> CheckCampaign(const market::MarketSpec& spec,
                           const Arguments& arguments) {
  if (!arguments.has("landscape")) return {};
  const std::string asked = arguments.get<std::string>("landscape");
  std::vector<std::string> names;
  for (const auto& campaign : spec.campaigns) names.push_back(campaign.name);
  if (std::ranges::count(names, asked) > 0) return {};
  return Error{market::UnknownMember("campaign", asked, names)};
}

int ExplainPage(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, ExplainPageAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  const auto refuse = [](const std::string& sentence) {
    std::cerr << "souk explain-page: " << sentence << "\n";
    return kWrongInput;
  };
  if (!arguments->has("page")) return refuse("--page ID is missing");
  const std::string path = arguments->positional[0];
  auto trace = results::TraceReader::Open(path);
  if (!trace) return refuse(trace.error().message);
  const auto tick = TickOf(**trace, *arguments);
  if (!tick) return refuse(tick.error().message);
  auto loaded = scenarios::LoadScenarioText((*trace)->manifest().scenario_text,
                                            path + " (scenario)");
  if (!loaded) return refuse(loaded.error().message);
  const auto spec =
      std::make_shared<const market::MarketSpec>(std::move(loaded->market));
  const Result<void> known = CheckCampaign(*spec, *arguments);
  if (!known) return refuse(known.error().message);
  const auto story =
      scenarios::RetellPage(spec, {arguments->get<Whole>("page").value, *tick});
  if (!story) return refuse(story.error().message);
  const size_t most =
      arguments->has("all") ? story->candidates.size() : kMostCandidates;
  std::cout << PageText(*spec, *story, most);
  if (arguments->has("landscape")) {
    std::cout << Landscape(*spec, *story,
                           arguments->get<std::string>("landscape"));
  }
  return Compare(**trace, *story);
}

}  // namespace

Command ExplainPageCommand() {
  return {"explain-page",
          "Tells how one page view of a trace was decided, step by step",
          "souk explain-page TRACE --page ID [--tick T] [--all] "
          "[--landscape CAMPAIGN]",
          "  souk explain-page quickstart.h5 --page 17 --tick 40\n",
          ExplainPage};
}

}  // namespace souk::actors
