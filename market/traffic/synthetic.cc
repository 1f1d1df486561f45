#include "market/traffic/synthetic.h"

#include <algorithm>
#include <array>

#include "market/check.h"
#include "market/page_kernels.h"
#include "market/random.h"
#include "market/random_columns.h"
#include "market/traffic/expected_visits.h"
#include "market/traffic/population.h"
#include "market/traffic/rate_law.h"
#include "market/traffic/synthetic_cell.h"

namespace souk::market {
namespace {

double Clip(double rate) { return std::min(std::max(rate, 0.0), 1.0); }

/// click[i] = clip(mean * (1 + spread * click[i])), with the lift of users
/// who share the line's interest.
SOUK_COLUMN_KERNEL void RatesFromNormals(const double* mean,
                                         const double* lifted,
                                         const double* spread,
                                         const uint32_t* interest,
                                         uint32_t segment,
                                         double* __restrict click, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const double base = interest[i] == segment ? lifted[i] : mean[i];
    click[i] = ClickRateOf(base, spread[i], click[i]);
  }
}

class Synthetic final : public Traffic, public NormalRates {
 public:
  explicit Synthetic(SyntheticConfig config)
      : expected_(config),
        population_(std::make_shared<const Population>(std::move(config))),
        rates_(population_->StreamOf(Purpose::kRates)),
        truth_(population_->StreamOf(Purpose::kTruth)),
        truth_spread_(population_->config().truth_spread) {
    for (const SyntheticLine& line : population_->config().lines) {
      key_.push_back(population_->CampaignOf(key_.size()));
      mean_.push_back(line.click_rate);
      lifted_.push_back(line.click_rate * line.interest_lift);
      spread_.push_back(line.click_rate_spread);
      conversion_.push_back(line.conversion_rate);
      interest_.push_back(line.interest);
      laws_.push_back({mean_.back(), lifted_.back(), spread_.back(),
                       conversion_.back(), interest_.back(), key_.back()});
    }
  }

  std::unique_ptr<CellTraffic> OpenCell(CellId cell,
                                        uint32_t cells) const override {
    return OpenSyntheticCell(population_, cell, cells);
  }
  double CellShare(CellId cell, uint32_t cells) const override {
    return static_cast<double>(population_->FirstUser(cell.value + 1, cells) -
                               population_->FirstUser(cell.value, cells)) /
           static_cast<double>(population_->config().users);
  }
  size_t segments() const override { return population_->interests(); }
  size_t places() const override { return population_->places(); }
  size_t categories() const override { return population_->categories(); }

  void Predict(const PageView& page, CandidateLines candidates,
               std::span<double> click,
               std::span<double> conversion) const override {
    const std::span<const uint32_t> lines = candidates.lines;
    if (candidates.contiguous && !lines.empty() &&
        key_[lines.back()] - key_[lines.front()] + 1 == lines.size()) {
      PredictRun(page, lines, click, conversion);
    } else {
      PredictList(page, lines, click, conversion);
    }
  }
  Rates Truth(const PageView& page, LineId line,
              Rates predicted) const override {
    if (truth_spread_ == 0) return predicted;
    std::array<double, 4> z;
    const uint32_t key = key_[line.index()];
    truth_.FillNormal(page.page, page.tick, key / 4, z);
    return {Clip(predicted.click * (1 + truth_spread_ * z[key % 4])),
            predicted.conversion};
  }

  double ExpectedPageViews(TickTime time) const override {
    return expected_.Of(time);
  }
  double PageShare(const PageView& page) const override {
    return population_->PageShare(page);
  }
  double MeanClickRate(const PageView& page, LineId line) const override {
    const NormalRate rate = RateOf(page.segment, line);
    return MeanRate(RateLaw::kNormal, rate.base, rate.spread);
  }
  uint64_t UserOf(const PageView& page) const override {
    return page.page & (kWaveStep - 1);
  }

  bool predicts_truth() const override { return truth_spread_ == 0; }
  const NormalRates* normal_rates() const override { return this; }
  NormalRate RateOf(uint16_t segment, LineId line) const override {
    const size_t i = line.index();
    return {.key = key_[i],
            .base = interest_[i] == segment ? lifted_[i] : mean_[i],
            .spread = spread_[i],
            .conversion = conversion_[i]};
  }
  const Stream& rate_words() const override { return rates_; }

