// CAF's middleman for connections that passed the gate, and for no others.
#pragma once

#include <caf/all.hpp>
#include <caf/io/middleman_actor.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "actors/network/connections.h"
#include "actors/network/porter.h"

namespace souk::actors {

/// What is to be handed to CAF: its own interface knows host names only, so a
/// ticket stands in for the name. Safe in any thread.
class Tickets {
 public:
  std::string Keep(Passed passed);
  std::string Keep(std::shared_ptr<Porter> porter);
  std::optional<Passed> TakePassed(const std::string& ticket);
  std::shared_ptr<Porter> TakePorter(const std::string& ticket);

 private:
  std::mutex mutex_;
  int next_ = 0;
  std::map<std::string, Passed> passed_;
  std::map<std::string, std::shared_ptr<Porter>> porters_;
};

struct SecuredParts {
  std::shared_ptr<Tickets> tickets;
  std::shared_ptr<Connections> connections;
  std::shared_ptr<Refusals> refusals;
};

/// An actor that takes tickets instead of host names (connect) and addresses
/// (publish). Ends when killed.
caf::io::middleman_actor SpawnSecuredMiddleman(caf::actor_system& system,
                                               const SecuredParts& parts);

}  // namespace souk::actors
