#include "actors/launch/role.h"

#include <gtest/gtest.h>

namespace souk::actors {
namespace {

/// As Slurm 22.05 sets them for task 3 of `srun -N2 -n4`.
const Environment kTask3 = {{"SLURM_JOB_ID", "12"},
                            {"SLURM_STEP_ID", "0"},
                            {"SLURM_PROCID", "3"},
                            {"SLURM_NTASKS", "4"},
                            {"SLURM_STEP_NUM_TASKS", "4"},
                            {"SLURM_GTIDS", "2,3"},
                            {"SLURM_CPUS_ON_NODE", "8"},
                            {"SLURM_LOCALID", "1"},
                            {"SLURMD_NODENAME", "n2"},
                            {"SLURM_NODEID", "1"},
                            {"SLURM_TASKS_PER_NODE", "2(x2)"}};

Environment With(Environment environment, const Environment& changes) {
  for (const auto& [name, value] : changes) environment[name] = value;
  return environment;
}

Role Found(const Environment& environment, const RoleOptions& options = {}) {
  const auto role = RoleOf(environment, options, 16);
  EXPECT_TRUE(role.ok()) << role.error().message;
  return role.ok() ? *role : Role{};
}

std::string Fault(const Environment& environment,
                  const RoleOptions& options = {}) {
  const auto role = RoleOf(environment, options, 16);
  return role.ok() ? "no fault" : role.error().message;
}

TEST(Role, IsAloneWithoutALauncher) {
  const Role role = Found({{"HOME", "/"}});
  EXPECT_TRUE(role.alone());
  EXPECT_TRUE(role.leads());
  EXPECT_EQ(role.threads, 16u);
  EXPECT_EQ(role.job, "");
  EXPECT_EQ(role.rendezvous_key, "");
}

TEST(Role, IsATaskOfAStepOfSrun) {
  const Role role = Found(kTask3);
  EXPECT_EQ(role.rank, 3u);
  EXPECT_EQ(role.size, 4u);
  EXPECT_FALSE(role.leads());
  EXPECT_EQ(role.job, "Slurm job 12.0");
  EXPECT_EQ(role.rendezvous_key, "slurm-12.0");
}

TEST(Role, IsAloneInABatchScriptsOwnShell) {
  Environment shell = With(kTask3, {{"SLURM_PROCID", "0"}});
  shell.erase("SLURM_STEP_ID");
  shell.erase("SLURM_STEP_NUM_TASKS");
  EXPECT_TRUE(Found(shell).alone());
  EXPECT_EQ(Found(shell).threads, 16u);
}

TEST(Role, IsAloneInAStepOfOneTaskWithinALargerJob) {
  const Environment one =
      With(kTask3, {{"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "1"}});
  EXPECT_TRUE(Found(one).alone());
  EXPECT_EQ(Found(one).job, "");
}

TEST(Role, KeepsTheStartsOfARequeuedJobApart) {
  EXPECT_EQ(Found(With(kTask3, {{"SLURM_RESTART_COUNT", "0"}})).rendezvous_key,
            "slurm-12.0");
  EXPECT_EQ(Found(With(kTask3, {{"SLURM_RESTART_COUNT", "2"}})).rendezvous_key,
            "slurm-12.0.2");
}

TEST(Role, TakesTheThreadsThatSlurmGivesATask) {
  EXPECT_EQ(Found(kTask3).threads, 4u);  // 8 processors, 2 tasks
  EXPECT_EQ(Found(With(kTask3, {{"SLURM_CPUS_PER_TASK", "3"}})).threads, 3u);
  EXPECT_EQ(Found(With(kTask3, {{"SLURM_CPUS_ON_NODE", "1"}})).threads, 1u);
  // Bound to fewer processors than it was promised.
  EXPECT_EQ(Found(With(kTask3, {{"SLURM_CPUS_PER_TASK", "64"}})).threads, 16u);
  EXPECT_EQ(Found(kTask3, {{}, {}, 40}).threads, 40u);
}

TEST(Role, IsAProcessOfAnMpiStarter) {
  const Role open = Found({{"OMPI_COMM_WORLD_RANK", "1"},
                           {"OMPI_COMM_WORLD_SIZE", "2"},
                           {"PMIX_NAMESPACE", "831"}});
  EXPECT_EQ(open.rank, 1u);
  EXPECT_EQ(open.size, 2u);
  EXPECT_EQ(open.rendezvous_key, "mpi-831");
  const Role hydra = Found({{"PMI_RANK", "0"}, {"PMI_SIZE", "3"}});
  EXPECT_EQ(hydra.size, 3u);
  EXPECT_TRUE(hydra.leads());
  EXPECT_EQ(hydra.job, "MPI");
}

TEST(Role, IsAnIndexOfAKubernetesJobThatStatesItsSize) {
  EXPECT_TRUE(Found({{"JOB_COMPLETION_INDEX", "2"}}).alone());
  const Role role = Found({{"JOB_COMPLETION_INDEX", "2"},
                           {"SOUK_SIZE", "4"},
                           {"SOUK_JOB", "7f3a"}});
  EXPECT_EQ(role.rank, 2u);
  EXPECT_EQ(role.size, 4u);
  EXPECT_EQ(role.job, "Kubernetes job");
  EXPECT_EQ(role.rendezvous_key, "job-7f3a");
}

TEST(Role, ObeysOptionsBeforeAnyLauncher) {
  const Role role = Found(kTask3, {1, 2, {}});
  EXPECT_EQ(role.rank, 1u);
  EXPECT_EQ(role.size, 2u);
  EXPECT_EQ(role.job, "options");
  EXPECT_TRUE(Found(kTask3, {0, 1, {}}).alone());
}

TEST(Role, PrefersTheStepOfSrunToWhatMpiSays) {
  EXPECT_EQ(Found(With(kTask3, {{"PMI_RANK", "0"}, {"PMI_SIZE", "9"}})).size,
            4u);
}

TEST(Role, SaysWhatIsWrongWithAVariable) {
  EXPECT_EQ(Fault(With(kTask3, {{"SLURM_PROCID", "x"}})),
            "SLURM_PROCID = 'x', must be a whole number from 0 to 4294967295");
  EXPECT_EQ(Fault(With(kTask3, {{"SLURM_PROCID", "-1"}})),
            "SLURM_PROCID = '-1', must be a whole number from 0 to 4294967295");
  EXPECT_EQ(Fault(With(kTask3, {{"SLURM_STEP_NUM_TASKS", "0"}})),
            "SLURM_PROCID is set, but SLURM_STEP_NUM_TASKS = '0', must be a "
            "whole number from 1 to 4294967295");
  EXPECT_EQ(Fault(With(kTask3, {{"SLURM_PROCID", "4"}})),
            "SLURM_PROCID = 4, must be below SLURM_STEP_NUM_TASKS = 4");
  EXPECT_EQ(Fault(With(kTask3, {{"SLURM_CPUS_PER_TASK", "2x"}})),
            "SLURM_CPUS_PER_TASK = '2x', must be a whole number from 1 to "
            "4294967295");
  EXPECT_EQ(Fault({{"OMPI_COMM_WORLD_RANK", "1"}}),
            "OMPI_COMM_WORLD_RANK is set, but OMPI_COMM_WORLD_SIZE is not set");
}

TEST(Role, SaysWhatIsWrongWithAnOption) {
  EXPECT_EQ(Fault({}, {1, {}, {}}), "--rank and --size go together");
  EXPECT_EQ(Fault({}, {0, 0, {}}), "--size = 0, must be 1 or more");
  EXPECT_EQ(Fault({}, {2, 2, {}}), "--rank = 2, must be below --size = 2");
  EXPECT_EQ(Fault({}, {{}, {}, 0}), "--threads = 0, must be 1 or more");
}

TEST(Role, ReadsTheEnvironmentOfThisProcess) {
  setenv("SOUK_ROLE_TEST", "a=b", 1);
  EXPECT_EQ(CurrentEnvironment().at("SOUK_ROLE_TEST"), "a=b");
  unsetenv("SOUK_ROLE_TEST");
  EXPECT_GE(UsableProcessors(), 1u);
}

}  // namespace
}  // namespace souk::actors
