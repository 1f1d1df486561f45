// The sub-commands of `souk`, one file each.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace souk::actors {

/// DESIGN section 9.
enum ExitCode : int {
  kDone = 0,
  kRunFailed = 1,
  kWrongInput = 2,
  kDegraded = 3,  ///< also: interrupted, and can be resumed
};

struct Command {
  std::string name;
  std::string summary;   ///< one line
  std::string usage;     ///< "souk run FILE [options]"
  std::string examples;  ///< whole lines
  /// `arguments`: what follows the name on the command line.
  int (*run)(const Command& self, const std::vector<std::string>& arguments);
  /// Whole lines of --help, behind the options.
  std::string explanation = {};
};

Command RunCommand();
Command ResumeCommand();
Command NodeCommand();
Command RegretCommand();
Command ContractsCommand();
Command ValidateCommand();
Command ListCommand();
Command ExplainCommand();
Command ExplainPageCommand();
Command DatasetCommand();
Command DigestCommand();
Command MergeCommand();
Command StepCommand();
Command BenchCommand();
Command CalibrateCommand();
Command ClusterCommand();
Command TopCommand();
Command TrainCommand();
Command EvaluateCommand();

}  // namespace souk::actors
