// The part that a process plays in a cluster, from the environment in which a
// launcher (Slurm's srun, an MPI starter, a Kubernetes indexed Job) put it.
//
//   options given by hand       --rank R --size N
//   inside a step of srun       SLURM_STEP_ID and SLURM_PROCID, of
//                               SLURM_STEP_NUM_TASKS, else SLURM_NTASKS
//   inside mpirun, mpiexec      OMPI_COMM_WORLD_RANK of OMPI_COMM_WORLD_SIZE,
//                               PMI_RANK of PMI_SIZE
//   Kubernetes, indexed Job     JOB_COMPLETION_INDEX of SOUK_SIZE
//   else                        alone
//
// The first that applies with more than one process wins. A login shell, the
// shell of a batch script and `srun -n 1` are alone, and so are the indices of
// a Job that does not set SOUK_SIZE: such a Job is many runs, not one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "market/result.h"

namespace souk::actors {

using Environment = std::map<std::string, std::string>;

/// The variables of this process.
Environment CurrentEnvironment();

/// Processors that this process may use by its affinity mask, at least 1.
uint32_t UsableProcessors();

/// What the command line says; it outranks the environment.
struct RoleOptions {
  std::optional<uint32_t> rank;
  std::optional<uint32_t> size;
  std::optional<uint32_t> threads;
};

struct Role {
  uint32_t rank = 0;  ///< 0 leads, the others are its nodes
  uint32_t size = 1;  ///< 1: alone
  /// --threads, else SLURM_CPUS_PER_TASK, else this task's share of
  /// SLURM_CPUS_ON_NODE, never more than the affinity mask allows (but for
  /// --threads); else that mask.
  uint32_t threads = 1;
  /// For people: "Slurm job 12.0", "MPI", "Kubernetes job", "options"; empty
  /// when alone.
  std::string job;
  /// The same for all processes of one start and, under Slurm, for no other:
  /// names the rendezvous (rendezvous.h). Empty when alone.
  std::string rendezvous_key;

  bool alone() const { return size == 1; }
  bool leads() const { return rank == 0; }
};

/// Pure. `processors` is UsableProcessors(). The Error names the variable or
/// option, what it holds and what is allowed.
market::Result<Role> RoleOf(const Environment& environment,
                            const RoleOptions& options, uint32_t processors);

}  // namespace souk::actors
