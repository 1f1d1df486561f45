// fork and exec, with the care that a program with many threads needs.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace souk::actors {

struct SpawnOrder {
  const std::string& program;  ///< a path, or a name that PATH is searched for
  const std::vector<std::string>& words;
  const std::string& input;  ///< its standard input
};

struct Spawned {
  pid_t pid = -1;
  int output = -1;  ///< reading end of its standard output and standard error
  int problem = 0;  ///< errno of what failed; then there is no process
};

/// The child leads a process group, has default signals, inherits no other
/// file, and is killed when the thread that calls this ends.
Spawned Spawn(const SpawnOrder& order);

}  // namespace souk::actors
