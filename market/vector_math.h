// exp, log, sigmoid: the same bits on every machine and compiler.
//
// glibc picks variants with fused operations at run time and so returns
// different last bits on different CPUs. These use + - * / and integer
// operations only, in a fixed order; with -ffp-contract=off the scalar and the
// column forms agree bit for bit on every instruction set.
//
//   Exp      relative error < 2e-15 on [-708, 709]; 0 below, +inf above
//   Log      relative error < 2e-15 (absolute near 1) for x > 0 and normal;
//            -inf at 0, NaN below
//   Sigmoid  1 / (1 + Exp(-x)), in [0, 1]
// NaN in, NaN out.
#pragma once

#include <span>

namespace souk::market {

double Exp(double x);
double Log(double x);
double Sigmoid(double x);
/// log(p / (1 - p)), p in (0, 1).
double Logit(double p);

/// In place, element by element; bit-equal to the scalar functions.
void ExpColumn(std::span<double> x);
void LogColumn(std::span<double> x);
void SigmoidColumn(std::span<double> x);

/// Sum of a[i] * b[i] in index order. Sizes must be equal.
double Dot(std::span<const double> a, std::span<const double> b);

}  // namespace souk::market