 private:
  struct Law {
    double mean, lifted, spread, conversion;
    uint32_t interest, key;
  };

  /// A run: lines and keys that both count up by one. Normals are drawn from
  /// the block that holds the first key, and shifted into place.
  void PredictRun(const PageView& page, std::span<const uint32_t> lines,
                  std::span<double> click, std::span<double> conversion) const {
    const size_t first = lines.front();
    const size_t n = lines.size();
    DrawRange(page, key_[first], click.first(n));
    RatesFromNormals(&mean_[first], &lifted_[first], &spread_[first],
                     &interest_[first], page.segment, click.data(), n);
    std::copy_n(&conversion_[first], n, conversion.begin());
  }
  void DrawRange(const PageView& page, size_t first,
                 std::span<double> out) const {
    const size_t head = std::min((4 - first % 4) % 4, out.size());
    if (head > 0) {
      std::array<double, 4> z;
      rates_.FillNormal(page.page, page.tick, static_cast<uint32_t>(first / 4),
                        z);
      std::copy_n(z.begin() + static_cast<ptrdiff_t>(first % 4), head,
                  out.begin());
    }
    rates_.FillNormal(page.page, page.tick,
                      static_cast<uint32_t>((first + head) / 4),
                      out.subspan(head));
  }
  void PredictList(const PageView& page, std::span<const uint32_t> lines,
                   std::span<double> click,
                   std::span<double> conversion) const {
    constexpr size_t kLongRun = 12;  // from here on a run is faster
    size_t scattered = 0;            // first line of those before i
    const auto predict_scattered = [&](size_t end) {
      for (; scattered < end; scattered += kTileBlocks) {
        const size_t n = std::min(kTileBlocks, end - scattered);
        PredictScattered(page, lines.subspan(scattered, n), &click[scattered],
                         &conversion[scattered]);
      }
    };
    for (size_t i = 0; i < lines.size();) {
      const size_t n = Run(lines.subspan(i));
      i += n;
      if (n < kLongRun) continue;
      predict_scattered(i - n);
      PredictRun(page, lines.subspan(i - n, n), click.subspan(i - n),
                 conversion.subspan(i - n));
      scattered = i;
    }
    predict_scattered(lines.size());
  }
  /// Length of the run at the start of `lines`.
  size_t Run(std::span<const uint32_t> lines) const {
    size_t n = 1;
    while (n < lines.size() && lines[n] == lines[0] + n &&
           key_[lines[n]] == key_[lines[0]] + n) {
      ++n;
    }
    return n;
  }
  /// At most kTileBlocks lines: a block for each.
  void PredictScattered(const PageView& page, std::span<const uint32_t> lines,
                        double* click, double* conversion) const {
    std::array<PhiloxBlock, kTileBlocks> blocks{};
    std::array<uint32_t, kTileBlocks> words;
    for (size_t i = 0; i < lines.size(); ++i) {
      blocks[i] =
          Stream::Counter(page.page, page.tick, laws_[lines[i]].key / 4);
    }
    rates_.Draw(blocks);
    for (size_t i = 0; i < lines.size(); ++i) {
      words[i] = blocks[i][laws_[lines[i]].key % 4];
    }
    NormalColumn(words.data(), lines.size(), click);
    for (size_t i = 0; i < lines.size(); ++i) {
      const Law& law = laws_[lines[i]];
      const double base = law.interest == page.segment ? law.lifted : law.mean;
      click[i] = ClickRateOf(base, law.spread, click[i]);
      conversion[i] = law.conversion;
    }
  }

  ExpectedVisits expected_;
  std::shared_ptr<const Population> population_;
  Stream rates_, truth_;
  double truth_spread_;
  // By line; once more as rows, for lists with gaps.
  std::vector<Law> laws_;
  std::vector<double> mean_, lifted_, spread_, conversion_;
  std::vector<uint32_t> interest_, key_;
};

}  // namespace

std::shared_ptr<const Traffic> MakeSynthetic(SyntheticConfig config) {
  SOUK_CHECK(config.hour_weight.size() == 24 && config.ticks_per_day > 0 &&
                 !config.interest_share.empty() &&
                 !config.channel_share.empty() && config.users > 0,
             "incomplete configuration of synthetic traffic");
  return std::make_shared<const Synthetic>(std::move(config));
}

}  // namespace souk::market
