#include "market/traffic/requests.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "market/check.h"
#include "market/random.h"
#include "market/random_columns.h"
#include "market/traffic/listed_pages.h"
#include "market/traffic/shares.h"

namespace souk::market {
namespace {

// Draws of Purpose::kRequests, by their index.
constexpr uint32_t kPageIndex = 0;      // words: type, channel, rival
constexpr uint32_t kAffinityIndex = 1;  // entity: type; tick: campaign
constexpr uint32_t kMatchIndex = 16;    // + campaign / 4

constexpr unsigned kTickShift = 40;
constexpr double kWord = 1.0 / 4294967296.0;  // 2^-32

double Unit(uint32_t word) { return word * kWord; }

/// Page views of a day before each of its ticks, and at its end.
std::vector<uint64_t> Bounds(const RequestsConfig& config) {
  std::vector<double> weight(config.ticks_per_day, 1.0);
  if (!config.hour_weight.empty()) {
    for (size_t t = 0; t < weight.size(); ++t) {
      weight[t] = config.hour_weight[24 * t / weight.size()];
    }
  }
  double total = 0;
  for (const double one : weight) total += one;
  std::vector<uint64_t> bounds{0};
  double sum = 0;
  for (const double one : weight) {
    sum += one;
    bounds.push_back(static_cast<uint64_t>(std::floor(
        static_cast<double>(config.page_views_per_day) * (sum / total))));
  }
  return bounds;
}

/// Rows with a type and a channel.
class RequestsCell final : public CellTraffic {
 public:
  using Dress = std::function<void(std::span<PageView>)>;
  RequestsCell(ListedPages rows, Dress dress)
      : rows_(std::move(rows)), dress_(std::move(dress)) {}

  void OpenTick(TickTime time) override { rows_.OpenTick(time); }
  bool NextBatch(PageBatch& batch) override {
    const bool more = rows_.NextBatch(batch);
    dress_(batch.pages);
    return more;
  }
  void React(std::span<const PageReaction>) override {}
  // A tick starts from the calendar alone.
  void Save(ArchiveWriter&) const override {}
  void Load(ArchiveReader&) override {}

