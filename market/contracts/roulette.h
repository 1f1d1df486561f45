// Roulettes: from the shares x_jk of a supply type to the slate of one page.
//
// x is a matrix of contracts x slots, row-major: x_jk >= 0 is the wanted
// probability that contract j stands in slot k; rows and columns sum to at
// most 1 (to within 1e-9). A roulette is made ready once for a matrix and then
// spun for many page views.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "market/param.h"
#include "market/result.h"
#include "market/types.h"

namespace souk::market {

struct ShareMatrix {
  size_t contracts = 0;
  size_t slots = 0;
  std::span<const double> shares;  ///< contracts x slots
};

/// A roulette with its matrix. Immutable and thread-safe.
class ReadyRoulette {
 public:
  virtual ~ReadyRoulette() = default;
  /// `chance`: as many independent uniforms in [0, 1) as Roulette::draws says.
  /// `slate`: one entry per slot, replaced by the row of a contract, or kNone:
  /// nobody, the auction's.
  virtual void Spin(std::span<const double> chance,
                    std::span<uint32_t> slate) const = 0;
  /// From this first uniform on nobody is drawn, whatever the others are; 1:
  /// that cannot be said. 0 or less: nobody is ever drawn.
  double nobody_from() const { return nobody_from_; }

 protected:
  double nobody_from_ = 1;
};

class Roulette {
 public:
  virtual ~Roulette() = default;
  /// Uniforms that a page view with so many slots takes.
  virtual uint32_t draws(size_t slots) const {
    return static_cast<uint32_t>(slots);
  }
  virtual std::unique_ptr<const ReadyRoulette> Prepare(
      const ShareMatrix& matrix) const = 0;
};

/// Promises that the conformance suite checks in both directions.
struct RouletteTraits {
  bool exact_slots = true;   ///< P(j in slot k) = x_jk
  bool exact_totals = true;  ///< P(j on the page) = sum_k x_jk
  bool one_per_page = true;  ///< no contract twice on a page
};

struct RouletteEntry {
  std::string name;
  std::string help;  ///< one line
  RouletteTraits traits;
  std::vector<ParamSpec> params;
  std::function<Result<std::shared_ptr<const Roulette>>(const ParamSet&)> make;
};

/// All roulettes, ascending by name.
std::span<const RouletteEntry> Roulettes();

}  // namespace souk::market
