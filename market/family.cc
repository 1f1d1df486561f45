#include "market/family.h"

namespace souk::market {

std::string UnknownMember(std::string_view noun, std::string_view name,
                          std::span<const std::string> known) {
  std::string message = Concat("no such ", noun, " '", name, "';");
  const std::string near = NearestSpelling(name, known);
  if (!near.empty()) message += " did you mean '" + near + "'?";
  message += " known: ";
  for (size_t i = 0; i < known.size(); ++i) {
    message += (i == 0 ? "" : ", ") + known[i];
  }
  return message;
}

}  // namespace souk::market
