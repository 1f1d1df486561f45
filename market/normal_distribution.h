// The standard normal distribution: density and distribution function, with
// the same bits on every machine (its inverse is in market/random.h).
#pragma once

namespace souk::market {

/// exp(-x^2 / 2) / sqrt(2 pi).
double NormalDensity(double x);
/// P(Z <= x); absolute error below 1e-15. NaN for NaN.
double NormalDistribution(double x);

/// Mean of Z, standard normal, given low <= Z <= high; low < high, and the
/// interval has a probability that is not 0.
double TruncatedNormalMean(double low, double high);

}  // namespace souk::market
