#include <spdlog/fmt/fmt.h>

#include <charconv>
#include <iostream>
#include <sstream>

#include "actors/commands/load_scenario.h"
#include "actors/commands/options.h"
#include "actors/commands/page_text.h"
#include "scenarios/page_story.h"
#include "scenarios/sequential_run.h"

namespace souk::actors {
namespace {

using market::MarketSpec;
using market::Result;
using market::TickRows;

constexpr size_t kMostCandidates = 20;

constexpr char kHelp[] =
    "  next [N]       run N ticks (default 1); so does an empty line\n"
    "  until T        run up to and including tick T\n"
    "  lines          what each campaign did in the last tick\n"
    "  accounts       money of each advertiser after the last tick\n"
    "  signals        what the strategies report about the last tick\n"
    "  page ID [T]    tell page view ID of tick T (default: the last tick)\n"
    "  help           this list\n"
    "  quit           leave; so does the end of input\n";

double Units(int64_t micros) { return static_cast<double>(micros) / 1e6; }

class LastTick final : public market::EventSink {
 public:
  Result<void> Record(const TickRows& rows) override {
    rows_ = rows;
    return {};
  }
  const TickRows& rows() const { return rows_; }

 private:
  TickRows rows_;
};

/// One market, walked by hand.
class Walk {
 public:
  Walk(std::shared_ptr<const MarketSpec> spec,
       std::unique_ptr<scenarios::SequentialRun> run)
      : spec_(std::move(spec)), run_(std::move(run)) {}

  /// False: leave. `failure` stays empty unless the run failed.
  bool Do(const std::string& input, std::string& failure);

 private:
  void Advance(uint64_t end, std::string& failure);
  void ShowTick() const;
  void ShowLines() const;
  void ShowAccounts() const;
  void ShowSignals() const;
  void ShowPage(std::istringstream& words) const;

