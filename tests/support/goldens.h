// Golden texts: what a member or a scenario does, kept for review.
//
// tests/golden/FAMILY/NAME.txt holds one text. With SOUK_UPDATE_GOLDEN=1 the
// tests write the files instead of comparing, and remove those that belong to
// nobody; read the difference before you commit it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "actors/commands/families.h"
#include "market/bid_function.h"
#include "market/check.h"
#include "market/family.h"

namespace souk::tests {

inline constexpr char kHowToUpdate[] =
    "\nIf that is right: tests/update_goldens.sh, then read the difference.";

inline bool UpdatesGoldens() {
  return std::getenv("SOUK_UPDATE_GOLDEN") != nullptr;
}

inline std::filesystem::path GoldenFolder(const std::string& family) {
  return std::filesystem::path(SOUK_SOURCE_DIR) / "tests" / "golden" / family;
}

/// The shortest decimal form that reads back as the same bits; whole numbers
/// without an exponent.
inline std::string Exactly(double number) {
  if (number == std::floor(number) && std::abs(number) <= market::kMaxBid) {
    return std::to_string(static_cast<int64_t>(number));
  }
  std::array<char, 32> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), end.ptr};
}

/// "bid 1 2.5 3".
inline std::string Row(const std::string& title,
                       const std::vector<double>& numbers) {
  std::string text = title;
  for (const double number : numbers) text += " " + Exactly(number);
  return text + "\n";
}

/// What `souk explain NAME` prints of a member of `family`.
inline std::string DeclaredFacts(const std::string& family,
                                 const std::string& name) {
  const std::vector<actors::FamilyCard> families = actors::Families();
  const auto card = market::FindMember<actors::FamilyCard>(
      "family", std::span(families), family);
  const auto member = market::FindMember<actors::MemberCard>(
      "member", std::span((*card)->members), name);
  return actors::MemberText(**card, **member);
}

/// The first line that differs, in both texts.
inline std::string FirstDifference(const std::string& golden,
                                   const std::string& now) {
  std::istringstream old_lines(golden), new_lines(now);
  for (int line = 1;; ++line) {
    std::string was, is;
    const bool more = static_cast<bool>(std::getline(old_lines, was));
    const bool more_now = static_cast<bool>(std::getline(new_lines, is));
    if (more && more_now && was == is) continue;
    return market::Concat("line ", line, "\n  golden: ", more ? was : "(end)",
                          "\n  now:    ", more_now ? is : "(end)");
  }
}

/// Compares `text` with the golden, or writes it.
inline void ExpectGolden(const std::string& family, const std::string& name,
                         const std::string& text) {
  const std::filesystem::path path = GoldenFolder(family) / (name + ".txt");
  if (UpdatesGoldens()) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << name << " has no golden " << path << kHowToUpdate;
  const std::string golden((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
  if (golden == text) return;
  ADD_FAILURE() << name << " is not what it was: " << path.string() << ", "
                << FirstDifference(golden, text) << kHowToUpdate;
}

/// Every golden of `family` belongs to one of `names`.
inline void ExpectNoStrayGoldens(const std::string& family,
                                 const std::vector<std::string>& names) {
  std::error_code no_folder;  // every member complains about it already
  const std::filesystem::directory_iterator entries(GoldenFolder(family),
                                                    no_folder);
  for (const auto& entry : entries) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".txt" &&
        std::ranges::count(names, path.stem().string()) > 0) {
      continue;
    }
    if (UpdatesGoldens()) {
      std::filesystem::remove(path);
    } else {
      ADD_FAILURE() << path.string() << " belongs to nobody in " << family
                    << kHowToUpdate;
    }
  }
}

}  // namespace souk::tests
