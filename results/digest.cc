#include "results/digest.h"

#include <xxhash.h>

#include <algorithm>
#include <string_view>

#include "market/check.h"

namespace souk::results {
namespace {

// One XXH3-128 over several spans of bytes.
class Hash {
 public:
  Hash() : state_(XXH3_createState()) {
    SOUK_CHECK(state_ != nullptr && XXH3_128bits_reset(state_) == XXH_OK,
               "xxHash does not start");
  }
  Hash(const Hash&) = delete;
  Hash& operator=(const Hash&) = delete;
  ~Hash() { XXH3_freeState(state_); }

  Hash& Add(std::span<const uint8_t> bytes) {
    if (!bytes.empty()) {
      XXH3_128bits_update(state_, bytes.data(), bytes.size());
    }
    return *this;
  }
  Fold Result() const {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_));
    Fold fold;
    std::copy(std::begin(canonical.digest), std::end(canonical.digest),
              fold.begin());
    return fold;
  }

 private:
  XXH3_state_t* state_;
};

std::span<const uint8_t> BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

Fold FirstFold(const PlacedColumn& placed) {
  std::string text = placed.path + '\0';
  text += NameOf(placed.column.type);
  return Hash().Add(BytesOf(text)).Result();
}

bool Counts(const PlacedColumn& placed, const Fold& last) {
  return Layout()[placed.table].presence == Presence::kAlways ||
         last != FirstFold(placed);
}

std::string Hex(const Fold& fold) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : fold) {
    text += kDigits[byte / 16];
    text += kDigits[byte % 16];
  }
  return text;
}

}  // namespace

std::string HashText(std::string_view text) {
  return Hex(Hash().Add(BytesOf(text)).Result());
}

ColumnDigests::ColumnDigests() {
  for (const PlacedColumn& placed : Columns()) {
    folds_.push_back(FirstFold(placed));
  }
}

void ColumnDigests::AddChunk(size_t column, std::span<const uint8_t> raw) {
  folds_[column] = Hash().Add(folds_[column]).Add(raw).Result();
}

ColumnDigests ColumnDigests::Ended(const ColumnBuffers& tails) const {
  ColumnDigests ended = *this;
  for (size_t column = 0; column < folds_.size(); ++column) {
    const std::span<const uint8_t> tail = tails.tail(column);
    if (!tail.empty()) ended.AddChunk(column, tail);
  }
  return ended;
}

void ColumnDigests::Adopt(size_t table, const ColumnDigests& from) {
  for (size_t column = 0; column < folds_.size(); ++column) {
    if (Columns()[column].table == table) folds_[column] = from.folds_[column];
  }
}

std::string ColumnDigests::Total(const ColumnBuffers& tails) const {
  return Ended(tails).Total();
}

std::string ColumnDigests::Total() const {
  Hash hash;
  for (size_t column = 0; column < folds_.size(); ++column) {
    if (Counts(Columns()[column], folds_[column])) hash.Add(folds_[column]);
  }
  return Hex(hash.Result());
}

void ColumnDigests::Load(market::ArchiveReader& in) {
  const size_t expected = folds_.size();
  in.Get(folds_);
  if (folds_.size() == expected) return;
  folds_.resize(expected);
  Reject(in);
}

market::Result<void> DigestSink::Record(const market::TickRows& rows) {
  buffers_.Append(rows, *this);
  return {};
}

void DigestSink::TakeChunk(size_t column, std::span<const uint8_t> raw) {
  digests_.AddChunk(column, raw);
}

void DigestSink::Save(market::ArchiveWriter& out) const {
  digests_.Save(out);
  buffers_.Save(out);
}

void DigestSink::Load(market::ArchiveReader& in) {
  digests_.Load(in);
  buffers_.Load(in);
}

}  // namespace souk::results
