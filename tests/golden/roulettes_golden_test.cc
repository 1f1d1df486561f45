// The slates that every roulette draws, and how often, as text.
#include "market/contracts/roulette.h"
#include "tests/support/goldens.h"
#include "tests/support/roulettes.h"

namespace souk::tests {
namespace {

struct Titled {
  std::string title;
  Shares shares;
};

const std::vector<Titled>& Matrices() {
  static const std::vector<Titled> matrices = {
      {"two contracts, two slots", {2, 2, {0.6, 0.3, 0.3, 0.5}}},
      {"full pages", {3, 2, {0.5, 0.25, 0.25, 0.5, 0.25, 0.25}}},
      {"one contract, three slots", {1, 3, {0.25, 0.125, 0.5}}},
      {"four contracts, three slots",
       {4,
        3,
        {0.125, 0.25, 0.0625, 0, 0.5, 0.25, 0.375, 0, 0.125, 0.25, 0.125,
         0.375}}},
      {"nobody", {2, 2, {0, 0, 0, 0}}}};
  return matrices;
}

std::string SlateText(const Slate& slate) {
  std::string text;
  for (const uint32_t j : slate) {
    text += j == market::kNone ? " -" : market::Concat(" ", j);
  }
  return text;
}

std::string Drawn(const std::string& name, const Titled& matrix) {
  const Shares& shares = matrix.shares;
  std::string text = "\n== " + matrix.title + "\n";
  for (size_t j = 0; j < shares.contracts; ++j) {
    const auto row = shares.x.begin() + static_cast<long>(j * shares.slots);
    text += Row(market::Concat("wanted ", j),
                {row, row + static_cast<long>(shares.slots)});
  }
  for (const auto& [slate, p] : OddsOf(name, shares)) {
    text += Row("slate" + SlateText(slate) + ":", {p});
  }
  return text;
}

class RouletteGolden : public testing::TestWithParam<std::string> {};

TEST_P(RouletteGolden, IsWhatItWas) {
  std::string text = DeclaredFacts("roulettes", GetParam());
  for (const Titled& matrix : Matrices()) text += Drawn(GetParam(), matrix);
  ExpectGolden("roulettes", GetParam(), text);
}

TEST(RouletteGoldens, BelongToMembers) {
  ExpectNoStrayGoldens("roulettes", market::MemberNames(market::Roulettes()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, RouletteGolden,
    testing::ValuesIn(market::MemberNames(market::Roulettes())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
