// actors/README.md draws every message and names every phase.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <string>

namespace souk::tests {
namespace {

std::string TextOf(const std::string& path) {
  std::ifstream in(std::string(SOUK_SOURCE_DIR) + "/actors/" + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every match of `pattern` in `file` is a word of the README.
void ExpectMentioned(const std::string& file, const std::string& pattern) {
  const std::string source = TextOf(file);
  const std::string readme = TextOf("README.md");
  const std::regex names(pattern);
  int found = 0;
  for (std::sregex_iterator one(source.begin(), source.end(), names), end;
       one != end; ++one, ++found) {
    const std::string name = (*one)[1];
    EXPECT_TRUE(std::regex_search(readme, std::regex("\\b" + name + "\\b")))
        << "actors/README.md does not mention " << name << " of actors/"
        << file;
  }
  EXPECT_GT(found, 8) << "nothing like " << pattern << " in " << file;
}

TEST(Readme, DrawsEveryMessage) {
  ExpectMentioned("messages.h", "\nstruct (\\w+) \\{");
}

TEST(Readme, NamesEveryPhaseOfTheClock) {
  ExpectMentioned("clock_actor.h", "\n  (k[A-Z]\\w+)[,\n]");
}

}  // namespace
}  // namespace souk::tests
