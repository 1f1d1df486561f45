// The tables of market/README.md are those of the registries.
#include "market/auction.h"
#include "market/contracts/allocator.h"
#include "market/contracts/pacer.h"
#include "market/contracts/roulette.h"
#include "market/user_model.h"
#include "tests/support/readme_tables.h"

namespace souk::tests {
namespace {

/// "a, b", or "-".
class Words {
 public:
  void Add(bool has, const std::string& word) {
    if (has) text_ += (text_.empty() ? "" : ", ") + word;
  }
  std::string text() const { return text_.empty() ? "-" : text_; }

 private:
  std::string text_;
};

std::string TraitsCell(const market::MechanismTraits& traits) {
  Words words;
  words.Add(traits.truthful, "truthful");
  words.Add(traits.pays_own_bid, "pay own bid");
  words.Add(traits.needs_runner_up, "needs a runner-up");
  words.Add(traits.anonymous, "anonymous");
  words.Add(traits.may_leave_slots_empty, "may leave slots empty");
  words.Add(traits.reads_as_cascade, "cascade");
  words.Add(traits.joint, "joint");
  words.Add(traits.may_pay_bidders, "may pay bidders");
  return words.text();
}

std::string TraitsCell(const market::AllocatorTraits& traits) {
  const bool shares = traits.way == market::AllocatorTraits::Way::kShares;
  Words words;
  words.Add(shares, "shares");
  words.Add(!shares, "scores");
  words.Add(traits.meets_auction, "meets the auction");
  words.Add(traits.one_per_page, "once on a page");
  words.Add(traits.plans_supply, "plans supply");
  words.Add(traits.respects_tiers, "tiers");
  return words.text();
}

TEST(Readme, ListsTheAllocators) {
  std::string table = TableRow({"allocator", "rule", "traits", "parameters"}) +
                      "|---|---|---|---|\n";
  for (const market::AllocatorEntry& entry : market::Allocators()) {
    table += TableRow({"`" + entry.name + "`", entry.help,
                       TraitsCell(entry.traits), ParamsCell(entry.params)});
  }
  ExpectTableInReadme("market", "allocators", table, "MEMBERS.md");
}

TEST(Readme, ListsTheMechanisms) {
  std::string table = TableRow({"mechanism", "rule", "traits", "parameters"}) +
                      "|---|---|---|---|\n";
  for (const market::MechanismEntry& entry : market::Mechanisms()) {
    table += TableRow({"`" + entry.name + "`", entry.help,
                       TraitsCell(entry.traits), ParamsCell(entry.params)});
  }
  ExpectTableInReadme("market", "mechanisms", table, "MEMBERS.md");
}

TEST(Readme, ListsThePacers) {
  std::string table =
      TableRow({"pacer", "rule", "parameters"}) + "|---|---|---|\n";
  for (const market::PacerEntry& entry : market::Pacers()) {
    table += TableRow(
        {"`" + entry.name + "`", entry.help, ParamsCell(entry.params)});
  }
  ExpectTableInReadme("market", "pacers", table, "MEMBERS.md");
}

std::string TraitsCell(const market::RouletteTraits& traits) {
  std::string text;
  const auto add = [&](bool has, const std::string& word) {
    if (has) text += (text.empty() ? "" : ", ") + word;
  };
  add(traits.exact_slots, "exact slots");
  add(traits.exact_totals, "exact totals");
  add(traits.one_per_page, "one per page");
  return text.empty() ? "-" : text;
}

TEST(Readme, ListsTheRoulettes) {
  std::string table = TableRow({"roulette", "rule", "traits", "parameters"}) +
                      "|---|---|---|---|\n";
  for (const market::RouletteEntry& entry : market::Roulettes()) {
    table += TableRow({"`" + entry.name + "`", entry.help,
                       TraitsCell(entry.traits), ParamsCell(entry.params)});
  }
  ExpectTableInReadme("market", "roulettes", table, "MEMBERS.md");
}

TEST(Readme, ListsTheUserModels) {
  std::string table =
      TableRow({"user model", "the user", "parameters"}) + "|---|---|---|\n";
  for (const market::UserModelEntry& entry : market::UserModels()) {
    table += TableRow(
        {"`" + entry.name + "`", entry.help, ParamsCell(entry.params)});
  }
  ExpectTableInReadme("market", "user_models", table, "MEMBERS.md");
}

}  // namespace
}  // namespace souk::tests