  std::shared_ptr<const MarketSpec> spec_;
  std::unique_ptr<scenarios::SequentialRun> run_;
  LastTick last_;
};

/// The next word as a whole number; `otherwise` if there is none.
Result<uint64_t> Number(std::istringstream& words, uint64_t otherwise) {
  std::string word;
  if (!(words >> word)) return otherwise;
  uint64_t number = 0;
  const auto read =
      std::from_chars(word.data(), word.data() + word.size(), number);
  if (read.ec == std::errc() && read.ptr == word.data() + word.size()) {
    return number;
  }
  return market::Error{"'" + word + "' is no whole number"};
}

void Walk::Advance(uint64_t end, std::string& failure) {
  if (run_->done()) {
    std::cout << "the run is over after tick " << run_->next_tick() - 1 << "\n";
    return;
  }
  while (!run_->done() && run_->next_tick() < end) {
    const Result<void> ran = run_->RunTick(last_);
    if (!ran) {
      failure = ran.error().message;
      return;
    }
    ShowTick();
  }
}

void Walk::ShowTick() const {
  const market::MarketTicked& total = last_.rows().market.front();
  std::cout << fmt::format(
      "tick {}: {} page views, {} ads shown, {} looked at, {} clicks, {} "
      "conversions, revenue {:.6f}\n",
      total.tick, total.page_views, total.impressions, total.views,
      total.clicks, total.conversions, Units(total.revenue_micros));
}

void Walk::ShowLines() const {
  std::cout << fmt::format("{:<28} {:<12} {:>10} {:>8} {:>8} {:>8} {:>12}\n",
                           "campaign", "channel", "auctions", "shown", "clicks",
                           "conv.", "spend");
  for (const market::LineTicked& row : last_.rows().lines) {
    const market::LineSpec& line = spec_->lines[row.line];
    std::cout << fmt::format(
        "{:<28.28} {:<12.12} {:>10} {:>8} {:>8} {:>8} {:>12.6f}\n",
        spec_->campaigns[line.campaign.index()].name,
        spec_->channels[line.channel.index()].name, row.auctions,
        row.impressions, row.clicks, row.conversions, Units(row.spend_micros));
  }
}

void Walk::ShowAccounts() const {
  std::cout << fmt::format("{:<28} {:>14} {:>14} {:>14}\n", "advertiser",
                           "leased", "spent", "left");
  for (const market::AccountTicked& row : last_.rows().accounts) {
    const market::AdvertiserSpec& owner = spec_->advertisers[row.advertiser];
    const std::string left =
        owner.budget.limited()
            ? fmt::format("{:.6f}", Units(row.closing_micros))
            : "no limit";
    std::cout << fmt::format("{:<28.28} {:>14.6f} {:>14.6f} {:>14}\n",
                             owner.name, Units(row.leased_micros),
                             Units(row.spent_micros), left);
  }
}

void Walk::ShowSignals() const {
  for (const market::SignalTicked& row : last_.rows().signals) {
    const market::LineSpec& line = spec_->lines[row.line];
    std::cout << fmt::format("{:<28.28} {:<12.12} signal {} = {}\n",
                             spec_->campaigns[line.campaign.index()].name,
                             spec_->channels[line.channel.index()].name,
                             row.signal, row.value);
  }
}

void Walk::ShowPage(std::istringstream& words) const {
  const auto page = Number(words, UINT64_MAX);
  const uint32_t last = run_->next_tick() - 1;
  const auto tick = Number(words, last);
  if (!page || !tick || *page == UINT64_MAX || run_->next_tick() == 0 ||
      *tick > last) {
    std::cout << "page ID [T]: a page view of a tick that has been run\n";
    return;
  }
  const auto story =
      scenarios::RetellPage(spec_, {*page, static_cast<uint32_t>(*tick)});
  std::cout << (story ? PageText(*spec_, *story, kMostCandidates)
                      : story.error().message + "\n");
}

bool Walk::Do(const std::string& input, std::string& failure) {
  std::istringstream words(input);
  std::string verb = "next";
  words >> verb;
  if (verb == "next" || verb == "until") {
    const auto number = Number(words, 1);
    if (!number) {
      std::cout << number.error().message << "\n";
    } else {
      Advance(verb == "next" ? run_->next_tick() + *number : *number + 1,
              failure);
    }
  } else if (verb == "lines") {
    ShowLines();
  } else if (verb == "accounts") {
    ShowAccounts();
  } else if (verb == "signals") {
    ShowSignals();
  } else if (verb == "page") {
    ShowPage(words);
  } else if (verb == "quit") {
    return false;
  } else {
    if (verb != "help") std::cout << "'" << verb << "' is not known here\n";
    std::cout << kHelp;
  }
  return failure.empty();
}

int Step(const Command& self, const std::vector<std::string>& words) {
  Accepts accepts;
  accepts.positional = "FILE";
  AddScenarioOptions(accepts.options);
  int exit_code = kDone;
  const auto arguments = Parse(self, accepts, words, exit_code);
  if (!arguments) return exit_code;
  auto loaded = scenarios::LoadScenario(RequestOf(*arguments));
  if (!loaded) {
    std::cerr << loaded.error().message << "\n";
    return kWrongInput;
  }
  const auto spec =
      std::make_shared<const MarketSpec>(std::move(loaded->market));
  auto run = scenarios::SequentialRun::Make(spec);
  if (!run) {
    std::cerr << run.error().message << "\n";
    return kWrongInput;
  }
  std::cout << "'" << spec->name << "': " << spec->calendar.ticks()
            << " ticks; Enter runs the next one, help lists the words\n";
  Walk walk(spec, std::move(*run));
  std::string failure;
  std::string input;
  while (std::cout << "> " << std::flush, std::getline(std::cin, input)) {
    if (!walk.Do(input, failure)) break;
  }
  std::cout << "\n";
  if (failure.empty()) return kDone;
  std::cerr << "souk: the run failed: " << failure << "\n";
  return kRunFailed;
}

}  // namespace

Command StepCommand() {
  return {"step", "Walks through one market tick by tick",
          "souk step FILE [--set PATH=VALUE]... [--seed S]",
          "  souk step scenarios/library/quickstart.textproto\n", Step};
}

}  // namespace souk::actors
