#include "market/vector_math.h"

#include "market/check.h"
#include "market/math_kernels.h"

namespace souk::market {
namespace {

SOUK_COLUMN_KERNEL void ExpAll(double* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = ExpKernel(x[i]);
}

SOUK_COLUMN_KERNEL void LogAll(double* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = LogKernel(x[i]);
}

SOUK_COLUMN_KERNEL void SigmoidAll(double* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = SigmoidKernel(x[i]);
}

}  // namespace

double Exp(double x) { return ExpKernel(x); }

double Log(double x) { return LogKernel(x); }

double Sigmoid(double x) { return SigmoidKernel(x); }

double Logit(double p) { return Log(p / (1 - p)); }

void ExpColumn(std::span<double> x) { ExpAll(x.data(), x.size()); }

void LogColumn(std::span<double> x) { LogAll(x.data(), x.size()); }

void SigmoidColumn(std::span<double> x) { SigmoidAll(x.data(), x.size()); }

double Dot(std::span<const double> a, std::span<const double> b) {
  SOUK_CHECK(a.size() == b.size(), "dot of ", a.size(), " and ", b.size());
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace souk::market
