// Strategies by name and parameters, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "agents/strategy.h"
#include "market/family.h"

namespace souk::tests {

using Params = std::vector<market::ParamValue>;

/// A strategy or what is wrong with its parameters or facts.
inline market::Result<std::unique_ptr<agents::Strategy>> TryStrategy(
    const std::string& name, const Params& given,
    const agents::LineFacts& facts) {
  const auto entry = market::FindMember("strategy", agents::Strategies(), name);
  if (!entry) return entry.error();
  const auto params = market::ParamSet::Make((*entry)->params, given);
  if (!params) return params.error();
  return (*entry)->make(*params, facts);
}

/// A strategy whose parameters must be right.
inline std::unique_ptr<agents::Strategy> NewStrategy(
    const std::string& name, const Params& given,
    const agents::LineFacts& facts) {
  return TryStrategy(name, given, facts).value();
}

/// The sentence that comes instead of a strategy; "" if there is none.
inline std::string StrategyFault(const std::string& name, const Params& given,
                                 const agents::LineFacts& facts) {
  const auto made = TryStrategy(name, given, facts);
  return made ? "" : made.error().message;
}

/// Facts of a line that pays per view.
inline agents::LineFacts ViewFacts() {
  agents::LineFacts facts;
  facts.charge = market::Charge::kView;
  return facts;
}

}  // namespace souk::tests
