#include "agents/bid_sheet_bytes.h"

#include <array>
#include <cstring>

namespace souk::agents {
namespace {

using market::ArchiveReader;
using market::ArchiveWriter;
using market::BidFunction;
using market::BidSheet;
using market::LinearBid;

constexpr std::array kNumbers = {
    &LinearBid::constant,   &LinearBid::click,
    &LinearBid::conversion, &LinearBid::click_conversion,
    &LinearBid::step,       &LinearBid::factor,
    &LinearBid::min,        &LinearBid::max,
};

enum class Form : uint8_t { kLinear = 0, kWholeSteps = 1, kCurve = 2 };

Form FormOf(const BidFunction& bid) {
  if (bid.curve) return Form::kCurve;
  return bid.linear.whole_steps ? Form::kWholeSteps : Form::kLinear;
}

template <class T>
bool SameBits(const T& a, const T& b) {
  return std::memcmp(&a, &b, sizeof(T)) == 0;
}

/// A column, or its only value.
template <class T>
void PutColumn(const std::vector<T>& column, ArchiveWriter& out) {
  bool same = !column.empty();
  for (const T& value : column) same = same && SameBits(value, column.front());
  out.Put(static_cast<uint8_t>(same ? 1 : 0));
  if (same) {
    out.Put(column.front());
  } else {
    out.Put(column);
  }
}

template <class T>
std::vector<T> GetColumn(ArchiveReader& in, size_t size) {
  uint8_t same = 0;
  in.Get(same);
  std::vector<T> column;
  if (same == 1) {
    T value{};
    in.Get(value);
    if (in.ok()) column.assign(size, value);
  } else {
    in.Get(column);
  }
  if (same > 1 || column.size() != size) in.Fail();
  return column;
}

template <class Read>
auto ColumnOf(const BidSheet& bids, Read read) {
  std::vector<decltype(read(bids.front()))> column;
  for (const BidFunction& bid : bids) column.push_back(read(bid));
  return column;
}

}  // namespace

void SaveBids(const BidSheet& bids, ArchiveWriter& out) {
  out.Put(static_cast<uint32_t>(bids.size()));
  PutColumn(ColumnOf(bids, FormOf), out);
  for (const auto number : kNumbers) {
    PutColumn(
        ColumnOf(bids, [=](const auto& bid) { return bid.linear.*number; }),
        out);
  }
  PutColumn(ColumnOf(bids, [](const auto& bid) { return bid.watch_share; }),
            out);
  for (const BidFunction& bid : bids) {
    if (bid.curve) bid.curve->Save(out);
  }
}

BidSheetReader::BidSheetReader(std::shared_ptr<const market::MarketSpec> spec)
    : spec_(std::move(spec)), maker_(*spec_), curves_(spec_->lines.size()) {}

BidSheet BidSheetReader::Read(ArchiveReader& in, LineRange lines) {
  SOUK_CHECK(lines.first <= lines.last && lines.last <= curves_.size(),
             "no such lines: ", lines.first, " to ", lines.last);
  uint32_t size = 0;
  in.Get(size);
  if (size != lines.last - lines.first) {
    in.Fail();
    return {};
  }
  BidSheet bids(size);
  const auto forms = GetColumn<Form>(in, size);
  for (const auto number : kNumbers) {
    const auto column = GetColumn<double>(in, size);
    for (size_t i = 0; in.ok() && i < size; ++i) {
      bids[i].linear.*number = column[i];
    }
  }
  const auto shares = GetColumn<double>(in, size);
  for (uint32_t i = 0; in.ok() && i < size; ++i) {
    bids[i].watch_share = shares[i];
    if (forms[i] > Form::kCurve) in.Fail();
    bids[i].linear.whole_steps = forms[i] == Form::kWholeSteps;
    if (forms[i] != Form::kCurve) continue;
    const market::BidCurve* const curve = AnyCurve(lines.first + i);
    if (curve != nullptr) bids[i].curve = curve->Loaded(in);
    if (!bids[i].curve) in.Fail();
  }
  return bids;
}

const market::BidCurve* BidSheetReader::AnyCurve(uint32_t line) {
  if (!curves_[line]) {
    auto strategy = maker_.Make(spec_->lines[line]);
    if (!strategy) return nullptr;
    curves_[line] =
        (*strategy)->Plan({spec_->calendar.At(0), market::kNoLimit}).curve;
  }
  return curves_[line].get();
}

}  // namespace souk::agents
