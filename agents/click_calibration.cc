#include "agents/click_calibration.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "market/check.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

using market::Concat;
using market::Error;
using market::Result;

constexpr size_t kMostSweeps = 2000;
constexpr double kTolerance = 1e-13;

/// Trials of probability x * factor.
struct Trials {
  double shown = 0;
  double clicked = 0;
  double factor = 0;
};

/// The x in [0, most] of the highest likelihood: the root of
///   clicks - sum of skips * x f / (1 - x f),
/// which falls in x, by Newton's steps held between bounds.
double MostLikely(std::span<const Trials> trials, double start, double most) {
  double clicks = 0;
  double pole = 0;  // the likelihood is 0 where x f = 1 and something skipped
  for (const Trials& one : trials) {
    clicks += one.clicked;
    if (one.shown > one.clicked) pole = std::max(pole, one.factor);
  }
  if (clicks == 0) return 0;
  if (pole == 0) return most;
  double low = 0, high = std::min(most, 1 / pole);
  double x = std::min(start > 0 ? start : high / 2, high);
  for (int step = 0; step < 100; ++step) {
    double excess = clicks, slope = 0;
    for (const Trials& one : trials) {
      const double left = 1 - x * one.factor;
      const double skips = one.shown - one.clicked;
      if (skips == 0) continue;
      excess -= skips * x * one.factor / left;
      slope -= skips * one.factor / (left * left);
    }
    (excess > 0 ? low : high) = x;
    double next = x - excess / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (std::fabs(next - x) <= kTolerance * x) return next;
    x = next;
  }
  return x;
}

/// Inverts a symmetric positive definite matrix of n rows in place.
void Invert(std::vector<double>& matrix, size_t n) {
  for (size_t pivot = 0; pivot < n; ++pivot) {
    const double scale = 1 / matrix[pivot * n + pivot];
    matrix[pivot * n + pivot] = 1;
    for (size_t j = 0; j < n; ++j) matrix[pivot * n + j] *= scale;
    for (size_t i = 0; i < n; ++i) {
      if (i == pivot) continue;
      const double factor = matrix[i * n + pivot];
      matrix[i * n + pivot] = 0;
      for (size_t j = 0; j < n; ++j) {
        matrix[i * n + j] -= factor * matrix[pivot * n + j];
      }
    }
  }
}

/// Where the search is.
struct Effects {
  std::vector<double> examination;
  std::vector<double> attraction;

  double Rate(size_t item, size_t position) const {
    return attraction[item] * examination[position];
  }
};

/// The information about all effects but the reference. Items see each other
/// through positions only, so their part is diagonal and is eliminated first.
class Information {
 public:
  Information(const ClickCounts& counts, const Effects& at, size_t reference)
      : counts_(counts), at_(at), own_(at.attraction.size()) {
    for (size_t r = 0; r < at.examination.size(); ++r) {
      if (r != reference && at.examination[r] > 0) free_.push_back(r);
    }
    shared_.resize(own_.size() * free_.size());
    matrix_.resize(free_.size() * free_.size());
    for (size_t i = 0; i < own_.size(); ++i) AddItem(i);
    Invert(matrix_, free_.size());
  }

  double OfItem(size_t item) const {
    if (at_.attraction[item] == 0) return 1 / own_[item];
    double variance = 1 / own_[item];
    for (size_t k = 0; k < free_.size(); ++k) {
      for (size_t l = 0; l < free_.size(); ++l) {
        variance += Share(item, k) * Matrix(k, l) * Share(item, l);
      }
    }
    return std::sqrt(variance);
  }
  double OfPosition(size_t position, size_t reference) const {
    if (position == reference) return 0;
    const auto found = std::ranges::find(free_, position);
    if (found != free_.end()) {
      const auto k = static_cast<size_t>(found - free_.begin());
      return std::sqrt(Matrix(k, k));
    }
    double hoped = 0;  // clicks at an effect of 1
    for (size_t i = 0; i < own_.size(); ++i) {
      hoped += counts_.shown(i, position) * at_.attraction[i];
    }
    return 1 / hoped;
  }

 private:
  double Matrix(size_t k, size_t l) const {
    return matrix_[k * free_.size() + l];
  }
  double Share(size_t item, size_t k) const {
    return shared_[item * free_.size() + k] / own_[item];
  }
  /// shown / P(skipped)
  double Weight(size_t item, size_t position) const {
    return counts_.shown(item, position) /
           std::max(1 - at_.Rate(item, position), 1e-9);
  }

  void AddItem(size_t item) {
    const double a = at_.attraction[item];
    for (size_t r = 0; r < at_.examination.size(); ++r) {
      own_[item] += Weight(item, r) * at_.examination[r] / (a > 0 ? a : 1);
    }
    if (a == 0) return;
    const size_t n = free_.size();
    for (size_t k = 0; k < n; ++k) {
      shared_[item * n + k] = Weight(item, free_[k]);
      matrix_[k * n + k] +=
          shared_[item * n + k] * a / at_.examination[free_[k]];
    }
    for (size_t k = 0; k < n; ++k) {
      for (size_t l = 0; l < n; ++l) {
        matrix_[k * n + l] -= shared_[item * n + k] * Share(item, l);
      }
    }
  }

