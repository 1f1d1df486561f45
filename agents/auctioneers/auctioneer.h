// Learned auctioneers: mechanisms whose rule is a trained network.
//
// A scenario names one as it names any mechanism, with the file of its model:
//
//   mechanism { name: "jtransnet" model: "j1.model" }
//
// What it does is then as pure as every other mechanism (market/auction.h).
// To add one: a .cc here and its two lines in registry.cc; its trainer is a
// .cc in agents/learning/torch/ and two lines in the registry there.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "market/auction.h"
#include "market/trained_model.h"

namespace souk::agents {

struct AuctioneerEntry {
  std::string name;
  std::string help;  ///< one line
  market::MechanismTraits traits;
  std::vector<market::ParamSpec> params;
  /// An Error says what the model lacks, or which parameters do not fit it.
  std::function<market::Result<std::shared_ptr<const market::Mechanism>>(
      const market::ParamSet&, std::shared_ptr<const market::TrainedModel>)>
      make;
  /// Of an auctioneer whose model is made for numbered seats, which candidates
  /// take in their order: whether it suits a channel whose fullest page this
  /// is, with all its lines; the Error says how they differ. Empty: candidates
  /// in another order get the same, and every page will do.
  std::function<market::Result<void>(const market::TrainedModel&,
                                     const market::Auction&)>
      fits = {};
};

/// All learned auctioneers, ascending by name.
std::span<const AuctioneerEntry> Auctioneers();

}  // namespace souk::agents
