#include "market/bid_columns.h"

#include "market/check.h"
#include "market/page_kernels.h"

namespace souk::market {
namespace {

struct Parameters {
  const double *constant, *click, *conversion, *both;
  const double *scale, *min, *max, *whole;
};
struct Events {
  const double *per_view, *per_click, *per_conversion;
};

SOUK_COLUMN_KERNEL void BidKernel(const Parameters& p,
                                  const double* __restrict click,
                                  const double* __restrict conversion,
                                  const double* __restrict cap,
                                  double* __restrict bid, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const double amount =
        WholeBid({p.constant[i], p.click[i], p.conversion[i], p.both[i],
                  p.scale[i], p.min[i], p.max[i], p.whole[i]},
                 click[i], conversion[i]);
    bid[i] = CappedBid(amount, cap[i]);
  }
}

SOUK_COLUMN_KERNEL void RateKernel(const Events& e,
                                   const double* __restrict click,
                                   const double* __restrict conversion,
                                   double* __restrict rate, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    rate[i] = EventRate({e.per_view[i], e.per_click[i], e.per_conversion[i]},
                        click[i], conversion[i]);
  }
}

}  // namespace

void BidColumns::Clear() {
  for (auto* column :
       {&constant_, &click_, &conversion_, &both_, &scale_, &min_, &max_,
        &whole_, &per_view_, &per_click_, &per_conversion_}) {
    column->clear();
  }
}

void BidColumns::Add(const LinearBid& bid, Charge charge) {
  constant_.push_back(bid.constant);
  click_.push_back(bid.click);
  conversion_.push_back(bid.conversion);
  both_.push_back(bid.click_conversion);
  scale_.push_back(bid.factor * bid.step);
  min_.push_back(bid.min);
  max_.push_back(bid.max);
  whole_.push_back(bid.whole_steps ? 1 : 0);
  per_view_.push_back(charge == Charge::kView ? 1 : 0);
  per_click_.push_back(charge == Charge::kClick ? 1 : 0);
  per_conversion_.push_back(charge == Charge::kConversion ? 1 : 0);
}

void BidColumns::Evaluate(std::span<const double> click,
                          std::span<const double> conversion,
                          std::span<const double> cap, std::span<double> bid,
                          std::span<double> rate) const {
  const size_t n = size();
  SOUK_CHECK(click.size() == n && conversion.size() == n && cap.size() == n &&
                 bid.size() == n && rate.size() == n,
             "columns of different length");
  const Parameters parameters{
      constant_.data(), click_.data(), conversion_.data(), both_.data(),
      scale_.data(),    min_.data(),   max_.data(),        whole_.data()};
  const Events events{per_view_.data(), per_click_.data(),
                      per_conversion_.data()};
  BidKernel(parameters, click.data(), conversion.data(), cap.data(), bid.data(),
            n);
  RateKernel(events, click.data(), conversion.data(), rate.data(), n);
}

}  // namespace souk::market
