// The scenario that a command line names: FILE, --set and --seed.
#pragma once

#include "actors/commands/options.h"
#include "scenarios/loader.h"

namespace souk::actors {

/// --set and --seed.
void AddScenarioOptions(boost::program_options::options_description& options);

/// Positional 0 is the file.
scenarios::LoadRequest RequestOf(const Arguments& arguments);

}  // namespace souk::actors
