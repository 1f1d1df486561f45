#include "market/traffic/synthetic_cell.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "market/traffic/crowd.h"

namespace souk::market {
namespace {

constexpr double kWord = 1.0 / 4294967296.0;  // 2^-32

double Unit(uint32_t word) { return word * kWord; }

/// One cell: who is on a page in the wave that goes on.
class SyntheticCell final : public CellTraffic {
 public:
  SyntheticCell(std::shared_ptr<const Population> city, CellId cell,
                uint32_t cells)
      : city_(std::move(city)),
        activity_(city_->StreamOf(Purpose::kActivity)),
        first_user_(city_->FirstUser(cell.value, cells)),
        end_user_(city_->FirstUser(cell.value + 1, cells)) {
    interest_.reserve(end_user_ - first_user_);
    for (uint64_t user = first_user_; user < end_user_; ++user) {
      interest_.push_back(city_->InterestOf(user, 0));
      if (city_->places() > 1) place_.push_back(city_->PlaceOf(user));
    }
    if (!city_->config().habits) return;
    habits_.emplace(*city_->config().habits, city_->StreamOf(Purpose::kSession),
                    Habits::Cell{first_user_, interest_.size()});
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
      activity_.FillWords(static_cast<uint32_t>(user), tick_, 0,
                          std::span(words).first(n));
      AppendActive(words, n, most, static_cast<uint32_t>(user - first_user_),
                   wave_users_);
    }
    if (habits_) StartSessions(time);
  }

  bool NextBatch(PageBatch& batch) override {
    batch.pages.clear();
    if (next_ == wave_users_.size()) NextWave();
    batch_first_ = next_;
    const size_t stop = std::min(wave_users_.size(), next_ + kBatchPageViews);
    if (!city_->pages_alike()) Draw(next_, stop, wave_);
    batch.pages.resize(stop - next_);
    for (PageView& page : batch.pages) Open(next_++, page);
    return !batch.pages.empty();
  }

  void React(std::span<const PageReaction> reactions) override {
    const size_t staying = staying_.size();
    if (habits_) TakePages(reactions);
    DecideWhoStays(reactions);
    if (habits_) EndSessions(reactions.size(), staying);
  }

  bool remembers() const override { return habits_.has_value(); }
  Rates Feel(size_t position, LineId line, Rates truth) const override {
    if (!habits_) return truth;
    return {habits_->Tired(wave_users_[batch_first_ + position],
                           city_->AdOf(line.value).campaign, truth.click),
            truth.conversion};
  }

  // A session ends with its tick: only habits are carried over.
  void Save(ArchiveWriter& out) const override {
    if (!habits_) return;
    out.Put(interest_);
    habits_->Save(out);
  }
  void Load(ArchiveReader& in) override {
    if (!habits_) return;
    std::vector<uint16_t> interest;
    in.Get(interest);
    const bool known = std::ranges::all_of(
        interest, [&](uint16_t i) { return i < city_->interests(); });
    if (!known || interest.size() != interest_.size()) return in.Fail();
    interest_ = std::move(interest);
    habits_->Load(in);
  }

 private:
  void StartSessions(TickTime time) {
    habits_->StartSessions(time, wave_users_);
    for (const uint32_t user : wave_users_) {
      const uint32_t mode = habits_->ModeOf(user);
      if (mode == kNone) continue;
      interest_[user] = city_->InterestOf(first_user_ + user, mode);
    }
  }
  void TakePages(std::span<const PageReaction> reactions) {
    for (size_t i = 0; i < reactions.size(); ++i) {
      const uint32_t user = wave_users_[batch_first_ + i];
      ads_.clear();
      for (const SeenAd& seen : reactions[i].seen) {
        ads_.push_back(city_->AdOf(seen.line));
        const uint32_t interest = ads_.back().interest;
        if (seen.clicked && interest != kNone && habits_->Drifts(user, wave_)) {
          interest_[user] = static_cast<uint16_t>(interest);
        }
      }
      habits_->TakePage(user, reactions[i].clicks, ads_);
    }
  }
  /// Both ascend: who is in the batch, and which of them stay.
  void EndSessions(size_t size, size_t staying) {
    for (size_t i = 0; i < size; ++i) {
      const uint32_t user = wave_users_[batch_first_ + i];
      if (staying < staying_.size() && staying_[staying] == user) {
        ++staying;
      } else {
        habits_->EndSession(user);
      }
    }
  }
  void DecideWhoStays(std::span<const PageReaction> reactions) {
    const SyntheticConfig& config = city_->config();
    const double after_click = config.continue_after_click_rate;
    if (wave_ + 1 >= config.max_pages) return;
    if (config.continue_rate <= 0 && after_click <= 0) return;
    Draw(batch_first_, batch_first_ + reactions.size(), wave_ + 1);
    for (size_t i = 0; i < reactions.size(); ++i) {
      const double stay =
          reactions[i].clicks > 0 ? after_click : config.continue_rate;
      const uint32_t user = wave_users_[batch_first_ + i];
      if (Unit(drawn_[i][0]) < stay && (!habits_ || habits_->WantsMore(user))) {
        staying_.push_back(user);
      }
    }
  }
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
    activity_.Draw(drawn_);
  }
  /// Fills a page view that is empty.
  void Open(size_t position, PageView& page) const {
    const uint32_t local = wave_users_[position];
    const uint64_t user = first_user_ + local;
    page.page = user + wave_ * kWaveStep;
    page.tick = tick_;
    page.segment = interest_[local];
    if (!place_.empty()) page.place = place_[local];
    if (city_->pages_alike()) return;
    const PhiloxBlock& words = drawn_[position - batch_first_];
    page.channel = city_->ChannelBy(Unit(words[1]));
    page.category = city_->CategoryBy(Unit(words[2]));
  }

  std::shared_ptr<const Population> city_;
  Stream activity_;
  uint64_t first_user_;
  uint64_t end_user_;
  std::vector<uint16_t> interest_;  // by user of the cell
  std::vector<uint16_t> place_;     // the same; empty: one place
  uint32_t tick_ = 0;
  uint32_t wave_ = 0;
  size_t next_ = 0;
  size_t batch_first_ = 0;
  std::vector<uint32_t> wave_users_;
  std::vector<uint32_t> staying_;
  std::optional<Habits> habits_;
  std::vector<PhiloxBlock> drawn_;  // scratch of one batch
  std::vector<Habits::Ad> ads_;     // scratch of one page
};

}  // namespace

std::unique_ptr<CellTraffic> OpenSyntheticCell(
    std::shared_ptr<const Population> population, CellId cell, uint32_t cells) {
  return std::make_unique<SyntheticCell>(std::move(population), cell, cells);
}

}  // namespace souk::market
