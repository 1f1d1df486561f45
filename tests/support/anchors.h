// Means of simulations against printed ones.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace souk::test {

class Sample {
 public:
  void Add(double x) {
    count_ += 1;
    sum_ += x;
    squares_ += x * x;
  }
  double mean() const { return sum_ / count_; }
  double deviation() const {
    return std::sqrt(std::max(0.0, squares_ / count_ - mean() * mean()));
  }
  double count() const { return count_; }

 private:
  double count_ = 0;
  double sum_ = 0;
  double squares_ = 0;
};

/// A mean of `count` draws as somebody printed it, rounded to `digits`.
struct Printed {
  double mean = 0;
  double count = 0;
  int digits = 4;
};

/// Within four standard errors of the difference, and the rounding.
inline void ExpectAnchor(const std::string& what, const Sample& sample,
                         Printed printed) {
  const double error =
      sample.deviation() * std::sqrt(1 / sample.count() + 1 / printed.count);
  double rounding = 0.5;
  for (int d = 0; d < printed.digits; ++d) rounding /= 10;
  EXPECT_NEAR(sample.mean(), printed.mean, 4 * error + rounding)
      << what << ": standard error " << error;
}

}  // namespace souk::test
