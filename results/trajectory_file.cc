#include "results/trajectory_file.h"

#include <iterator>

#include "results/hdf5_rows.h"
#include "results/trace_paths.h"

namespace souk::results {

using market::Error;
using market::Result;
using market::Trajectories;

namespace {

constexpr const char* kCreator = "souk dataset";
constexpr const char* kState = "rl/state";
constexpr const char* kFeatures = "rl/features";

/// A column of one number per row, in the struct and in the file.
template <class T>
struct ColumnOf {
  const char* path;
  std::vector<T> Trajectories::*values;
  const char* units;
  const char* long_name;
};

/// Calls visit(column) for each.
template <class Visit>
void ForEachColumn(Visit visit) {
  using T = Trajectories;
  visit(ColumnOf<float>{"rl/action", &T::action, "1",
                        "Sum of bids over the sum of worths"});
  visit(ColumnOf<float>{"rl/reward", &T::reward, "events",
                        "What the line wants: conversions, or clicks"});
  visit(ColumnOf<float>{"rl/expected_reward", &T::expected_reward, "events",
                        "The same as its views promised"});
  visit(ColumnOf<float>{"rl/cost", &T::cost, "1",
                        "Spend of the tick over the daily budget"});
  visit(ColumnOf<uint8_t>{"rl/done", &T::done, "1",
                          "Last row of its trajectory"});
  visit(ColumnOf<uint32_t>{"rl/episode", &T::episode, "1",
                           "Which trajectory: a day of a line"});
  visit(ColumnOf<uint32_t>{"rl/tick", &T::tick, "1", "Tick of the day"});
  visit(ColumnOf<double>{"rl/budget", &T::budget_micros, "micro-units",
                         "Daily budget; 0: none"});
  visit(ColumnOf<double>{"rl/target", &T::target_micros, "micro-units",
                         "Target cost of a conversion; 0: none"});
}

void Describe(hdf5::OutputFile& file, const std::string& path,
              std::pair<const char*, const char*> words) {
  file.PutAttribute(path, "units", std::string(words.first));
  file.PutAttribute(path, "long_name", std::string(words.second));
}

Error Unreadable(const std::string& path, const std::string& reason) {
  return {"'" + path +
          "' is not a file of trajectories (souk dataset): " + reason};
}

template <class T>
void Join(const std::vector<T>& more, std::vector<T>& all) {
  std::ranges::copy(more, std::back_inserter(all));
}

void JoinRows(Trajectories more, Trajectories& all) {
  const uint32_t first = all.rows() == 0 ? 0 : all.episode.back() + 1;
  for (uint32_t& episode : more.episode) episode += first;
  Join(more.state, all.state);
  ForEachColumn([&](const auto& column) {
    Join(more.*column.values, all.*column.values);
  });
}

}  // namespace

TrajectoryWriter::TrajectoryWriter(const std::string& path,
                                   const std::vector<std::string>& features)
    : path_(path),
      width_(features.size()),
      file_(TracePaths(path).temporary()) {
  file_.PutAttribute("/", "creator", std::string(kCreator));
  file_.AddGroup("rl");
  file_.AddTexts(kFeatures, features);
  Describe(file_, kFeatures, {"1", "Names of the columns of state"});
  hdf5::AddRows(file_, kState, {hdf5::Number::kF32, width_});
  Describe(file_, kState, {"1", "What the line saw before the tick"});
  ForEachColumn([this]<class T>(const ColumnOf<T>& column) {
    hdf5::AddRows(file_, column.path, {hdf5::NumberOf<T>(), 0});
    Describe(file_, column.path, {column.units, column.long_name});
  });
}

void TrajectoryWriter::Append(const Trajectories& more) {
  SOUK_CHECK(more.width() == width_, more.width(), " of ", width_, " features");
  hdf5::AppendRows(file_, kState, more.state, width_);
  ForEachColumn([&](const auto& column) {
    hdf5::AppendRows(file_, column.path, more.*column.values);
  });
  rows_ += more.rows();
}

Result<void> TrajectoryWriter::Finish(const std::vector<std::string>& sources) {
  file_.AddTexts("rl/sources", sources);
  Result<void> written = file_.Close();
  if (written) written = PublishTemporary(TracePaths(path_));
  if (written) return written;
  RemoveFile(TracePaths(path_).temporary());
  return Error{"cannot write '" + path_ + "': " + written.error().message};
}

void TrajectoryWriter::Discard() {
  (void)file_.Close();
  RemoveFile(TracePaths(path_).temporary());
}

Result<Trajectories> ReadTrajectories(const std::string& path) {
  hdf5::InputFile file(path);
  Trajectories read;
  read.features = file.Texts(kFeatures);
  if (!file.status()) return Unreadable(path, file.status().error().message);
  read.state = hdf5::ReadRows<float>(file, kState, read.width());
  ForEachColumn([&]<class T>(const ColumnOf<T>& column) {
    read.*column.values = hdf5::ReadRows<T>(file, column.path);
  });
  if (!file.status()) return Unreadable(path, file.status().error().message);
  bool even = read.state.size() == read.rows() * read.width();
  ForEachColumn([&](const auto& column) {
    even = even && (read.*column.values).size() == read.rows();
  });
  if (!even) return Unreadable(path, "its columns differ in length");
  return read;
}

Result<Trajectories> ReadTrajectories(const std::vector<std::string>& paths) {
  Trajectories all;
  for (const std::string& path : paths) {
    Result<Trajectories> read = ReadTrajectories(path);
    if (!read) return read.error();
    if (all.features.empty()) all.features = read->features;
    if (read->features != all.features) {
      return Error{"'" + path + "' has other features than '" + paths[0] + "'"};
    }
    JoinRows(std::move(read).value(), all);
  }
  return all;
}

}  // namespace souk::results
