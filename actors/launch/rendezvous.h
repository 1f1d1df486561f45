// How processes that a launcher started together find their lead: rank 0
// listens on any free port and leaves its address and the secret file in a
// folder on a file system that all of them see; the others look for it.
//
//   RUN.h5.rendezvous-KEY/secret.pem    mode 0600
//   RUN.h5.rendezvous-KEY/lead          "HOST:PORT\n", put there last
//
// The folder has mode 0700; one that belongs to somebody else is refused.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "actors/launch/role.h"
#include "market/result.h"

namespace souk::actors {

struct Rendezvous {
  std::string lead;         ///< HOST:PORT to join
  std::string secret_file;  ///< its path
};

/// The folder beside `trace_path` for processes with this role.
std::string RendezvousFolder(const std::string& trace_path, const Role& role);

/// Rank 0: `secret` is the content of the secret file. Replaces what an earlier
/// start left there.
market::Result<void> WriteRendezvous(const std::string& folder,
                                     const std::string& lead,
                                     const std::string& secret);

/// The others. Error after `patience`: "no lead has shown up in FOLDER within
/// 60 s; ...".
market::Result<Rendezvous> AwaitRendezvous(
    const std::string& folder,
    std::chrono::milliseconds patience = std::chrono::seconds(60));

/// Rank 0, at the end; nothing if there is none.
void RemoveRendezvous(const std::string& folder);

/// The address of this machine on the network that the processes share: the one
/// from which SLURM_LAUNCH_NODE_IPADDR is reached under Slurm, else the first
/// of an interface that is up, else 127.0.0.1. IPv4, as text.
std::string SharedAddress(const Environment& environment);

}  // namespace souk::actors
