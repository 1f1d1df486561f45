#include "actors/commands/training_plugin.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

namespace souk::actors {
namespace {

namespace fs = std::filesystem;
using market::Error;
using market::Result;

constexpr const char* kPlugin = "souk_training.so";

/// Where the plugin lies, or empty.
fs::path FindPlugin() {
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  for (const fs::path& folder :
       {program.parent_path(), program.parent_path() / "../lib/souk"}) {
    if (fs::exists(folder / kPlugin, none)) return folder / kPlugin;
  }
  return {};
}

}  // namespace

Result<const std::vector<agents::TrainerEntry>*> OpenTrainers() {
  const fs::path path = FindPlugin();
  if (path.empty()) {
    return Error{market::Concat(
        "this build of souk cannot train: ", kPlugin,
        " is not beside the program; install libtorch-dev and "
        "libopenblas0-pthread, then build again (scenarios/set_up.sh "
        "--training release does both)")};
  }
  for (const char* name : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}) {
    setenv(name, "1", 1);
  }
  void* const plugin = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!plugin) return Error{market::Concat("cannot train: ", dlerror())};
  const auto trainers = reinterpret_cast<agents::TrainersFunction>(
      dlsym(plugin, agents::kTrainersSymbol));
  if (!trainers) {
    return Error{path.string() + " is not a training plugin of souk"};
  }
  // OpenBLAS may have been there from the start, for the solvers.
  const auto limit = reinterpret_cast<void (*)(int)>(
      dlsym(plugin, "openblas_set_num_threads"));
  if (limit) limit(1);
  return &trainers();
}

}  // namespace souk::actors
