// The program `souk`: finds the sub-command and hands over.
#include <iostream>

#include "actors/commands/command.h"
#include "market/family.h"

namespace souk::actors {
namespace {

const std::vector<Command>& Commands() {
  static const std::vector<Command> commands = {
      RunCommand(),  ResumeCommand(),  ValidateCommand(),
      ListCommand(), ExplainCommand(), DigestCommand(),
  };
  return commands;
}

void PrintHelp(std::ostream& out) {
  out << "souk simulates advertising marketplaces from scenario files.\n\n"
         "Usage: souk COMMAND [arguments]\n\nCommands:\n";
  for (const Command& command : Commands()) {
    out << "  " << command.name << std::string(10 - command.name.size(), ' ')
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

}  // namespace
}  // namespace souk::actors

int main(int argc, char** argv) {
  return souk::actors::Main(std::vector<std::string>(argv + 1, argv + argc));
}
