// The program `souk`: finds the sub-command and hands over.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "actors/commands/command.h"
#include "market/family.h"

namespace souk::actors {
namespace {

const std::vector<Command>& Commands() {
  static const std::vector<Command> commands = {
      RunCommand(),         ResumeCommand(),    NodeCommand(),
      ClusterCommand(),     TopCommand(),       StepCommand(),
      ValidateCommand(),    ListCommand(),      ExplainCommand(),
      ExplainPageCommand(), RegretCommand(),    ContractsCommand(),
      DatasetCommand(),     DigestCommand(),    MergeCommand(),
      BenchCommand(),       CalibrateCommand(), TrainCommand(),
      EvaluateCommand(),
  };
  return commands;
}

void PrintHelp(std::ostream& out) {
  out << "souk simulates advertising marketplaces from scenario files.\n\n"
         "Usage: souk COMMAND [arguments]\n\nCommands:\n";
  for (const Command& command : Commands()) {
    out << "  " << command.name << std::string(14 - command.name.size(), ' ')
        << command.summary << "\n";
  }
  out << "\nOptions:\n"
         "  --help     Show this text; souk COMMAND --help shows a command's\n"
         "  --version  Show the version\n\n"
         "Examples:\n";
  for (const Command& command : Commands()) out << command.examples;
  out << "\nExit codes: 0 done, 1 the run failed, 2 wrong usage or scenario, "
         "3 finished but degraded, or interrupted.\n";
}

int Main(std::vector<std::string> arguments) {
  if (arguments.empty()) {
    PrintHelp(std::cerr);
    return kWrongInput;
  }
  const std::string name = arguments.front();
  arguments.erase(arguments.begin());
  if (name == "--help" || name == "-h" || name == "help") {
    PrintHelp(std::cout);
    return kDone;
  }
  if (name == "--version") {
    std::cout << "souk " << SOUK_VERSION << "\n";
    return kDone;
  }
  const auto command = market::FindMember<Command>("command", Commands(), name);
  if (!command) {
    std::cerr << "souk: " << command.error().message << "\nSee souk --help\n";
    return kWrongInput;
  }
  return (*command)->run(**command, arguments);
}

/// A closed standard stream would give its descriptor to the next file that
/// is opened, and messages would end up in a trace. Output is opened for
/// reading only, so that writing to it still fails.
void KeepStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    const int mode = stream == STDERR_FILENO ? O_WRONLY : O_RDONLY;
    if (fcntl(stream, F_GETFD) < 0) open("/dev/null", mode);
  }
}

/// `exit_code`, if everything printed has left.
int Delivered(int exit_code) {
  if (std::cout.flush()) return exit_code;
  std::cerr << "souk: cannot write to standard output\n";
  return kRunFailed;
}

}  // namespace
}  // namespace souk::actors

int main(int argc, char** argv) {
  using namespace souk::actors;
  KeepStandardStreams();
  // A file beyond the limit (ulimit -f) is an error of the write, not a death.
  std::signal(SIGXFSZ, SIG_IGN);
  const int first = argc > 0 ? 1 : 0;
  return Delivered(Main(std::vector<std::string>(argv + first, argv + argc)));
}
