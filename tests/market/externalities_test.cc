// What neighbours in a list do to each other's clicks.
#include "market/externalities.h"

#include <gtest/gtest.h>

#include <numeric>

#include "market/random.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

const ListItem kEast = {{1, 0, 0, 0}};
const ListItem kNorth = {{0, 1, 0, 0}};
const ListItem kWest = {{-1, 0, 0, 0}};

std::vector<double> Factors(const ExternalityRule& rule,
                            const std::vector<ListItem>& list) {
  std::vector<double> gamma(list.size());
  ExternalityFactors(rule, list, gamma);
  return gamma;
}

TEST(Externalities, AnItemAloneIsLeftAlone) {
  EXPECT_EQ(Factors({}, {kEast}), std::vector<double>{1});
  EXPECT_EQ(Factors({}, {kEast, ListItem(), kNorth}),
            (std::vector<double>{1, 1, 1}));
}

TEST(Externalities, AlikeNeighboursTakeClicksFromEachOther) {
  // 2 / (1 + e^1.5) = 0.364851...; opposite ones add as much.
  const auto alike = Factors({}, {kEast, kEast});
  EXPECT_NEAR(alike[0], 0.36485, 5e-6);
  EXPECT_EQ(alike[0], alike[1]);
  EXPECT_NEAR(Factors({}, {kEast, kWest})[0], 2 - 0.36485, 5e-6);
  EXPECT_EQ(Factors({}, {kEast, kNorth})[0], 1);
}

TEST(Externalities, DistanceDampsTheEffect) {
  const auto far = Factors({}, {kEast, kNorth, kEast, kNorth, kEast});
  EXPECT_NEAR(far[0], 2 * Sigmoid(-1.5 * (0.5 + 0.125)), 1e-12);
  EXPECT_NEAR(far[2], 2 * Sigmoid(-1.5 * (0.5 + 0.5)), 1e-12);
  EXPECT_NEAR(far[1], 2 * Sigmoid(-1.5 * 0.5), 1e-12);
}

TEST(Externalities, PairsWithAnOrganicItemHaveTheirOwnStrength) {
  ListItem organic = kEast;
  organic.organic = true;
  const auto mixed = Factors({}, {kEast, organic});
  EXPECT_NEAR(mixed[0], 2 * Sigmoid(-0.75), 1e-12);
  EXPECT_EQ(mixed[0], mixed[1]);
  EXPECT_EQ(Factors({}, {organic, organic}), mixed);
}

std::vector<ListItem> RandomItems(uint32_t index) {
  const Stream stream(23, 0, Purpose::kTest);
  std::vector<ListItem> items(7);
  for (uint32_t i = 0; i < items.size(); ++i) {
    Direction raw;
    for (uint32_t d = 0; d < 4; ++d) raw[d] = stream.Normal(i, index, d);
    items[i] = {UnitDirection(raw), stream.Bernoulli(0.3, i, index, 4)};
  }
  return items;
}

/// The definition, term by term.
double ByDefinition(const ExternalityRule& rule,
                    const std::vector<ListItem>& list, size_t k) {
  double h = 0;
  for (size_t l = 0; l < list.size(); ++l) {
    if (l == k) continue;
    double product = 0;
    for (size_t d = 0; d < 4; ++d) {
      product += list[k].direction[d] * list[l].direction[d];
    }
    const bool ads = !list[k].organic && !list[l].organic;
    double power = 1;
    for (size_t d = 1; d < (k > l ? k - l : l - k); ++d) power *= rule.omega;
    h -= (ads ? rule.kappa : rule.organic_kappa) * power * product;
  }
  return 2 * Sigmoid(h);
}

TEST(Externalities, ListsTablesAndTheDefinitionAgree) {
  const ExternalityRule rule = {2.5, 0.4, 0.7};
  for (uint32_t index = 0; index < 200; ++index) {
    const std::vector<ListItem> items = RandomItems(index);
    const ExternalityTable table(rule, items);
    const std::vector<uint32_t> order = {5, 0, 3, 6, 1};
    std::vector<ListItem> list;
    for (uint32_t item : order) list.push_back(items[item]);
    const std::vector<double> gamma = Factors(rule, list);
    std::vector<double> looked_up(order.size());
    table.Factors(order, looked_up);
    EXPECT_EQ(gamma, looked_up);
    for (size_t k = 0; k < list.size(); ++k) {
      EXPECT_NEAR(gamma[k], ByDefinition(rule, list, k), 1e-12);
    }
  }
}

TEST(Externalities, AClickRateStopsAtOne) {
  EXPECT_EQ(ListedClickRate(0.1, 0.5, 1.5), 0.1 * 0.5 * 1.5);
  EXPECT_EQ(ListedClickRate(0.9, 1, 1.9), 1);
}

TEST(ExternalitiesDeathTest, MistakesStop) {
  EXPECT_DEATH(UnitDirection({}), "a direction of length 0");
  std::vector<double> gamma(2);
  EXPECT_DEATH(ExternalityFactors({}, {}, gamma), "0 items, 2 factors");
}

}  // namespace
}  // namespace souk::market
