// How long after its click a conversion comes.
//
// A conversion of delay D is fast with P = fast_share, D ~ Exp(fast mean),
// else D ~ Exp(slow mean); what would come after cut_hours never counts:
//
//   P(D <= h) = 1 - fast_share exp(-h / fast mean)
//                 - (1 - fast_share) exp(-h / slow mean),   h <= cut_hours
//
// By default 0.4, half an hour, five days, 30 days: about what Criteo's logs
// show (35 % within an hour, half within a day; Chapelle, "Modeling delayed
// feedback in display advertising", KDD 2014), which no single exponential
// does. The likelihoods below are those of that paper: one exponential.
#pragma once

#include <span>

namespace souk::market {

struct DelaySpec {
  double fast_share = 0.4;       ///< [0, 1]
  double fast_mean_hours = 0.5;  ///< > 0
  double slow_mean_hours = 120;  ///< > 0
  double cut_hours = 720;        ///< > 0
};

/// P(a conversion has come within `hours` >= 0 of its click).
double ArrivedShare(const DelaySpec& spec, double hours);

/// Hours from click to conversion; negative: beyond the cut, it never counts.
/// `kind` and `time` are uniforms in [0, 1).
double DelayHours(const DelaySpec& spec, double kind, double time);

/// Estimate of P(conversion | click), late ones included, from the ages of all
/// clicks in hours: conversions so far / sum of ArrivedShare.
double DelayAwareRate(const DelaySpec& spec, double conversions,
                      std::span<const double> click_ages);

/// A click whose conversion, if any, comes after Exp(rate): P(conversion) = p
/// in (0, 1), rate per unit of time.
struct DelayedClick {
  double p = 0;
  double rate = 0;
};
/// Log-likelihood of a conversion after `delay`.
double LogConverted(const DelayedClick& click, double delay);
/// Log-likelihood of none until `age`.
double LogNotYet(const DelayedClick& click, double age);
/// P(it still converts), given none until `age`.
double StillToCome(const DelayedClick& click, double age);

}  // namespace souk::market
