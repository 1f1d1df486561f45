#include "actors/benchmarks/bench.h"

#include <algorithm>
#include <cmath>

#include "actors/benchmarks/engine_play.h"
#include "actors/benchmarks/plain_loops.h"

namespace souk::actors {
namespace {

using market::Result;

constexpr double kPageViewsPerDay = 500000;

WorkWShape ShapeOf(const BenchOrder& order) {
  const double days = std::max(1.0, order.page_views / kPageViewsPerDay);
  const double per_day = order.page_views / std::floor(days);
  const auto threads = static_cast<uint32_t>(order.threads);
  const bool learning = order.work.learners > 0;
  return {.users = static_cast<uint64_t>(order.work.users_per_page * per_day),
          .page_views_per_day = per_day,
          .days = static_cast<uint32_t>(days),
          // One cell cannot be divided; small ones meet their ticks too often.
          .cells = threads == 1 ? 1 : 2 * threads,
          .award_share = order.work.award_share,
          .interests = order.work.contract_load > 0 ? 20U : 1U,
          .bidders = learning ? order.work.learners
                              : static_cast<uint32_t>(kWorkBidders),
          .bidding = learning ? Bidding::kLearning : Bidding::kTruthful,
          .contract_load = order.work.contract_load};
}

/// Plays the reference loop on from where it stopped.
Result<Played> PlayOn(ChunkLoop& loop, double page_views) {
  const PlainSums before = loop.Sums();
  loop.Run(static_cast<uint64_t>(page_views));
  const PlainSums after = loop.Sums();
  const double played = after.page_views - before.page_views;
  return Played{.page_views = played,
                .bids = played * kWorkBidders,
                .exposed = after.exposed - before.exposed,
                .conversions = after.conversions - before.conversions,
                .cost_micros = after.cost_micros - before.cost_micros};
}

/// The same market without what its work is about.
Contestant PlainMarket(WorkWShape shape, const BenchOrder& order) {
  shape.contract_load = 0;
  if (order.work.learners > 0) shape.bidding = Bidding::kFixed;
  return Contestant(EnginePlay(shape, order.threads, order.observer));
}

}  // namespace

std::span<const BenchWork> BenchWorks() {
  static const std::vector<BenchWork> works = {
      {"W", "48 bidders, 3 slots, values drawn, a row per bidder and tick", 0,
       0.2},
      {"W-awards", "W with every award in the trace", 1, 0.2},
      {"W-contracts", "W with 40 contracts on a tenth of the slots", 0, 0.2,
       0.1},
      {"W-learners", "1 000 bidders who plan by one network, beside fixed bids",
       0, 0.2, 0, 1000},
      {"W-idle", "W with ten times the users, of whom most stay away", 0, 2},
  };
  return works;
}

bool BenchFigures::same_work() const {
  const auto differ = [&](double Played::*sum) {
    const double played = engine_total.*sum / engine_total.page_views;
    const double loop = reference_total.*sum / reference_total.page_views;
    const double noise = 4 / std::sqrt(engine_total.page_views);
    return std::abs(played / loop - 1) > std::max(0.003, noise);
  };
  return !differ(&Played::exposed) && !differ(&Played::cost_micros);
}

Result<BenchFigures> RunBench(const BenchOrder& order) {
  const WorkWShape shape = ShapeOf(order);
  ChunkLoop loop(kWorkSeed);
  Contestant engine(EnginePlay(shape, order.threads, order.observer));
  Contestant alone(EnginePlay(shape, 1, order.observer));
  Contestant reference =
      order.work.against_loop()
          ? Contestant([&] { return PlayOn(loop, order.page_views); })
          : PlainMarket(shape, order);
  std::vector<Contestant*> contestants = {&engine, &reference};
  if (order.threads > 1) contestants.push_back(&alone);
  for (size_t round = 0; round < order.rounds; ++round) {
    for (Contestant* one : contestants) {
      const Result<void> played = one->PlayRound();
      if (!played) return played.error();
    }
  }
  const Contestant& base = order.threads > 1 ? alone : engine;
  return BenchFigures{
      .engine = SpreadOf(engine.per_cpu_second()),
      .reference = SpreadOf(reference.per_cpu_second()),
      .ratio = RatioOf(engine.per_cpu_second(), reference.per_cpu_second()),
      .wall = SpreadOf(engine.per_second()),
      .speedup = RatioOf(engine.per_second(), base.per_second()),
      .engine_total = engine.total(),
      .reference_total = reference.total(),
      .peak_mebibytes = PeakMebibytes()};
}

}  // namespace souk::actors
