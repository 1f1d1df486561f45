#include "agents/learning/worth_curve.h"

#include <algorithm>

namespace souk::agents {
namespace {

using market::Concat;
using market::Error;
using market::Result;

bool Increases(const std::vector<double>& knots) {
  return std::ranges::adjacent_find(knots, std::ranges::greater_equal{}) ==
         knots.end();
}

Result<std::vector<double>> KnotsOf(const market::TrainedModel& model,
                                    const std::string& name, double unit) {
  const market::Tensor* const found = model.FindTensor(name);
  if (found == nullptr) {
    return Error{Concat("The model has no tensor '", name, "'.")};
  }
  std::vector<double> knots;
  for (const float one : found->values) knots.push_back(unit * one);
  if (found->shape.size() != 1 || knots.size() < 2 || !Increases(knots)) {
    return Error{Concat("Tensor '", name,
                        "' of the model must be 2 or more numbers, each above "
                        "the one before it.")};
  }
  return knots;
}

/// The line through the two knots around `x`, or beyond the last two.
double Interpolated(const std::vector<double>& from,
                    const std::vector<double>& to, double x) {
  const auto next = std::upper_bound(from.begin() + 1, from.end() - 1, x);
  const auto i = static_cast<size_t>(next - from.begin());
  const double slope = (to[i] - to[i - 1]) / (from[i] - from[i - 1]);
  return to[i - 1] + slope * (x - from[i - 1]);
}

}  // namespace

Result<WorthCurve> WorthCurve::From(const market::TrainedModel& model,
                                    const std::string& name, double unit) {
  auto bids = KnotsOf(model, name + ".bids", unit);
  if (!bids) return bids.error();
  auto worths = KnotsOf(model, name + ".worths", unit);
  if (!worths) return worths.error();
  if (bids->size() != worths->size() || bids->front() != 0) {
    return Error{Concat("Tensors '", name, ".bids' and '", name,
                        ".worths' of the model must be of one size, the bids "
                        "from 0 on; found ",
                        bids->size(), " from ", bids->front(), " and ",
                        worths->size(), ".")};
  }
  WorthCurve curve;
  curve.bids_ = std::move(bids).value();
  curve.worths_ = std::move(worths).value();
  return curve;
}

double WorthCurve::WorthOf(double bid) const {
  return Interpolated(bids_, worths_, bid);
}

double WorthCurve::BidOf(double worth) const {
  return Interpolated(worths_, bids_, worth);
}

}  // namespace souk::agents
