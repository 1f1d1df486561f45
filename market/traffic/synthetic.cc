#include "market/traffic/synthetic.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "market/check.h"
#include "market/page_kernels.h"
#include "market/random.h"
#include "market/traffic/crowd.h"

namespace souk::market {
namespace {

constexpr unsigned kWaveShift = 40;
constexpr double kWord = 1.0 / 4294967296.0;  // 2^-32

double Unit(uint32_t word) { return word * kWord; }

/// Picks an index by cumulative shares that end at 1.
uint16_t Pick(std::span<const double> cumulative, double u) {
  size_t i = 0;
  while (i + 1 < cumulative.size() && u >= cumulative[i]) ++i;
  return static_cast<uint16_t>(i);
}

std::vector<double> Cumulative(std::span<const double> shares) {
  double total = 0;
  for (double share : shares) total += share;
  std::vector<double> out;
  double sum = 0;
  for (double share : shares) out.push_back((sum += share) / total);
  return out;
}

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

class Synthetic final : public Traffic,
                        public NormalRates,
                        public std::enable_shared_from_this<Synthetic> {
 public:
  explicit Synthetic(SyntheticConfig config)
      : config_(std::move(config)),
        rates_(config_.seed, config_.run, Purpose::kRates),
        truth_(config_.seed, config_.run, Purpose::kTruth),
        population_(config_.seed, config_.run, Purpose::kPopulation),
        activity_(config_.seed, config_.run, Purpose::kActivity),
        session_rate_(SessionRates(config_)),
        interests_(Cumulative(config_.interest_share)),
        channels_(Cumulative(config_.channel_share)) {
    for (const SyntheticLine& line : config_.lines) {
      key_.push_back(line.campaign == kNone ? static_cast<uint32_t>(key_.size())
                                            : line.campaign);
      mean_.push_back(line.click_rate);
      lifted_.push_back(line.click_rate * line.interest_lift);
      spread_.push_back(line.click_rate_spread);
      conversion_.push_back(line.conversion_rate);
      interest_.push_back(line.interest);
    }
  }

  std::unique_ptr<CellTraffic> OpenCell(CellId cell,
                                        uint32_t cells) const override;
  double CellShare(CellId cell, uint32_t cells) const override {
    return static_cast<double>(FirstUser(cell.value + 1, cells) -
                               FirstUser(cell.value, cells)) /
           static_cast<double>(config_.users);
  }
  size_t segments() const override { return interests_.size(); }

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
    if (config_.truth_spread == 0) return predicted;
    std::array<double, 4> z;
    const uint32_t key = key_[line.index()];
    truth_.FillNormal(page.page, page.tick, key / 4, z);
    return {Clip(predicted.click * (1 + config_.truth_spread * z[key % 4])),
            predicted.conversion};
  }

  bool predicts_truth() const override { return config_.truth_spread == 0; }
  const NormalRates* normal_rates() const override { return this; }
  NormalRate RateOf(uint16_t segment, LineId line) const override {
    const size_t i = line.index();
    return {.key = key_[i],
            .base = interest_[i] == segment ? lifted_[i] : mean_[i],
            .spread = spread_[i],
            .conversion = conversion_[i]};
  }
  const Stream& rate_words() const override { return rates_; }

  uint64_t FirstUser(uint64_t cell, uint32_t cells) const {
    return config_.users * cell / cells;
  }
  const SyntheticConfig& config() const { return config_; }
  uint16_t InterestOf(uint64_t user) const {
    if (interests_.size() == 1) return 0;
    return Pick(interests_, population_.Uniform(user, 0, 0));
  }
  bool one_channel() const { return channels_.size() == 1; }
  uint16_t ChannelBy(uint32_t word) const {
    return Pick(channels_, Unit(word));
  }
  double SessionRate(TickTime time) const {
    return session_rate_[time.tick_of_day()];
  }
  const Stream& activity() const { return activity_; }

 private:
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
    BlockDraws draws;
    for (size_t i = 0; i < lines.size();) {
      const size_t n = Run(lines.subspan(i));
      if (n >= kLongRun) {
        PredictRun(page, lines.subspan(i, n), click.subspan(i),
                   conversion.subspan(i));
        i += n;
        continue;
      }
      for (const size_t end = i + n; i < end; ++i) {
        click[i] = Normal(page, key_[lines[i]], draws);
        PredictOne(page, lines[i], click[i], conversion[i]);
      }
    }
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
  /// The four normals drawn last.
  struct BlockDraws {
    uint32_t block = kNone;
    std::array<double, 4> z{};
  };
  double Normal(const PageView& page, uint32_t key, BlockDraws& draws) const {
    if (key / 4 != draws.block) {
      draws.block = key / 4;
      rates_.FillNormal(page.page, page.tick, draws.block, draws.z);
    }
    return draws.z[key % 4];
  }
  /// `click` holds the normal.
  void PredictOne(const PageView& page, uint32_t line, double& click,
                  double& conversion) const {
    RatesFromNormals(&mean_[line], &lifted_[line], &spread_[line],
                     &interest_[line], page.segment, &click, 1);
    conversion = conversion_[line];
  }

