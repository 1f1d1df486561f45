// A real Slurm of two nodes, n1 and n2 with two processors each, all on this
// machine: its own munge, controller and node daemons on free loopback ports,
// settings and state in a folder. Ends with its scope.
#pragma once

#include <pwd.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/support/ports.h"
#include "tests/support/program.h"

namespace souk::tests {

class SlurmCluster {
 public:
  /// Why there can be none here; empty if there can.
  static std::string WhyNot() {
    for (const char* program : {"/usr/sbin/munged", "/usr/sbin/slurmctld",
                                "/usr/sbin/slurmd", "/usr/bin/srun"}) {
      if (!std::filesystem::exists(program)) {
        return std::string(program) + " is not there (Debian: slurm-wlm)";
      }
    }
    return "";
  }

  explicit SlurmCluster(const std::string& folder) : folder_(folder) {
    for (const char* name : {"state", "n1", "n2"}) {
      std::filesystem::create_directories(folder + "/" + name);
    }
    WriteKey();
    WriteSettings();
    setenv("SLURM_CONF", Settings().c_str(), 1);
    Start({"/usr/sbin/munged", "-F", "-f", "-S", Path("munge.socket"),
           "--key-file=" + Path("munge.key"),
           "--pid-file=" + Path("munged.pid"),
           "--log-file=" + Path("munged.log"), "--seed-file=" + Path("seed")});
    for (int i = 0; i < 1000 && !Exists("munge.socket"); ++i) Nap();
    Start({"/usr/sbin/slurmctld", "-D"});
    Start({"/usr/sbin/slurmd", "-D", "-N", "n1"});
    Start({"/usr/sbin/slurmd", "-D", "-N", "n2"});
  }
  ~SlurmCluster() {
    Run({"/usr/bin/scancel", "--user=" + User(), "--quiet"});
    for (size_t i = daemons_.size(); i-- > 0;) {
      daemons_[i]->Send(SIGTERM);
      daemons_[i]->Wait(Seconds(10));
    }
    unsetenv("SLURM_CONF");
  }
  SlurmCluster(const SlurmCluster&) = delete;
  SlurmCluster& operator=(const SlurmCluster&) = delete;

  /// True once both nodes are idle.
  bool AwaitReady() {
    for (int i = 0; i < 300; ++i) {
      const ProgramEnd end =
          Run({"/usr/bin/sinfo", "--noheader", "--format=%D %t"});
      if (end.out == "2 idle\n") return true;
      for (int nap = 0; nap < 10; ++nap) Nap();
    }
    return false;
  }
  /// What the daemons have said, for a test that fails.
  std::string Said() const {
    std::string said;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      const std::string name = entry.path().filename();
      if (name.starts_with(".printed")) said += ContentOf(entry.path());
    }
    return said;
  }

  /// A command of Slurm or any other, with SLURM_CONF set.
  ProgramEnd Run(const Words& words) const {
    return Program(words, folder_).Wait(Seconds(60));
  }

 private:
  static void Nap() {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  static std::string User() { return getpwuid(geteuid())->pw_name; }
  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  std::string Settings() const { return Path("slurm.conf"); }
  bool Exists(const std::string& name) const {
    return std::filesystem::exists(Path(name));
  }
  void Start(const Words& words) {
    daemons_.push_back(std::make_unique<Program>(words, folder_));
  }

  void WriteKey() const {
    std::random_device chance;
    std::ofstream key(Path("munge.key"), std::ios::binary);
    for (int i = 0; i < 256; ++i) key << static_cast<char>(chance());
    key.close();
    std::filesystem::permissions(Path("munge.key"),
                                 std::filesystem::perms::owner_read);
  }

  void WriteSettings() const {
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    const std::string name =
        std::string(host).substr(0, std::string(host).find('.'));
    std::ofstream settings(Settings());
    settings << "ClusterName=souk\nSlurmctldHost=" << name << "(127.0.0.1)\n"
             << "SlurmctldPort=" << FreePort() << "\nSlurmUser=" << User()
             << "\nSlurmdUser=" << User()
             << "\nAuthType=auth/munge\nAuthInfo=socket="
             << Path("munge.socket")
             << "\nProctrackType=proctrack/pgid\nTaskPlugin=task/none\n"
                "SelectType=select/cons_tres\nSelectTypeParameters=CR_Core\n"
                "AccountingStorageType=accounting_storage/none\n"
                "JobAcctGatherType=jobacct_gather/none\n"
                "SwitchType=switch/none\nMpiDefault=none\nReturnToService=2\n"
                "SlurmdParameters=config_overrides\nKillWait=5\n"
                "SchedulerParameters=batch_sched_delay=0,sched_interval=1\n"
             << "StateSaveLocation=" << Path("state")
             << "\nSlurmdSpoolDir=" << Path("%n")
             << "\nSlurmctldPidFile=" << Path("slurmctld.pid")
             << "\nSlurmdPidFile=" << Path("%n.pid") << "\n";
    for (const char* node : {"n1", "n2"}) {
      settings << "NodeName=" << node << " NodeHostname=" << name
               << " NodeAddr=127.0.0.1 Port=" << FreePort() << " CPUs=2\n";
    }
    settings << "PartitionName=souk Nodes=n1,n2 Default=YES "
                "MaxTime=INFINITE State=UP\n";
  }

  std::string folder_;
  std::vector<std::unique_ptr<Program>> daemons_;
};

}  // namespace souk::tests
