// Traffic: who opens pages, and what is known about every page view.
//
// A Traffic is immutable and shared. Its three faces keep ground truth where
// it belongs:
//   CellTraffic  the users' side of one cell: page views in waves (mutable)
//   Predict      the platform's side: predicted rates of the candidates
//   Truth        the users' side: the true rates of an ad that was shown
// Every draw is keyed by (page, tick, campaign), never by position among the
// candidates, so that a campaign added at the end of a scenario does not change
// what the others meet.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/random.h"
#include "market/types.h"

namespace souk::market {

/// At most this many page views go through the market in one batch. It is part
/// of the meaning of a scenario: reservations for clicks that did not come are
/// released at the end of each batch.
inline constexpr size_t kBatchPageViews = 4096;

enum class BatchSize : uint8_t {
  kLimited,    ///< at most kBatchPageViews
  kWholeTick,  ///< all page views of the tick and cell at once
};

struct PageView {
  uint64_t page = 0;  ///< unique within the run's tick (see each traffic)
  uint32_t tick = 0;
  uint16_t segment = 0;  ///< interest group of the user
  uint16_t channel = 0;
  uint16_t place = 0;     ///< where the user lives
  uint16_t category = 0;  ///< what the page is about
};

/// A batch of page views in serving order. Reused: no allocation when warm.
struct PageBatch {
  std::vector<PageView> pages;
};

/// Rates of one ad on one page view.
struct Rates {
  double click = 0;       ///< P(click | examined), [0, 1]
  double conversion = 0;  ///< P(conversion | click), [0, 1]
};

/// The candidates of a page view: ascending line ids.
struct CandidateLines {
  std::span<const uint32_t> lines;
  bool contiguous = false;  ///< lines[i] = lines[0] + i
};

/// An ad that a user looked at.
struct SeenAd {
  uint32_t line = 0;
  bool clicked = false;
};

/// What the users did with the last batch: one entry per page view.
struct PageReaction {
  uint32_t clicks = 0;
  std::span<const SeenAd> seen = {};  ///< by slot, if the users remember
};

/// The users of one cell: page views of a tick, in waves.
class CellTraffic {
 public:
  virtual ~CellTraffic() = default;
  virtual void OpenTick(TickTime time) = 0;
  /// Fills `batch` with the next page views, at most kBatchPageViews (unless
  /// the traffic was told to send whole ticks); false and empty when the tick
  /// is over. The reactions to the batch before must
  /// have been given.
  virtual bool NextBatch(PageBatch& batch) = 0;
  /// One entry per page view of the last batch: decides who stays.
  virtual void React(std::span<const PageReaction> reactions) = 0;
  /// Whether what users saw changes what they feel: then React wants to know
  /// the ads, and Feel must be asked.
  virtual bool remembers() const { return false; }
  /// The true rates of `line` for the user of page view `position` of the last
  /// batch, `truth` being those of a user who never saw it before.
  virtual Rates Feel(size_t position, LineId line, Rates truth) const {
    (void)position;
    (void)line;
    return truth;
  }
  /// State between ticks.
  virtual void Save(ArchiveWriter& out) const = 0;
  virtual void Load(ArchiveReader& in) = 0;
};

/// The prediction for one line, if it follows the law of NormalRates.
struct NormalRate {
  uint32_t key = 0;
  double base = 0;
  double spread = 0;
  double conversion = 0;  ///< rate, the same on every page
};

/// A law that predictions may follow:
///   click rate = ClickRateOf(base, spread, Z)            (page_kernels.h)
/// Z the normal (Stream::FillNormal) of word key % 4 of block (page, tick,
/// key / 4). Keys ascend over the lines of a channel.
class NormalRates {
 public:
  virtual ~NormalRates() = default;
  virtual NormalRate RateOf(uint16_t segment, LineId line) const = 0;
  virtual const Stream& rate_words() const = 0;
};

class Traffic {
 public:
  virtual ~Traffic() = default;
  /// `cells` is the number of cells of the scenario.
  virtual std::unique_ptr<CellTraffic> OpenCell(CellId cell,
                                                uint32_t cells) const = 0;
  /// Share of the traffic that meets `cell`, (0, 1]; sums to 1 over cells.
  virtual double CellShare(CellId cell, uint32_t cells) const = 0;
  /// Groups of users that targeting can tell apart, at least 1.
  virtual size_t segments() const = 0;
  /// Places and categories that targeting can tell apart, at least 1.
  virtual size_t places() const { return 1; }
  virtual size_t categories() const { return 1; }

  /// Predicted rates of `candidates`, spans of the same length.
  virtual void Predict(const PageView& page, CandidateLines candidates,
                       std::span<double> click,
                       std::span<double> conversion) const = 0;
  /// True rates of `line` on `page`, given what was predicted.
  virtual Rates Truth(const PageView& page, LineId line,
                      Rates predicted) const = 0;

  /// Expected page views of a tick, over all cells; 0: not known.
  virtual double ExpectedPageViews(TickTime) const { return 0; }
  /// Share of page views that are like `page` in channel, segment, place and
  /// category; sums to 1 over these.
  virtual double PageShare(const PageView& page) const;
  /// Mean P(click | examined) of `line` on page views like `page`.
  virtual double MeanClickRate(const PageView& page, LineId line) const;
  /// How many users there are; 0: as many as page views.
  virtual double Users() const { return 0; }
  /// Who looks at the page; by default every page view has its own user.
  virtual uint64_t UserOf(const PageView& page) const { return page.page; }
  /// Whether the page view fits a line beyond its targeting, and for which
  /// share of page views that is so. Only contracts ask.
  virtual bool Matches(const PageView&, LineId) const { return true; }
  virtual double MatchRate(LineId) const { return 1; }

  /// Whether Truth is just what was predicted.
  virtual bool predicts_truth() const { return false; }
  /// The law that Predict follows, if it follows one: then the candidates who
  /// matter can be found without predicting the others (sieve.h).
  virtual const NormalRates* normal_rates() const { return nullptr; }

  /// Replays: the market price that the log met, in whole micro-units; it
  /// competes as a candidate of its own. Negative: no rival.
  virtual double RivalBid(const PageView&) const { return -1; }
  /// Replays: whether a tie goes to the rival.
  virtual bool RivalWinsTies() const { return false; }
};

}  // namespace souk::market