  const ClickCounts& counts_;
  const Effects& at_;
  std::vector<size_t> free_;    // positions with an error of their own
  std::vector<double> own_;     // by item
  std::vector<double> shared_;  // by item and free position
  std::vector<double> matrix_;  // of free positions; inverted: variances
};

class Fit {
 public:
  Fit(const ClickCounts& counts, size_t reference)
      : counts_(counts),
        reference_(reference),
        at_{std::vector<double>(counts.positions(), 1),
            std::vector<double>(counts.items(), 0)} {}

  PbmFit Run() {
    PbmFit fit;
    double change = 1;
    while (change > kTolerance && fit.sweeps < kMostSweeps) {
      change = Sweep();
      ++fit.sweeps;
    }
    fit.log_likelihood = LogLikelihood();
    const Information information(counts_, at_, reference_);
    for (size_t r = 0; r < at_.examination.size(); ++r) {
      fit.examination.push_back(
          {at_.examination[r], information.OfPosition(r, reference_)});
    }
    for (size_t i = 0; i < at_.attraction.size(); ++i) {
      fit.attraction.push_back({at_.attraction[i], information.OfItem(i)});
    }
    return fit;
  }

 private:
  /// The largest relative change.
  double Sweep() {
    double change = 0;
    const auto move = [&](double& value, double to) {
      change = std::max(change, std::fabs(to - value) / std::max(to, 1e-300));
      value = to;
    };
    for (size_t i = 0; i < at_.attraction.size(); ++i) {
      move(at_.attraction[i],
           MostLikely(TrialsOfItem(i), at_.attraction[i], 1));
    }
    for (size_t r = 0; r < at_.examination.size(); ++r) {
      if (r == reference_) continue;
      move(at_.examination[r],
           MostLikely(TrialsAt(r), at_.examination[r], 1e6));
    }
    return change;
  }

  std::span<const Trials> TrialsOfItem(size_t item) {
    trials_.clear();
    for (size_t r = 0; r < at_.examination.size(); ++r) {
      trials_.push_back({counts_.shown(item, r), counts_.clicked(item, r),
                         at_.examination[r]});
    }
    return trials_;
  }
  std::span<const Trials> TrialsAt(size_t position) {
    trials_.clear();
    for (size_t i = 0; i < at_.attraction.size(); ++i) {
      trials_.push_back({counts_.shown(i, position),
                         counts_.clicked(i, position), at_.attraction[i]});
    }
    return trials_;
  }

  double LogLikelihood() const {
    double sum = 0;
    for (size_t i = 0; i < at_.attraction.size(); ++i) {
      for (size_t r = 0; r < at_.examination.size(); ++r) {
        const double clicks = counts_.clicked(i, r);
        const double skips = counts_.shown(i, r) - clicks;
        if (clicks > 0) sum += clicks * market::Log(at_.Rate(i, r));
        if (skips > 0) sum += skips * market::Log(1 - at_.Rate(i, r));
      }
    }
    return sum;
  }

  const ClickCounts& counts_;
  size_t reference_;
  Effects at_;
  std::vector<Trials> trials_;  // scratch
};

/// Positions that items connect with `start`, directly or by way of others.
std::vector<bool> Connected(const ClickCounts& counts, size_t start) {
  std::vector<bool> reached(counts.positions(), false);
  reached[start] = true;
  for (bool grew = true; grew;) {
    grew = false;
    for (size_t i = 0; i < counts.items(); ++i) {
      double clicks = 0;  // an item without any compares nothing
      bool touches = false;
      for (size_t r = 0; r < counts.positions(); ++r) {
        clicks += counts.clicked(i, r);
        touches = touches || (reached[r] && counts.shown(i, r) > 0);
      }
      touches = touches && clicks > 0;
      for (size_t r = 0; touches && r < counts.positions(); ++r) {
        if (reached[r] || counts.shown(i, r) == 0) continue;
        reached[r] = grew = true;
      }
    }
  }
  return reached;
}

}  // namespace

double ClickCounts::ShownAt(size_t position) const {
  double sum = 0;
  for (size_t i = 0; i < items_; ++i) sum += shown(i, position);
  return sum;
}

double ClickCounts::ClickedAt(size_t position) const {
  double sum = 0;
  for (size_t i = 0; i < items_; ++i) sum += clicked(i, position);
  return sum;
}

Result<PbmFit> FitPbm(const ClickCounts& counts, size_t reference) {
  SOUK_CHECK(reference < counts.positions(), "position ", reference, " of ",
             counts.positions());
  if (counts.ClickedAt(reference) == 0) {
    return Error{Concat("position ", reference + 1,
                        " was never clicked, so others cannot be measured by "
                        "it")};
  }
  const std::vector<bool> connected = Connected(counts, reference);
  const auto stranger = std::ranges::find(connected, false);
  if (stranger != connected.end()) {
    return Error{Concat("position ", stranger - connected.begin() + 1,
                        " shares no clicked item with position ", reference + 1,
                        ", not even by way of others: nothing compares them")};
  }
  return Fit(counts, reference).Run();
}

}  // namespace souk::agents
