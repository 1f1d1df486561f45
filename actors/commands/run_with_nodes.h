// Runs whose cells are carried by nodes, and processes that are such nodes.
#pragma once

#include "actors/commands/run_scenario.h"

namespace souk::actors {

/// With the nodes of order.cluster.
market::Result<RunEnd> RunWithNodes(const RunOrder& order,
                                    const RunRequest& request);

/// In this process alone, but into a part of its own.
market::Result<RunEnd> RunWithoutNodes(const RunOrder& order,
                                       const RunRequest& request,
                                       uint32_t threads);

/// What this process is to be; complains in the name of `command`. Without a
/// value the command is over and `exit_code` says how.
std::optional<Role> FindRole(const std::string& command, int& exit_code);

/// As a node of the lead that was launched together with this process.
int ServeLaunchedLead(const Role& role, const std::string& trace);

}  // namespace souk::actors
