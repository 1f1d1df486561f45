// The one message between processes: bytes written by market::ArchiveWriter.
#pragma once

#include <caf/all.hpp>
#include <cstdint>
#include <string>
#include <type_traits>

namespace souk::actors {

/// A chunk of 64 KiB and room for its frame. A longer letter is not written
/// and not read.
inline constexpr uint32_t kMostLetterBytes = 64 * 1024 + 1024;

struct Letter {
  uint16_t kind = 0;
  std::string bytes;  ///< at most kMostLetterBytes
};

/// CAF would reserve whatever length a stranger announces, hence by hand.
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Letter& letter) {
  if constexpr (std::is_base_of_v<caf::serializer, Inspector>) {
    auto size = static_cast<uint32_t>(letter.bytes.size());
    if (letter.bytes.size() > kMostLetterBytes) {
      return caf::sec::invalid_argument;
    }
    if (auto error = f(letter.kind, size)) return error;
    if (size == 0) return caf::none;
    return f.apply_raw(size, letter.bytes.data());
  } else if constexpr (std::is_base_of_v<caf::deserializer, Inspector>) {
    uint32_t size = 0;
    if (auto error = f(letter.kind, size)) return error;
    if (size > kMostLetterBytes) return caf::sec::invalid_argument;
    letter.bytes.resize(size);
    if (size == 0) return caf::none;
    return f.apply_raw(size, letter.bytes.data());
  } else {
    auto size = letter.bytes.size();
    return f(caf::meta::type_name("Letter"), letter.kind, size);
  }
}

}  // namespace souk::actors
