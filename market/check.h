// Broken invariants stop the program: our own mistakes, never the user's.
//
// SOUK_CHECK(balance >= 0, "ledger: lease of ", name, " fell to ", balance);
//
// is always on (release builds too), prints file, line, condition and the
// values given, and aborts. Faults of the world (files, parameters, network)
// are Result<T>, see result.h.
#pragma once

#include <sstream>
#include <string>

namespace souk::market {

/// Prints the failed condition with its message on standard error and aborts.
[[noreturn]] void CheckFailed(const char* file, int line, const char* condition,
                              const std::string& message);

/// The arguments streamed one after the other.
template <class... Parts>
std::string Concat(const Parts&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

}  // namespace souk::market

#define SOUK_CHECK(condition, ...)                                      \
  do {                                                                  \
    if (!(condition)) [[unlikely]] {                                    \
      ::souk::market::CheckFailed(__FILE__, __LINE__, #condition,       \
                                  ::souk::market::Concat(__VA_ARGS__)); \
    }                                                                   \
  } while (false)
