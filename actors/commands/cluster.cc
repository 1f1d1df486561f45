#include <iostream>

#include "actors/commands/options.h"
#include "actors/network/identity.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

constexpr uint64_t kUsualDays = 365;

int Fail(ExitCode code, const std::string& sentence) {
  std::cerr << "souk cluster: " << sentence << "\n";
  return code;
}

int Init(const std::string& path, uint64_t days) {
  const bool in_range = days <= static_cast<uint64_t>(kMostDays);
  const auto identity = MakeIdentity(in_range ? static_cast<int>(days) : -1);
  if (!in_range || !identity) {
    return Fail(kWrongInput, "--days is 1 to " + std::to_string(kMostDays) +
                                 ", not " + std::to_string(days));
  }
  const auto written = WriteIdentity(path, *identity);
  if (!written) return Fail(kWrongInput, written.error().message);
  std::cout << "Wrote '" << path << "', valid for " << days
            << " days. Whoever can read it can join the cluster.\n"
               "Next: copy it to every machine by a safe way (scp -p), keep "
               "its mode 0600,\nand name it with --secret-file where the run "
               "and its nodes are started.\n";
  return kDone;
}

int Cluster(const Command& self, const std::vector<std::string>& words) {
  Accepts accepts;
  accepts.options.add_options()(
      "days", po::value<Whole>()->default_value(Whole{kUsualDays}),
      "how long the file is valid");
  accepts.positional = "init [FILE]";
  accepts.at_most = 2;
  int exit_code = kDone;
  const auto arguments = Parse(self, accepts, words, exit_code);
  if (!arguments) return exit_code;
  const auto& positional = arguments->positional;
  if (positional[0] != "init") {
    return Fail(kWrongInput,
                "there is no 'cluster " + positional[0] + "', only init");
  }
  return Init(positional.size() > 1 ? positional[1] : "cluster.secret",
              arguments->get<Whole>("days").value);
}

}  // namespace

Command ClusterCommand() {
  return {"cluster", "Makes the secret file that a cluster's processes share",
          "souk cluster init [FILE] [--days N]",
          "  souk cluster init cluster.secret --days 30\n", Cluster};
}

}  // namespace souk::actors
