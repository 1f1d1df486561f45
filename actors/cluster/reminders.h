// What a Fleet or a Host sends to itself, later.
#pragma once

#include <caf/all.hpp>

namespace souk::actors {

/// Time to look who is silent.
struct Glance {};
/// Whoever has not left by now is not waited for.
struct Farewell {};

}  // namespace souk::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::Glance)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::Farewell)
