// Bytes that somebody spoilt.
#pragma once

#include <random>
#include <string>

namespace souk::tests {

/// Copies of `bytes`, each with some bits flipped, bytes replaced, cut off,
/// put in or repeated.
class Mutations {
 public:
  Mutations(std::string bytes, uint64_t seed)
      : bytes_(std::move(bytes)), random_(seed) {}

  const std::string& Next() {
    mutated_ = bytes_;
    for (size_t i = Below(3) + 1; i > 0; --i) Spoil();
    return mutated_;
  }

 private:
  size_t Below(size_t bound) { return random_() % bound; }
  void Spoil() {
    static constexpr unsigned char kCorners[] = {0,    1,    2,   0x7f,
                                                 0x80, 0xf0, 0xff};
    if (mutated_.empty()) return;
    const size_t at = Below(mutated_.size());
    switch (Below(6)) {
      case 0:
        mutated_[at] = static_cast<char>(mutated_[at] ^ (1 << Below(8)));
        break;
      case 1:
        mutated_[at] = static_cast<char>(kCorners[Below(7)]);
        break;
      case 2:
        mutated_[at] = static_cast<char>(Below(256));
        break;
      case 3:
        mutated_.resize(at);
        break;
      case 4:
        mutated_.insert(at, Below(16) + 1, static_cast<char>(Below(256)));
        break;
      default:
        mutated_.replace(at, 8, 8, static_cast<char>(kCorners[Below(7)]));
    }
  }

  std::string bytes_;
  std::string mutated_;
  std::mt19937_64 random_;
};

}  // namespace souk::tests
