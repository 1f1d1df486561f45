#include "actors/benchmarks/engine_play.h"

#include <unistd.h>

#include <filesystem>

#include "actors/manifest_of.h"
#include "actors/trace_sink.h"

namespace souk::actors {

using market::Error;
using market::Result;

EnginePlay::EnginePlay(const WorkWShape& shape, size_t threads,
                       RunObserver* observer)
    : threads_(threads), observer_(observer) {
  scenarios::LoadedScenario loaded = WorkW(shape);
  manifest_ = ManifestOf(loaded.market, loaded.expanded_text);
  spec_ = std::make_shared<const market::MarketSpec>(std::move(loaded.market));
}

Result<Played> EnginePlay::operator()() const {
  namespace fs = std::filesystem;
  std::error_code failure;
  const fs::path folder = fs::temp_directory_path(failure) /
                          ("souk_bench_" + std::to_string(getpid()));
  if (!failure) fs::create_directories(folder, failure);
  if (failure) {
    return Error{"cannot make a folder for traces: " + failure.message()};
  }
  Result<Played> played = PlayIn(folder.string());
  fs::remove_all(folder, failure);
  return played;
}

Result<Played> EnginePlay::PlayIn(const std::string& folder) const {
  auto sink = TraceSink::Create(folder + "/w.h5", manifest_);
  if (!sink) return sink.error();
  const auto end =
      RunWithActors({spec_, sink->get(), observer_, std::nullopt}, threads_);
  if (!end) return end.error();
  if (!end->complete) return Error{"interrupted"};
  const results::Summary& summary = (*sink)->summary();
  const results::Totals& totals = summary.market();
  // A click of the scenario stands for a conversion of W.
  return Played{.page_views = static_cast<double>(summary.page_views()),
                .bids = static_cast<double>(totals.auctions),
                .exposed = static_cast<double>(totals.views),
                .conversions = static_cast<double>(totals.clicks),
                .cost_micros = static_cast<double>(totals.spend_micros)};
}

}  // namespace souk::actors
