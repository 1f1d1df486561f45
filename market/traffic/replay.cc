#include "market/traffic/replay.h"

#include <algorithm>

#include "market/check.h"

namespace souk::market {
namespace {

class Replay final : public Traffic,
                     public std::enable_shared_from_this<Replay> {
 public:
  explicit Replay(ReplayConfig config) : config_(std::move(config)) {}

  std::unique_ptr<CellTraffic> OpenCell(CellId cell,
                                        uint32_t cells) const override;
  double CellShare(CellId, uint32_t cells) const override {
    return 1.0 / cells;
  }
  size_t segments() const override { return 1; }

  void Predict(const PageView& page, CandidateLines candidates,
               std::span<double> click,
               std::span<double> conversion) const override {
    const double rate = config_.log.rate[page.page];
    std::fill_n(click.begin(), candidates.lines.size(), rate);
    std::fill_n(conversion.begin(), candidates.lines.size(), 0.0);
  }
  Rates Truth(const PageView& page, LineId, Rates) const override {
    return {static_cast<double>(config_.log.click[page.page]), 0};
  }
  double RivalBid(const PageView& page) const override {
    return static_cast<double>(config_.log.price_micros[page.page]);
  }
  bool RivalWinsTies() const override {
    return config_.ties == TieRule::kRivalWins;
  }

  uint64_t rows() const { return config_.log.click.size(); }
  uint64_t per_tick() const { return config_.page_views_per_tick; }

 private:
  ReplayConfig config_;
};

/// Plays one cell's part of each tick's rows, in the order of the log.
class ReplayCell final : public CellTraffic {
 public:
  ReplayCell(std::shared_ptr<const Replay> replay, CellId cell, uint32_t cells)
      : replay_(std::move(replay)), cell_(cell.value), cells_(cells) {}

  void OpenTick(TickTime time) override {
    const uint64_t first =
        std::min(replay_->rows(), time.tick * replay_->per_tick());
    const uint64_t size =
        std::min(replay_->rows() - first, replay_->per_tick());
    tick_ = time.tick;
    next_ = first + size * cell_ / cells_;
    end_ = first + size * (cell_ + 1) / cells_;
  }
  bool NextBatch(PageBatch& batch) override {
    batch.pages.clear();
    const uint64_t stop = std::min<uint64_t>(end_, next_ + kBatchPageViews);
    for (; next_ < stop; ++next_) {
      batch.pages.push_back({.page = next_, .tick = tick_});
    }
    return !batch.pages.empty();
  }
  void React(std::span<const PageReaction>) override {}
  // A tick starts from the calendar alone.
  void Save(ArchiveWriter&) const override {}
  void Load(ArchiveReader&) override {}

 private:
  std::shared_ptr<const Replay> replay_;
  uint64_t cell_;
  uint64_t cells_;
  uint32_t tick_ = 0;
  uint64_t next_ = 0;
  uint64_t end_ = 0;
};

std::unique_ptr<CellTraffic> Replay::OpenCell(CellId cell,
                                              uint32_t cells) const {
  return std::make_unique<ReplayCell>(shared_from_this(), cell, cells);
}

}  // namespace

std::shared_ptr<const Traffic> MakeReplay(ReplayConfig config) {
  SOUK_CHECK(!config.log.click.empty() &&
                 config.log.click.size() == config.log.price_micros.size() &&
                 config.log.click.size() == config.log.rate.size() &&
                 config.page_views_per_tick > 0,
             "a replay needs rows, in columns of one length");
  return std::make_shared<const Replay>(std::move(config));
}

}  // namespace souk::market
