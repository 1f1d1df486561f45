#include "actors/launch/role.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <thread>

namespace souk::actors {
namespace {

using market::Error;
using market::Result;

constexpr uint32_t kMost = std::numeric_limits<uint32_t>::max();

const std::string* Find(const Environment& environment,
                        const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() || found->second.empty() ? nullptr
                                                             : &found->second;
}

std::string TextOf(const Environment& environment, const std::string& name) {
  const std::string* found = Find(environment, name);
  return found ? *found : "";
}

/// A variable that is set and holds a number of at least `least`.
Result<uint32_t> NumberIn(const Environment& environment,
                          const std::string& name, uint32_t least) {
  const std::string* text = Find(environment, name);
  if (!text) return Error{name + " is not set"};
  uint32_t number = 0;
  const char* const end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= least) {
    return number;
  }
  return Error{name + " = '" + *text + "', must be a whole number from " +
               std::to_string(least) + " to " + std::to_string(kMost)};
}

/// Rank and size as two variables say; alone if there is only one process.
Result<Role> RoleBy(const Environment& environment, const std::string& rank,
                    const std::string& size) {
  const auto number = NumberIn(environment, size, 1);
  if (!number) {
    return Error{rank + " is set, but " + number.error().message};
  }
  const auto index = NumberIn(environment, rank, 0);
  if (!index) return index.error();
  if (*index >= *number) {
    return Error{rank + " = " + std::to_string(*index) + ", must be below " +
                 size + " = " + std::to_string(*number)};
  }
  Role role;
  role.rank = *index;
  role.size = *number;
  return role;
}

Result<Role> Named(Result<Role> role, const std::string& job,
                   const std::string& key) {
  if (!role || role->alone()) return role;
  role->job = job;
  role->rendezvous_key = key;
  return role;
}

Result<Role> ByOptions(const RoleOptions& options) {
  if (!options.rank || !options.size) {
    return Error{"--rank and --size go together"};
  }
  if (*options.size == 0) return Error{"--size = 0, must be 1 or more"};
  if (*options.rank >= *options.size) {
    return Error{"--rank = " + std::to_string(*options.rank) +
                 ", must be below --size = " + std::to_string(*options.size)};
  }
  Role role;
  role.rank = *options.rank;
  role.size = *options.size;
  return role;
}

/// A batch script's shell has SLURM_PROCID as well, but is in no step of srun.
bool InSlurmStep(const Environment& environment) {
  return Find(environment, "SLURM_STEP_ID") &&
         Find(environment, "SLURM_PROCID");
}

/// A requeued job has its number again: its earlier starts are others.
std::string SlurmStart(const Environment& environment) {
  const std::string restarts = TextOf(environment, "SLURM_RESTART_COUNT");
  return TextOf(environment, "SLURM_JOB_ID") + "." +
         TextOf(environment, "SLURM_STEP_ID") +
         (restarts.empty() || restarts == "0" ? "" : "." + restarts);
}

Result<Role> BySlurm(const Environment& environment) {
  const std::string start = SlurmStart(environment);
  const bool of_step = Find(environment, "SLURM_STEP_NUM_TASKS");
  return Named(RoleBy(environment, "SLURM_PROCID",
                      of_step ? "SLURM_STEP_NUM_TASKS" : "SLURM_NTASKS"),
               "Slurm job " + start, "slurm-" + start);
}

Result<Role> ByKubernetes(const Environment& environment) {
  const std::string job = TextOf(environment, "SOUK_JOB");
  return Named(RoleBy(environment, "JOB_COMPLETION_INDEX", "SOUK_SIZE"),
               "Kubernetes job", job.empty() ? "job" : "job-" + job);
}

Result<Role> ByLauncher(const Environment& environment) {
  if (InSlurmStep(environment)) return BySlurm(environment);
  if (Find(environment, "OMPI_COMM_WORLD_RANK")) {
    const std::string name = TextOf(environment, "PMIX_NAMESPACE");
    return Named(
        RoleBy(environment, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
        "MPI", name.empty() ? "mpi" : "mpi-" + name);
  }
  if (Find(environment, "PMI_RANK")) {
    return Named(RoleBy(environment, "PMI_RANK", "PMI_SIZE"), "MPI", "mpi");
  }
  if (Find(environment, "JOB_COMPLETION_INDEX") &&
      Find(environment, "SOUK_SIZE")) {
    return ByKubernetes(environment);
  }
  return Role{};
}

/// Tasks of this step on this machine: SLURM_GTIDS lists them, "2,3".
uint32_t SlurmTasksHere(const Environment& environment) {
  const std::string tasks = TextOf(environment, "SLURM_GTIDS");
  return 1 + static_cast<uint32_t>(std::count(tasks.begin(), tasks.end(), ','));
}

Result<uint32_t> ThreadsOf(const Environment& environment,
                           const RoleOptions& options, uint32_t processors) {
  if (options.threads) {
    if (*options.threads > 0) return *options.threads;
    return Error{"--threads = 0, must be 1 or more"};
  }
  uint32_t share = processors;
  if (InSlurmStep(environment)) {
    if (Find(environment, "SLURM_CPUS_PER_TASK")) {
      const auto stated = NumberIn(environment, "SLURM_CPUS_PER_TASK", 1);
      if (!stated) return stated.error();
      share = *stated;
    } else if (Find(environment, "SLURM_CPUS_ON_NODE")) {
      const auto all = NumberIn(environment, "SLURM_CPUS_ON_NODE", 1);
      if (!all) return all.error();
      share = *all / SlurmTasksHere(environment);
    }
  }
  return std::max(1u, std::min(share, processors));
}

}  // namespace

Environment CurrentEnvironment() {
  Environment environment;
  for (char** one = environ; one && *one; ++one) {
    const std::string text = *one;
    const size_t equals = text.find('=');
    if (equals == std::string::npos) continue;
    environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

uint32_t UsableProcessors() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  if (sched_getaffinity(0, sizeof mask, &mask) == 0) {
    return std::max(1u, static_cast<uint32_t>(CPU_COUNT(&mask)));
  }
  return std::max(1u, std::thread::hardware_concurrency());
}

Result<Role> RoleOf(const Environment& environment, const RoleOptions& options,
                    uint32_t processors) {
  const bool by_hand = options.rank || options.size;
  auto role = by_hand ? Named(ByOptions(options), "options", "options")
                      : ByLauncher(environment);
  if (!role) return role;
  const auto threads = ThreadsOf(environment, options, processors);
  if (!threads) return threads.error();
  role->threads = *threads;
  return role;
}

}  // namespace souk::actors
