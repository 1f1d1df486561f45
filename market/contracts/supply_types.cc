#include "market/contracts/supply_types.h"

#include <algorithm>
#include <bit>
#include <map>

#include "market/check.h"

namespace souk::market {
namespace {

/// What makes page views alike.
using Signature = std::vector<uint64_t>;

bool Aims(const std::vector<uint16_t>& list, uint16_t at) {
  return list.empty() || std::ranges::binary_search(list, at);
}

bool Aims(const LineSpec& line, const PageView& page) {
  return line.channel.value == page.channel &&
         Aims(line.target_segments, page.segment) &&
         Aims(line.target_places, page.place) &&
         Aims(line.target_categories, page.category);
}

Signature SignatureOf(const SupplyTypeFacts& facts) {
  Signature signature{facts.channel};
  for (const SupplyEdge& edge : facts.edges) {
    signature.push_back(edge.contract);
    signature.push_back(std::bit_cast<uint64_t>(edge.click_rate));
  }
  return signature;
}

/// Calls visit(page) for every kind of page view.
template <class Visit>
void ForEachKind(std::array<size_t, 4> sizes, const Visit& visit) {
  PageView page;
  for (size_t channel = 0; channel < sizes[0]; ++channel) {
    page.channel = static_cast<uint16_t>(channel);
    for (size_t segment = 0; segment < sizes[1]; ++segment) {
      page.segment = static_cast<uint16_t>(segment);
      for (size_t place = 0; place < sizes[2]; ++place) {
        page.place = static_cast<uint16_t>(place);
        for (size_t category = 0; category < sizes[3]; ++category) {
          page.category = static_cast<uint16_t>(category);
          visit(page);
        }
      }
    }
  }
}

}  // namespace

SupplyTypes::SupplyTypes(const MarketSpec& spec)
    : segments_(spec.traffic->segments()),
      places_(spec.traffic->places()),
      categories_(spec.traffic->categories()) {
  const size_t kinds = spec.channels.size() * segments_ * places_ * categories_;
  SOUK_CHECK(kinds < kNone, kinds, " kinds of page views");
  AddClasses(spec);
  AddShares(spec);
  AddReach(spec);
}

SupplyTypeFacts SupplyTypes::FactsOf(const MarketSpec& spec,
                                     const PageView& page) const {
  SupplyTypeFacts facts;
  facts.channel = page.channel;
  const auto& contracts = spec.contracts.contracts;
  for (uint32_t contract = 0; contract < contracts.size(); ++contract) {
    for (const uint32_t line : contracts[contract].lines) {
      if (!Aims(spec.lines[line], page)) continue;
      const double match = spec.traffic->MatchRate(LineId(line));
      facts.edges.push_back(
          {contract, spec.traffic->MeanClickRate(page, LineId(line)), match});
      facts.lines.push_back(line);
      facts.must_match = facts.must_match || match < 1;
    }
  }
  return facts;
}

void SupplyTypes::AddClasses(const MarketSpec& spec) {
  std::map<Signature, uint32_t> known;
  ForEachKind({spec.channels.size(), segments_, places_, categories_},
              [&](const PageView& page) {
                SupplyTypeFacts facts = FactsOf(spec, page);
                const auto [at, fresh] = known.emplace(
                    SignatureOf(facts), static_cast<uint32_t>(types_.size()));
                if (fresh) types_.push_back(std::move(facts));
                type_.push_back(at->second);
              });
}

void SupplyTypes::AddShares(const MarketSpec& spec) {
  ForEachKind({spec.channels.size(), segments_, places_, categories_},
              [&](const PageView& page) {
                types_[TypeOf(page)].share += spec.traffic->PageShare(page);
              });
}

void SupplyTypes::AddReach(const MarketSpec& spec) {
  const size_t kinds = segments_ * places_;
  std::vector<double> users(kinds);
  std::vector<std::vector<uint8_t>> meets(spec.contracts.contracts.size(),
                                          std::vector<uint8_t>(kinds));
  ForEachKind({spec.channels.size(), segments_, places_, categories_},
              [&](const PageView& page) {
                const size_t kind = page.segment * places_ + page.place;
                users[kind] += spec.traffic->PageShare(page);
                for (const SupplyEdge& edge : types_[TypeOf(page)].edges) {
                  meets[edge.contract][kind] = 1;
                }
              });
  for (const auto& kinds_met : meets) {
    double reach = 0;
    for (size_t kind = 0; kind < kinds; ++kind) {
      reach += kinds_met[kind] != 0 ? users[kind] : 0;
    }
    reach_.push_back(reach);
  }
}

std::shared_ptr<const SupplyTypes> SupplyTypesOf(const MarketSpec& spec) {
  return spec.supply_types ? spec.supply_types
                           : std::make_shared<const SupplyTypes>(spec);
}

SupplyType SupplyTypes::View(const MarketSpec& spec, size_t type,
                             double page_views) const {
  const SupplyTypeFacts& facts = types_[type];
  return {.page_views = page_views,
          .slot_share = spec.contracts.slot_share[facts.channel],
          .slot_weight = spec.channels[facts.channel].slot_weight,
          .displaced = {},
          .edges = facts.edges};
}

}  // namespace souk::market
