#include "scenarios/regret_survey.h"

#include <algorithm>
#include <tuple>

#include "market/bundles.h"
#include "market/captured_auction.h"
#include "market/expected_events.h"
#include "market/page_watch.h"
#include "market/random.h"
#include "scenarios/sequential_run.h"

namespace souk::scenarios {
namespace {

using market::Auction;
using market::CapturedAuction;
using market::MarketSpec;
using market::Outcome;
using market::PageServing;
using market::Result;

/// One page view as its auction saw it.
struct SampledPage {
  std::tuple<double, uint32_t, uint64_t> order;  ///< draw, tick, page
  size_t channel;
  std::vector<uint32_t> lines;
  size_t first_line;  ///< place of lines[0] in the auction
  CapturedAuction auction;
};

/// Keeps the page views with the smallest draws.
class PageSample {
 public:
  PageSample(const MarketSpec& spec, size_t size)
      : spec_(spec),
        size_(size),
        draws_(spec.seed, spec.run, market::Purpose::kSampling) {}

  void Offer(const PageServing& serving) {
    const market::PageView& page = serving.page;
    const double draw = draws_.Uniform(page.page, page.tick, 0);
    const std::tuple order(draw, page.tick, page.page);
    if (pages_.size() == size_ && !(order < pages_.front().order)) return;
    pages_.push_back(Capture(serving, order));
    std::ranges::push_heap(pages_, {}, &SampledPage::order);
    if (pages_.size() <= size_) return;
    std::ranges::pop_heap(pages_, {}, &SampledPage::order);
    pages_.pop_back();
  }
  /// In the order of their draws.
  std::vector<SampledPage> Take() {
    std::ranges::sort(pages_, {}, &SampledPage::order);
    return std::move(pages_);
  }

 private:
  SampledPage Capture(const PageServing& serving,
                      std::tuple<double, uint32_t, uint64_t> order) const {
    SampledPage page{order,
                     serving.page.channel,
                     {serving.lines.begin(), serving.lines.end()},
                     serving.first_line,
                     CapturedAuction(serving.auction)};
    if (serving.lines.size() == serving.auction.bid.size()) {
      page.auction.Relate(market::BundlesAmong(spec_, serving.lines));
    }
    return page;
  }

  const MarketSpec& spec_;
  size_t size_;
  market::Stream draws_;
  std::vector<SampledPage> pages_;  // a heap, the largest draw in front
};

class SampleWatch final : public market::PageWatch {
 public:
  explicit SampleWatch(std::shared_ptr<PageSample> sample)
      : sample_(std::move(sample)) {}
  void Served(const PageServing& serving) override { sample_->Offer(serving); }
  void Settled(const market::BatchSettled&) override {}

 private:
  std::shared_ptr<PageSample> sample_;
};

class NoSink final : public market::EventSink {
 public:
  Result<void> Record(const market::TickRows&) override { return {}; }
};

Result<std::vector<SampledPage>> SampleRun(
    const std::shared_ptr<const MarketSpec>& spec, size_t size) {
  auto run = SequentialRun::Make(spec);
  if (!run) return run.error();
  const auto sample = std::make_shared<PageSample>(*spec, size);
  for (uint32_t cell = 0; cell < spec->cells; ++cell) {
    (*run)->Watch(market::CellId(cell), std::make_shared<SampleWatch>(sample));
  }
  NoSink sink;
  while (!(*run)->done()) {
    const Result<void> ran = (*run)->RunTick(sink);
    if (!ran) return ran.error();
  }
  return sample->Take();
}

/// Regrets of a group while they are measured.
struct Tally {
  int64_t page_views = 0;
  market::RegretTally regrets;

  SurveyGroup Group() const {
    return {page_views, regrets.Figures(page_views)};
  }
};

class Surveyor {
 public:
  Surveyor(const MarketSpec& spec, const SurveyRequest& request)
      : spec_(spec),
        request_(request),
        channels_(spec.channels.size()),
        lines_(spec.lines.size()) {}

  void Survey(const SampledPage& page) {
    const market::Mechanism& mechanism =
        request_.mechanism ? *request_.mechanism
                           : *spec_.channels[page.channel].mechanism;
    const Auction auction = page.auction.view();
    AddPage(mechanism, page, auction);
    market::RegretMeter meter(mechanism, request_.probe);
    for (size_t i = 0; i < page.lines.size(); ++i) {
      const size_t place = page.first_line + i;
      ++lines_[page.lines[i]].page_views;
      if (!(auction.bid[place] > 0) || !(auction.rate[place] > 0)) continue;
      const auto one = meter.Measure(auction, static_cast<uint32_t>(place));
      all_.regrets.Add(one);
      channels_[page.channel].regrets.Add(one);
      lines_[page.lines[i]].regrets.Add(one);
    }
  }

  RegretSurvey Result() const {
    RegretSurvey survey;
    survey.all = all_.Group();
    const auto pages =
        static_cast<double>(std::max<int64_t>(all_.page_views, 1));
    survey.revenue = revenue_ / pages;
    survey.welfare = welfare_ / pages;
    for (const Tally& one : channels_) {
      survey.of_channel.push_back(one.Group());
    }
    for (const Tally& one : lines_) survey.of_line.push_back(one.Group());
    return survey;
  }

 private:
  void AddPage(const market::Mechanism& mechanism, const SampledPage& page,
               const Auction& auction) {
    ++all_.page_views;
    ++channels_[page.channel].page_views;
    mechanism.Clear(auction, outcome_);
    for (const market::Award& award : outcome_.awards()) {
      const bool line = award.candidate >= page.first_line &&
                        award.candidate < page.first_line + page.lines.size();
      if (!line) continue;  // the logged rival
      const double events = ExpectedEvents(auction, outcome_, award);
      revenue_ += events * award.price;
      welfare_ += events * auction.bid[award.candidate];
    }
  }

  const MarketSpec& spec_;
  const SurveyRequest& request_;
  Tally all_;
  std::vector<Tally> channels_, lines_;
  double revenue_ = 0;
  double welfare_ = 0;
  Outcome outcome_;
};

}  // namespace

Result<RegretSurvey> SurveyRegret(std::shared_ptr<const MarketSpec> spec,
                                  const SurveyRequest& request) {
  const auto pages = SampleRun(spec, request.page_views);
  if (!pages) return pages.error();
  Surveyor surveyor(*spec, request);
  for (const SampledPage& page : *pages) surveyor.Survey(page);
  return surveyor.Result();
}

}  // namespace souk::scenarios
