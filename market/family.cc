#include "market/family.h"

#include <algorithm>

namespace souk::market {
namespace {

constexpr size_t kMostListed = 100;

}  // namespace

std::string UnknownMember(std::string_view noun, std::string_view name,
                          std::span<const std::string> known) {
  std::string message = Concat("no such ", noun, " '", name, "';");
  const std::string near = NearestSpelling(name, known);
  if (!near.empty()) message += " did you mean '" + near + "'?";
  message += " known: ";
  const size_t listed = std::min(kMostListed, known.size());
  for (size_t i = 0; i < listed; ++i) {
    message += (i == 0 ? "" : ", ") + known[i];
  }
  if (listed == known.size()) return message;
  return message + Concat(" and ", known.size() - listed, " more");
}

}  // namespace souk::market
