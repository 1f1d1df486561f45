#include "market/traffic/auctionnet.h"

#include <algorithm>
#include <cmath>

#include "market/check.h"
#include "market/math_kernels.h"
#include "market/random.h"
#include "market/traffic/listed_pages.h"

namespace souk::market {
namespace {

/// A user is asked for by tick and by place in it.
constexpr unsigned kTickShift = 40;

/// z[i] = clip(mean[i] + spread[i] * z[i]).
SOUK_COLUMN_KERNEL void RatesFromNormals(const double* mean,
                                         const double* spread,
                                         double* __restrict z, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const double rate = mean[i] + spread[i] * z[i];
    const double floored = rate > 0 ? rate : 0;
    z[i] = floored < 1 ? floored : 1;
  }
}

class AuctionNetTraffic final
    : public AuctionNetWorld,
      public std::enable_shared_from_this<AuctionNetTraffic> {
 public:
  explicit AuctionNetTraffic(const AuctionNetConfig& config)
      : config_(config),
        rates_(config.seed, config.run, Purpose::kRates),
        truth_(config.seed, config.run, Purpose::kTruth) {
    for (uint32_t day = 0; day < config.days; ++day) {
      days_.push_back(MakeAuctionNetEpisode(config.first_episode + day,
                                            config.campaigns, config.rule));
    }
  }

  std::unique_ptr<CellTraffic> OpenCell(CellId cell,
                                        uint32_t cells) const override;
  double CellShare(CellId, uint32_t cells) const override {
    return 1.0 / cells;
  }
  size_t segments() const override { return 1; }

  void Predict(const PageView& page, CandidateLines candidates,
               std::span<double> click,
               std::span<double> conversion) const override {
    const std::span<const uint32_t> lines = candidates.lines;
    std::ranges::fill(click, 1.0);
    if (lines.empty()) return;
    const AuctionNetRates& rates = RatesOf(page);
    if (candidates.contiguous && lines.front() % 4 == 0) {
      const uint32_t first = lines.front();
      rates_.FillNormal(page.page, WorldTick(page), first / 4, conversion);
      RatesFromNormals(&rates.mean[first], &rates.spread[first],
                       conversion.data(), lines.size());
      return;
    }
    for (size_t i = 0; i < lines.size(); ++i) {
      const uint32_t line = lines[i];
      conversion[i] = Draw(rates_, page, line);
      RatesFromNormals(&rates.mean[line], &rates.spread[line], &conversion[i],
                       1);
    }
  }

  Rates Truth(const PageView& page, LineId line,
              Rates predicted) const override {
    const double p = predicted.conversion;
    const double bias = DayOf(page).bias[line.index()];
    const double rate = p + Sigma(page, line, p) * bias;
    return {predicted.click, std::clamp(rate, 0.0, 1.0)};
  }
  double Sigma(const PageView& page, LineId line, double rate) const override {
    const double mean = DayOf(page).sigma[line.index()];
    const double z = Draw(truth_, page, line.value);
    return rate * std::min(std::fabs(mean + 0.5 * mean * z), 0.3);
  }

  double ExpectedPageViews(TickTime time) const override {
    return static_cast<double>(PageViews(time));
  }
  double MeanClickRate(const PageView&, LineId) const override { return 1; }
  uint64_t UserOf(const PageView& page) const override {
    return (uint64_t{page.tick} << kTickShift) + page.page;
  }

  uint64_t PageViews(TickTime time) const {
    return days_[time.day()].page_views[time.tick_of_day()];
  }
  uint64_t batch_page_views() const {
    return config_.batches == BatchSize::kWholeTick ? UINT64_MAX
                                                    : kBatchPageViews;
  }

 private:
  const AuctionNetEpisode& DayOf(const PageView& page) const {
    return days_[page.tick / kAuctionNetTicks];
  }
  const AuctionNetRates& RatesOf(const PageView& page) const {
    return DayOf(page).rates[page.tick % kAuctionNetTicks];
  }
  /// An episode is the same on whatever day it is played.
  uint32_t WorldTick(const PageView& page) const {
    return page.tick + kAuctionNetTicks * config_.first_episode;
  }
  double Draw(const Stream& stream, const PageView& page, uint32_t line) const {
    std::array<double, 4> z;
    stream.FillNormal(page.page, WorldTick(page), line / 4, z);
    return z[line % 4];
  }

  AuctionNetConfig config_;
  Stream rates_, truth_;
  std::vector<AuctionNetEpisode> days_;
};

std::unique_ptr<CellTraffic> AuctionNetTraffic::OpenCell(CellId cell,
                                                         uint32_t cells) const {
  return std::make_unique<ListedPages>(
      ListedPages::Part{cell, cells, batch_page_views()},
      [self = shared_from_this()](TickTime time) {
        return ListedPages::Rows{0, self->PageViews(time)};
      });
}

}  // namespace

std::shared_ptr<const AuctionNetWorld> MakeAuctionNet(AuctionNetConfig config) {
  SOUK_CHECK(config.days > 0, "a world of AuctionNet needs a day");
  return std::make_shared<const AuctionNetTraffic>(config);
}

}  // namespace souk::market