 private:
  ListedPages rows_;
  Dress dress_;
};

class RequestsTraffic final
    : public Traffic,
      public std::enable_shared_from_this<RequestsTraffic> {
 public:
  explicit RequestsTraffic(RequestsConfig config)
      : config_(std::move(config)),
        requests_(config_.seed, config_.run, Purpose::kRequests),
        rates_(config_.seed, config_.run, Purpose::kRates),
        types_(config_.interest_share),
        channels_(config_.channel_share),
        bounds_(Bounds(config_)) {
    for (const SyntheticLine& line : config_.lines) {
      const auto own = static_cast<uint32_t>(key_.size());
      key_.push_back(line.campaign == kNone ? own : line.campaign);
      spread_.push_back(line.click_rate_spread);
    }
    for (size_t type = 0; type < types_.size(); ++type) AddRates(type);
  }

  std::unique_ptr<CellTraffic> OpenCell(CellId cell,
                                        uint32_t cells) const override;
  double CellShare(CellId, uint32_t cells) const override {
    return 1.0 / cells;
  }
  size_t segments() const override { return types_.size(); }

  void Predict(const PageView& page, CandidateLines candidates,
               std::span<double> click,
               std::span<double> conversion) const override {
    const std::span<const uint32_t> lines = candidates.lines;
    for (size_t i = 0; i < lines.size(); i += kTileBlocks) {
      const size_t n = std::min(kTileBlocks, lines.size() - i);
      PredictTile(page, lines.subspan(i, n), click.subspan(i, n));
    }
    for (size_t i = 0; i < lines.size(); ++i) {
      conversion[i] = config_.lines[lines[i]].conversion_rate;
    }
  }
  Rates Truth(const PageView&, LineId, Rates predicted) const override {
    return predicted;
  }
  bool predicts_truth() const override { return true; }

  double ExpectedPageViews(TickTime time) const override {
    return static_cast<double>(RowsOf(time));
  }
  double PageShare(const PageView& page) const override {
    return types_.Of(page.segment) * channels_.Of(page.channel);
  }
  double MeanClickRate(const PageView& page, LineId line) const override {
    return MeanRate(config_.law, Base(page.segment, line.index()),
                    spread_[line.index()]);
  }
  uint64_t UserOf(const PageView& page) const override {
    return (uint64_t{page.tick} << kTickShift) + page.page;
  }
  bool Matches(const PageView& page, LineId line) const override {
    const double rate = MatchRate(line);
    if (rate >= 1) return true;
    const uint32_t key = key_[line.index()];
    const PhiloxBlock words =
        requests_.Words(page.page, page.tick, kMatchIndex + key / 4);
    return Unit(words[key % 4]) < rate;
  }
  double MatchRate(LineId line) const override {
    return config_.match_rate.empty() ? 1 : config_.match_rate[line.index()];
  }
  double RivalBid(const PageView& page) const override {
    if (!config_.rival) return -1;
    const double v = Unit(requests_.Words(page.page, page.tick, kPageIndex)[2]);
    const UniformRange& range = *config_.rival;
    return std::floor(range.low + (range.high - range.low) * v);
  }

  uint64_t RowsOf(TickTime time) const {
    return bounds_[time.tick_of_day() + 1] - bounds_[time.tick_of_day()];
  }
  void Dress(std::span<PageView> pages) const {
    std::vector<PhiloxBlock> words;
    words.reserve(pages.size());
    for (const PageView& page : pages) {
      words.push_back(Stream::Counter(page.page, page.tick, kPageIndex));
    }
    requests_.Draw(words);
    for (size_t i = 0; i < pages.size(); ++i) {
      pages[i].segment = types_.Pick(Unit(words[i][0]));
      pages[i].channel = channels_.Pick(Unit(words[i][1]));
    }
  }

 private:
  /// The row of a type in base_.
  void AddRates(size_t type) {
    const auto [low, high] = config_.affinity;
    for (size_t i = 0; i < config_.lines.size(); ++i) {
      const SyntheticLine& line = config_.lines[i];
      const double u = requests_.Uniform(type, key_[i], kAffinityIndex);
      const double lift = line.interest == type ? line.interest_lift : 1;
      base_.push_back(line.click_rate * (low + (high - low) * u) * lift);
    }
  }
  double Base(size_t type, size_t line) const {
    return base_[type * key_.size() + line];
  }
  /// At most kTileBlocks lines: a block for each.
  void PredictTile(const PageView& page, std::span<const uint32_t> lines,
                   std::span<double> click) const {
    std::array<PhiloxBlock, kTileBlocks> blocks{};
    std::array<uint32_t, kTileBlocks> words{};
    std::array<double, kTileBlocks> base{};
    std::array<double, kTileBlocks> spread{};
    for (size_t i = 0; i < lines.size(); ++i) {
      blocks[i] = Stream::Counter(page.page, page.tick, key_[lines[i]] / 4);
      base[i] = Base(page.segment, lines[i]);
      spread[i] = spread_[lines[i]];
    }
    if (config_.law != RateLaw::kConstant) rates_.Draw(blocks);
    for (size_t i = 0; i < lines.size(); ++i) {
      words[i] = blocks[i][key_[lines[i]] % 4];
    }
    DrawRates(config_.law, words.data(), base.data(), spread.data(), click);
  }

  RequestsConfig config_;
  Stream requests_, rates_;
  Shares types_, channels_;
  std::vector<uint64_t> bounds_;
  std::vector<uint32_t> key_;   // by line
  std::vector<double> spread_;  // by line
  std::vector<double> base_;    // type by type, by line
};

std::unique_ptr<CellTraffic> RequestsTraffic::OpenCell(CellId cell,
                                                       uint32_t cells) const {
  const auto self = shared_from_this();
  return std::make_unique<RequestsCell>(
      ListedPages({cell, cells},
                  [self](TickTime time) {
                    return ListedPages::Rows{0, self->RowsOf(time)};
                  }),
      [self](std::span<PageView> pages) { self->Dress(pages); });
}

}  // namespace

std::shared_ptr<const Traffic> MakeRequests(RequestsConfig config) {
  SOUK_CHECK(
      config.ticks_per_day > 0 &&
          (config.hour_weight.empty() || config.hour_weight.size() == 24) &&
          (config.match_rate.empty() ||
           config.match_rate.size() == config.lines.size()),
      "incomplete configuration of requests");
  return std::make_shared<const RequestsTraffic>(std::move(config));
}

}  // namespace souk::market
