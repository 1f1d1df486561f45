// Layers of predicted response: the best placements pass first.
//
// Placements are sorted by predicted click rate into L layers of about the same
// size, by what was drawn lately (a sketch that keeps 0.9 of itself per tick).
// Layer l passes with rate r_l, so pass = room * r_l: placements are drawn
// `room` times as often as planned, and only the better ones are taken. Before
// the first news r_l = 1 / room throughout, and L = ceil(room).
//
// After every tick, with c_l impressions delivered by layer l:
//
//   target  C' = planned_next + (planned - delivered) / ticks_left, >= 0
//   full_l = c_l / r_l, or what was drawn if nothing passed, both times
//            planned_next / planned_tick: the supply that the plan expects
//   R = C' - sum_l r_l full_l
//   R > 0   r_l <- min(1, r_l + R / full_l), R less the gain; from the top
//   R < 0   r_l <- max(0, r_l + R / full_l), R less the loss; from the bottom
//   trial   the first layer below lambda * C' impressions gets so many
//
// (r (c + R) / c = r + R / full; the factor for supply is ours.) With the first
// news rates are filled from 0. What a layer shows nothing of keeps its rate.
// With no tick left, nothing planned next or nothing drawn yet, rates stay.
// Xu et al., "Smart Pacing", KDD 2015, arXiv 1506.05851; contracts have no
// performance goal, so rates are not cut for one.
//
// Parameters:
//   room    [1]  in [1, 16], default 2: draws per planned impression
//   layers  [1]  in [0, 64], default 0: layers; 0: ceil(room)
//   trial   [1]  in [0, 1], default 0.01: lambda
#include <algorithm>
#include <cmath>
#include <utility>

#include "market/contracts/pacers/rate_sketch.h"
#include "market/contracts/pacers/smart_layers.h"

namespace souk::market {
namespace {

constexpr double kMemory = 0.9;

struct SmartRule {
  double room = 2;
  size_t layers = 2;
  double trial = 0.01;
};

class SmartPace final : public ContractPace {
 public:
  explicit SmartPace(const SmartRule& rule)
      : smart_(rule), rates_(rule.layers, 1 / rule.room) {}

  const PassRule& rule() const override { return rule_; }

  void Learn(const PaceNews& news) override {
    sketch_.Add(news.offered, kMemory);
    if (sketch_.total() <= 0 || news.ticks_left == 0 || news.planned_next <= 0)
      return;
    std::vector<PaceLayer> layers = Measure(news);
    const double target = PaceTarget(
        news.planned_next, news.planned - news.delivered, news.ticks_left);
    if (!std::exchange(filled_, true)) {
      for (PaceLayer& layer : layers) layer.rate = 0;
    }
    double now = 0;
    for (const PaceLayer& layer : layers) now += layer.rate * layer.full;
    StepLayers(target - now, layers);
    TryNextLayer(smart_.trial * target, layers);
    Publish(layers);
  }

  void Save(ArchiveWriter& out) const override {
    sketch_.Save(out);
    out.Put(rates_);
    out.Put(rule_.pass);
    out.Put(filled_);
  }
  void Load(ArchiveReader& in) override {
    sketch_.Load(in);
    in.Get(rates_);
    in.Get(rule_.pass);
    in.Get(filled_);
    if (rates_.size() == smart_.layers &&
        (rule_.pass.size() == 1 || rule_.pass.size() == kPaceBins)) {
      return;
    }
    in.Fail();
    *this = SmartPace(smart_);
  }

 private:
  /// 0: the highest rates.
  size_t LayerOf(size_t bin) const {
    const double middle = (sketch_.Below(bin) + sketch_.Below(bin + 1)) / 2;
    const double above = 1 - middle / sketch_.total();
    const auto layers = static_cast<double>(smart_.layers);
    return static_cast<size_t>(std::clamp(above * layers, 0.0, layers - 1));
  }
  std::vector<PaceLayer> Measure(const PaceNews& news) const {
    std::vector<PaceLayer> layers(smart_.layers);
    std::vector<double> drawn(smart_.layers, 0), taken(smart_.layers, 0);
    for (size_t b = 0; b < news.offered.size(); ++b) {
      drawn[LayerOf(b)] += static_cast<double>(news.offered[b]);
      taken[LayerOf(b)] += static_cast<double>(news.taken[b]);
    }
    const double growth =
        news.planned_tick > 0 ? news.planned_next / news.planned_tick : 1;
    for (size_t l = 0; l < layers.size(); ++l) {
      const bool known = rates_[l] > 0 && taken[l] > 0;
      layers[l] = {rates_[l],
                   (known ? taken[l] / rates_[l] : drawn[l]) * growth};
    }
    return layers;
  }
  void Publish(std::span<const PaceLayer> layers) {
    rule_.pass.resize(kPaceBins);
    for (size_t l = 0; l < layers.size(); ++l) rates_[l] = layers[l].rate;
    for (size_t b = 0; b < kPaceBins; ++b) {
      rule_.pass[b] = smart_.room * rates_[LayerOf(b)];
    }
  }

  SmartRule smart_;
  RateSketch sketch_;
  std::vector<double> rates_;  // by layer, the best first
  PassRule rule_;
  bool filled_ = false;
};

class SmartPacing final : public Pacer {
 public:
  explicit SmartPacing(const ParamSet& params) {
    rule_.room = params.number("room");
    const auto layers = static_cast<size_t>(params.integer("layers"));
    rule_.layers =
        layers > 0 ? layers : static_cast<size_t>(std::ceil(rule_.room));
    rule_.trial = params.number("trial");
  }
  std::unique_ptr<ContractPace> Start() const override {
    return std::make_unique<SmartPace>(rule_);
  }
  double room() const override { return rule_.room; }
  PacerTraits traits() const override { return {.looks_at_rates = true}; }

 private:
  SmartRule rule_;
};

}  // namespace

PacerEntry SmartPacingPacer() {
  return {
      .name = "smart_pacing",
      .help = "Takes the placements with the best click rates first",
      .params = {{.name = "room",
                  .default_value = {2},
                  .min = 1,
                  .max = 16,
                  .help = "Placements drawn per planned impression."},
                 {.name = "layers",
                  .shape = ParamShape::kInteger,
                  .default_value = {0},
                  .min = 0,
                  .max = 64,
                  .help = "Layers of predicted response; 0: room, rounded "
                          "up."},
                 {.name = "trial",
                  .default_value = {0.01},
                  .min = 0,
                  .max = 1,
                  .help = "Share of the target by which the next layer is "
                          "tried."}},
      .make =
          [](const ParamSet& params) -> Result<std::shared_ptr<const Pacer>> {
        return {std::make_shared<const SmartPacing>(params)};
      }};
}

}  // namespace souk::market