  SyntheticConfig config_;
  Stream rates_, truth_, population_, activity_;
  std::vector<double> session_rate_;
  std::vector<double> interests_;
  std::vector<double> channels_;
  // By line.
  std::vector<double> mean_, lifted_, spread_, conversion_;
  std::vector<uint32_t> interest_, key_;
};

/// One cell: who is on a page in the wave that goes on.
class SyntheticCell final : public CellTraffic {
 public:
  SyntheticCell(std::shared_ptr<const Synthetic> city, CellId cell,
                uint32_t cells)
      : city_(std::move(city)),
        first_user_(city_->FirstUser(cell.value, cells)),
        end_user_(city_->FirstUser(cell.value + 1, cells)) {
    interest_.reserve(end_user_ - first_user_);
    for (uint64_t user = first_user_; user < end_user_; ++user) {
      interest_.push_back(city_->InterestOf(user));
    }
  }

  void OpenTick(TickTime time) override {
    tick_ = time.tick;
    wave_ = 0;
    next_ = 0;
    wave_users_.clear();
    staying_.clear();
    const double rate = std::min(city_->SessionRate(time), 1.0);
    if (rate <= 0) return;
    // word / 2^32 < rate just for the words up to this one.
    const auto most = static_cast<uint32_t>(std::ceil(rate / kWord) - 1);
    Crowd words;
    for (uint64_t user = first_user_; user < end_user_; user += kCrowd) {
      const size_t n = std::min<uint64_t>(kCrowd, end_user_ - user);
      city_->activity().FillWords(static_cast<uint32_t>(user), tick_, 0,
                                  std::span(words).first(n));
      AppendActive(words, n, most, static_cast<uint32_t>(user - first_user_),
                   wave_users_);
    }
  }

  bool NextBatch(PageBatch& batch) override {
    batch.pages.clear();
    if (next_ == wave_users_.size()) NextWave();
    batch_first_ = next_;
    const size_t stop = std::min(wave_users_.size(), next_ + kBatchPageViews);
    if (!city_->one_channel()) Draw(next_, stop, wave_);
    for (; next_ < stop; ++next_) batch.pages.push_back(Open(next_));
    return !batch.pages.empty();
  }

  void React(std::span<const PageReaction> reactions) override {
    const SyntheticConfig& config = city_->config();
    const double after_click = config.continue_after_click_rate;
    if (wave_ + 1 >= config.max_pages) return;
    if (config.continue_rate <= 0 && after_click <= 0) return;
    Draw(batch_first_, batch_first_ + reactions.size(), wave_ + 1);
    for (size_t i = 0; i < reactions.size(); ++i) {
      const double stay =
          reactions[i].clicks > 0 ? after_click : config.continue_rate;
      if (Unit(drawn_[i][0]) < stay) {
        staying_.push_back(wave_users_[batch_first_ + i]);
      }
    }
  }

  // A session ends with its tick, so nothing is carried over.
  void Save(ArchiveWriter&) const override {}
  void Load(ArchiveReader&) override {}

 private:
  void NextWave() {
    ++wave_;
    next_ = 0;
    wave_users_.swap(staying_);
    staying_.clear();
  }
  /// One block for each of these users of the wave, into drawn_.
  void Draw(size_t first, size_t stop, uint32_t index) {
    drawn_.clear();
    for (size_t i = first; i < stop; ++i) {
      drawn_.push_back(
          Stream::Counter(first_user_ + wave_users_[i], tick_, index));
    }
    city_->activity().Draw(drawn_);
  }
  PageView Open(size_t position) const {
    const uint32_t local = wave_users_[position];
    const uint64_t user = first_user_ + local;
    const auto channel =
        city_->one_channel()
            ? uint16_t{0}
            : city_->ChannelBy(drawn_[position - batch_first_][1]);
    return {.page = user + (static_cast<uint64_t>(wave_) << kWaveShift),
            .tick = tick_,
            .segment = interest_[local],
            .channel = channel};
  }

  std::shared_ptr<const Synthetic> city_;
  uint64_t first_user_;
  uint64_t end_user_;
  std::vector<uint16_t> interest_;  // by user of the cell
  uint32_t tick_ = 0;
  uint32_t wave_ = 0;
  size_t next_ = 0;
  size_t batch_first_ = 0;
  std::vector<uint32_t> wave_users_;
  std::vector<uint32_t> staying_;
  std::vector<PhiloxBlock> drawn_;  // scratch of one batch
};

std::unique_ptr<CellTraffic> Synthetic::OpenCell(CellId cell,
                                                 uint32_t cells) const {
  return std::make_unique<SyntheticCell>(shared_from_this(), cell, cells);
}

}  // namespace

std::vector<double> SessionRates(const SyntheticConfig& config) {
  std::vector<double> rate(config.ticks_per_day);
  double total = 0;
  for (uint32_t tick = 0; tick < config.ticks_per_day; ++tick) {
    rate[tick] = config.hour_weight[size_t{24} * tick / config.ticks_per_day];
    total += rate[tick];
  }
  for (double& r : rate) r *= config.sessions_per_day / total;
  return rate;
}

std::shared_ptr<const Traffic> MakeSynthetic(SyntheticConfig config) {
  SOUK_CHECK(config.hour_weight.size() == 24 && config.ticks_per_day > 0 &&
                 !config.interest_share.empty() &&
                 !config.channel_share.empty() && config.users > 0,
             "incomplete configuration of synthetic traffic");
  return std::make_shared<const Synthetic>(std::move(config));
}

}  // namespace souk::market
