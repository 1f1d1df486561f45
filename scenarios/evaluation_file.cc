#include "scenarios/evaluation_file.h"

#include <filesystem>

#include "agents/bidders_desk.h"
#include "market/family.h"
#include "scenarios/defaults.h"
#include "scenarios/evaluation.pb.h"
#include "scenarios/faults.h"
#include "scenarios/file_text.h"
#include "scenarios/loader.h"
#include "scenarios/members.h"
#include "scenarios/name_book.h"
#include "scenarios/overrides.h"
#include "scenarios/rule_checks.h"
#include "scenarios/scenario_text.h"

namespace souk::scenarios {
namespace {

namespace fs = std::filesystem;
using market::Error;
using market::MarketSpec;
using market::MemberSpec;
using market::Result;

EvaluationMethod MethodOf(const Evaluation& file) {
  switch (file.method()) {
    case SIMULATION:
      return EvaluationMethod::kSimulation;
    case LEAGUE:
      return EvaluationMethod::kLeague;
    default:
      return EvaluationMethod::kReplay;
  }
}

class EvaluationLoader {
 public:
  explicit EvaluationLoader(const EvaluationRequest& request)
      : request_(request),
        faults_(request.path),
        folder_(fs::absolute(request.path).parent_path()) {}

  Result<EvaluationOrder> Load(const std::string& text) {
    if (!ReadMessageText(text, file_, faults_)) return Fail();
    for (const std::string& one : request_.overrides) {
      ApplyOverride(one, file_, faults_);
    }
    if (file_.name().empty()) file_.set_name(fs::path(request_.path).stem());
    FillDefaults(file_);
    CheckRules(file_, {}, faults_);
    models_.Read(file_, folder_, faults_);
    EvaluationOrder order;
    order.entrants = Entrants();
    if (!faults_.empty()) return Fail();
    order.name = file_.name();
    order.method = MethodOf(file_);
    const bool replay = order.method == EvaluationMethod::kReplay;
    for (uint32_t round = 0; round < (replay ? 1 : file_.rounds()); ++round) {
      auto market = Market(round);
      if (!market) return market.error();
      order.rounds.push_back(std::move(market).value());
    }
    order.resamples = file_.resamples();
    TakeSeats(order);
    CheckEntrants(order);
    if (!faults_.empty()) return Fail();
    return order;
  }

 private:
  Error Fail() const { return Error{faults_.Text()}; }

  /// With every bid recorded where they are replayed; later rounds are later
  /// runs of the scenario.
  Result<LoadedScenario> Market(uint32_t round) {
    const FieldPath here = FieldPath().Field("scenario");
    const fs::path base =
        faults_.FromOverride(here) ? fs::current_path() : fs::path(folder_);
    LoadRequest request{(base / file_.scenario()).lexically_normal(),
                        {file_.set().begin(), file_.set().end()},
                        {}};
    if (file_.method() == REPLAY) {
      request.overrides.push_back("recording.bid_share=1");
    }
    auto loaded = LoadScenario(request);
    if (!loaded || round == 0) return loaded;
    request.overrides.push_back(
        market::Concat("run=", loaded->market.run + round));
    return LoadScenario(request);
  }

  std::vector<EvaluationEntrant> Entrants() {
    std::vector<EvaluationEntrant> entrants;
    NameBook names(faults_);
    for (int i = 0; i < file_.entrant_size(); ++i) {
      Entrant& entrant = *file_.mutable_entrant(i);
      const FieldPath here = FieldPath().Item("entrant", size_t(i));
      names.Add(entrant.name(), here);
      EvaluationEntrant made{entrant.name(), {}, {}};
      for (int k = 0; k < entrant.strategy_size(); ++k) {
        AddStrategy(*entrant.mutable_strategy(k),
                    here.Item("strategy", size_t(k)), made);
      }
      entrants.push_back(std::move(made));
    }
    return entrants;
  }

  void AddStrategy(Member& member, const FieldPath& path,
                   EvaluationEntrant& made) {
    if (member.name().empty()) return;
    const auto entry =
        market::FindMember("strategy", agents::Strategies(), member.name());
    if (!entry) {
      faults_.Add(path.Field("name"), ": " + entry.error().message);
    } else if (CompleteParams((*entry)->params, member, path, faults_)) {
      made.strategies.push_back({member.name(),
                                 ParamsOf((*entry)->params, member),
                                 models_.Of(member)});
      made.texts.push_back(CanonicalText(member));
    }
  }

  void TakeSeats(EvaluationOrder& order) {
    const auto& campaigns = order.rounds[0].market.campaigns;
    for (size_t c = 0; c < campaigns.size(); c += file_.seat_step()) {
      if (campaigns[c].contract != market::kNone) break;
      if (campaigns[c].target_cpa_micros > 0) order.seats.push_back(c);
    }
    if (order.seats.empty()) {
      faults_.Add({},
                  "no campaign of the scenario has a target_cpa_micros: "
                  "nothing to score by");
    }
  }

  /// Everybody can play in every seat.
  void CheckEntrants(const EvaluationOrder& order) {
    MarketSpec market = order.rounds[0].market;
    for (size_t i = 0; i < order.entrants.size(); ++i) {
      const EvaluationEntrant& entrant = order.entrants[i];
      const FieldPath here = FieldPath().Item("entrant", i);
      for (const size_t seat : order.seats) {
        market.campaigns[seat].strategy =
            entrant.In(seat, market.campaigns.size());
      }
      const auto desk = agents::BiddersDesk::Make(market);
      if (!desk) return faults_.Add(here, ": " + desk.error().message);
    }
  }

  const EvaluationRequest& request_;
  Faults faults_;
  std::string folder_;
  Evaluation file_;
  ModelShelf models_;
};

}  // namespace

Result<LoadedScenario> LeagueRound(const EvaluationOrder& order,
                                   uint32_t round) {
  const std::string& text = order.rounds[round].expanded_text;
  Faults faults("the scenario");
  Scenario scenario;
  ReadScenarioText(text, scenario, faults);
  std::vector<Member*> strategies;
  for (Advertiser& advertiser : *scenario.mutable_advertiser()) {
    if (advertiser.count() > 1) {
      return Error{"advertiser '" + advertiser.name() +
                   "' has a count: copies cannot be dealt to different "
                   "entrants of a league"};
    }
    for (Campaign& campaign : *advertiser.mutable_campaign()) {
      strategies.push_back(campaign.mutable_strategy());
    }
  }
  for (size_t i = 0; i < order.seats.size(); ++i) {
    const size_t seat = order.seats[i];
    const auto& entrant = order.entrants[(i + round) % order.entrants.size()];
    Member& strategy = *strategies[seat];
    strategy.Clear();
    ReadMessageText(entrant.texts[entrant.PartOf(seat, strategies.size())],
                    strategy, faults);
  }
  return LoadScenarioText(CanonicalText(scenario), "the league's scenario");
}

Result<EvaluationOrder> LoadEvaluation(const EvaluationRequest& request) {
  const auto text = ReadSourceText(request.path);
  if (!text) return text.error();
  return EvaluationLoader(request).Load(*text);
}

}  // namespace souk::scenarios
