// Parsing the options of a sub-command with Boost.Program_options.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "actors/commands/command.h"

namespace souk::actors {

/// A whole number, 0 or more; Boost alone would take -1 for the largest.
struct Whole {
  uint64_t value = 0;
};
std::ostream& operator<<(std::ostream& out, Whole number);
/// Called by Boost.
void validate(boost::any& value, const std::vector<std::string>& words, Whole*,
              int);

struct Arguments {
  boost::program_options::variables_map values;
  std::vector<std::string> positional;

  bool has(const std::string& name) const { return values.count(name) > 0; }
  template <class T>
  T get(const std::string& name) const {
    return values[name].as<T>();
  }
};

/// What a command accepts.
struct Accepts {
  boost::program_options::options_description options{"Options"};
  std::string positional;  ///< "FILE"; empty: none
  size_t at_least = 1;     ///< positional arguments
  size_t at_most = 1;
};

/// Parses, answers --help, and complains in one sentence. Without a value the
/// command is over and `exit_code` says how.
std::optional<Arguments> Parse(const Command& command, const Accepts& accepts,
                               const std::vector<std::string>& arguments,
                               int& exit_code);

}  // namespace souk::actors
