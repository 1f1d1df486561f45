#include "market/traffic/rate_law.h"

#include <algorithm>

#include "market/normal_distribution.h"
#include "market/page_kernels.h"
#include "market/random_columns.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

double Clip(double rate) { return std::min(std::max(rate, 0.0), 1.0); }

/// Mean of a uniform in [low, high], cut to [0, 1].
double MeanOfUniform(double low, double high) {
  const double from = Clip(low);
  const double to = Clip(high);
  if (!(high > low)) return from;
  const double inside = (to * to - from * from) / 2;
  const double above = std::max(high - 1, 0.0) - std::max(low - 1, 0.0);
  return (inside + above) / (high - low);
}

/// Mean of a normal, cut to [0, 1].
double MeanOfNormal(double mean, double deviation) {
  if (deviation <= 0) return Clip(mean);
  const double low = -mean / deviation;
  const double high = (1 - mean) / deviation;
  return mean * (NormalDistribution(high) - NormalDistribution(low)) +
         deviation * (NormalDensity(low) - NormalDensity(high)) +
         NormalDistribution(-high);
}

/// Mean of min(base * exp(spread * Z), 1).
double MeanOfLogNormal(double base, double spread) {
  if (base <= 0 || spread <= 0) return Clip(base);
  const double cut = -Log(base) / spread;  // Z that gives 1
  return base * Exp(spread * spread / 2) * NormalDistribution(cut - spread) +
         NormalDistribution(-cut);
}

}  // namespace

void DrawRates(RateLaw law, const uint32_t* words, const double* base,
               const double* spread, std::span<double> out) {
  const size_t n = out.size();
  switch (law) {
    case RateLaw::kConstant:
      for (size_t i = 0; i < n; ++i) out[i] = Clip(base[i]);
      return;
    case RateLaw::kUniform:
      UniformColumn(words, n, out.data());
      for (size_t i = 0; i < n; ++i) {
        out[i] = Clip(base[i] * (1 + spread[i] * (2 * out[i] - 1)));
      }
      return;
    case RateLaw::kNormal:
      NormalColumn(words, n, out.data());
      for (size_t i = 0; i < n; ++i) {
        out[i] = ClickRateOf(base[i], spread[i], out[i]);
      }
      return;
    case RateLaw::kLogNormal:
      NormalColumn(words, n, out.data());
      for (size_t i = 0; i < n; ++i) out[i] *= spread[i];
      ExpColumn(out);
      for (size_t i = 0; i < n; ++i) out[i] = Clip(base[i] * out[i]);
      return;
  }
}

double MeanRate(RateLaw law, double base, double spread) {
  switch (law) {
    case RateLaw::kConstant:
      return Clip(base);
    case RateLaw::kUniform:
      return MeanOfUniform(base * (1 - spread), base * (1 + spread));
    case RateLaw::kNormal:
      return MeanOfNormal(base, base * spread);
    case RateLaw::kLogNormal:
      return MeanOfLogNormal(base, spread);
  }
  return Clip(base);
}

}  // namespace souk::market
