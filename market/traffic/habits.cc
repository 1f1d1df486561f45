#include "market/traffic/habits.h"

#include <algorithm>

#include "market/vector_math.h"

namespace souk::market {
namespace {

// What the draws of a user and tick are for: their indices.
constexpr uint32_t kDrawReturn = 0;
constexpr uint32_t kDrawSwitch = 1;
constexpr uint32_t kDrawMode = 2;
constexpr uint32_t kDrawDrift = 16;  // and the waves behind it

constexpr std::array<uint32_t, Habits::kRemembered> Nothing() {
  std::array<uint32_t, Habits::kRemembered> nothing{};
  nothing.fill(kNone);
  return nothing;
}

}  // namespace

double TemperAfter(double temper, double reward) {
  return temper + std::min(std::max(reward - 2, -2.0), 0.0);
}

double ReturnRate(const HabitsConfig& config, double clicks_per_page) {
  const double rate = config.return_rate + config.return_gain *
                                               config.click_reward *
                                               clicks_per_page;
  return std::min(std::max(rate, 0.001), 0.999);
}

uint32_t ReturnDelay(double rate, uint32_t days, double u) {
  double away = 1;  // (1 - P)^D
  for (uint32_t d = 0; d < days; ++d) away *= 1 - rate;
  const double most = u * (1 - away);
  double still = 1;  // P(later than d - 1)
  for (uint32_t d = 0; d + 1 < days; ++d) {
    still *= 1 - rate;
    if (most < 1 - still) return d;
  }
  return days - 1;
}

Habits::Habits(const HabitsConfig& config, Stream session, Cell cell)
    : config_(config),
      session_(session),
      first_user_(cell.first_user),
      visit_(cell.users) {
  for (size_t n = 0; n < worn_.size(); ++n) {
    worn_[n] = Exp(-config.fatigue * static_cast<double>(n));
  }
  if (config.return_days > 0) back_on_.assign(cell.users, 0);
  if (config.fatigue > 0) memory_.assign(cell.users, Nothing());
}

void Habits::StartSessions(TickTime time, std::vector<uint32_t>& users) {
  time_ = time;
  if (!back_on_.empty()) {
    std::erase_if(users,
                  [&](uint32_t user) { return back_on_[user] > time.day(); });
  }
  for (const uint32_t user : users) {
    visit_[user] = {static_cast<float>(config_.temper), 0, 0};
  }
}

uint32_t Habits::ModeOf(uint32_t user) const {
  const uint64_t id = first_user_ + user;
  if (!session_.Bernoulli(config_.switch_rate, id, time_.tick, kDrawSwitch)) {
    return kNone;
  }
  return static_cast<uint32_t>(
      session_.Integer(kModes, id, time_.tick, kDrawMode));
}

void Habits::TakePage(uint32_t user, uint32_t clicks,
                      std::span<const Ad> seen) {
  Visit& visit = visit_[user];
  visit.pages += 1;
  visit.clicks = static_cast<uint16_t>(visit.clicks + clicks);
  visit.temper = static_cast<float>(
      TemperAfter(visit.temper, config_.click_reward * clicks));
  if (memory_.empty()) return;
  Memory& memory = memory_[user];
  for (const Ad& ad : seen) {
    std::shift_right(memory.begin(), memory.end(), 1);
    memory.front() = ad.campaign;
  }
}

bool Habits::WantsMore(uint32_t user) const {
  return config_.temper == 0 || TemperLasts(visit_[user].temper);
}

bool Habits::Drifts(uint32_t user, uint32_t wave) const {
  return session_.Bernoulli(config_.drift_rate, first_user_ + user, time_.tick,
                            kDrawDrift + wave);
}

void Habits::EndSession(uint32_t user) {
  if (back_on_.empty()) return;
  const Visit& visit = visit_[user];
  const double rate =
      ReturnRate(config_, static_cast<double>(visit.clicks) / visit.pages);
  const double u =
      session_.Uniform(first_user_ + user, time_.tick, kDrawReturn);
  back_on_[user] = time_.day() + 1 + ReturnDelay(rate, config_.return_days, u);
}

double Habits::Tired(uint32_t user, uint32_t campaign,
                     double attraction) const {
  if (memory_.empty()) return attraction;
  const auto times = std::ranges::count(memory_[user], campaign);
  if (times == 0) return attraction;
  const double worn = attraction * worn_[static_cast<size_t>(times)];
  return worn > 0 ? worn / (1 - attraction + worn) : 0;
}

void Habits::Save(ArchiveWriter& out) const {
  out.Put(back_on_);
  // Most users remember nothing yet: only what is there.
  std::vector<uint32_t> users, ads;
  for (uint32_t user = 0; user < memory_.size(); ++user) {
    if (memory_[user].front() == kNone) continue;
    users.push_back(user);
    ads.insert(ads.end(), memory_[user].begin(), memory_[user].end());
  }
  out.Put(users);
  out.Put(ads);
}

void Habits::Load(ArchiveReader& in) {
  const size_t users = visit_.size();
  std::vector<uint32_t> back_on, remembering, ads;
  in.Get(back_on);
  in.Get(remembering);
  in.Get(ads);
  const bool fits =
      back_on.size() == back_on_.size() &&
      ads.size() == remembering.size() * kRemembered &&
      (remembering.empty() || !memory_.empty()) &&
      std::ranges::all_of(remembering, [=](uint32_t u) { return u < users; });
  if (!fits) return in.Fail();
  back_on_ = std::move(back_on);
  memory_.assign(memory_.size(), Nothing());
  for (size_t i = 0; i < remembering.size(); ++i) {
    std::copy_n(ads.begin() + static_cast<ptrdiff_t>(i * kRemembered),
                kRemembered, memory_[remembering[i]].begin());
  }
}

}  // namespace souk::market
