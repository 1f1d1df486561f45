// CAF's end of one connection behind the gate.
#pragma once

#include <caf/io/scribe.hpp>

#include "actors/network/secured_middleman.h"

namespace caf::io::network {
class default_multiplexer;
}

namespace souk::actors {

caf::io::scribe_ptr MakeSecuredScribe(
    caf::io::network::default_multiplexer& multiplexer, Passed passed,
    const SecuredParts& parts);

}  // namespace souk::actors
