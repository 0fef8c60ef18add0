#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace twin {

/// Random numbers named by (seed, engine, entity): equal names give equal numbers on every machine, in
/// any order of asking and at any number of threads; different names give independent ones.
///
/// Counter based: Philox 4x32 with 10 rounds, keyed by SHA-256 of the name.
/// @source  Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011)
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view engine, std::string_view entity);

  std::uint64_t next();                        ///< 64 random bits
  double uniform();                            ///< [0, 1), 53 random bits
  double between(double low, double high);     ///< [low, high); low when they are equal
  std::uint64_t below(std::uint64_t limit);    ///< [0, limit), every value equally likely; limit > 0
  bool chance(double probability);             ///< true with that probability

  /// The 64 bits that call number `index` of next() gives, without asking for those before.
  std::uint64_t at(std::uint64_t index) const;

 private:
  std::array<std::uint32_t, 2> key_{};
  std::array<std::uint32_t, 2> name_{};  ///< upper half of the counter
  std::uint64_t index_ = 0;
};

/// One block of the generator; published test vectors hold for it.
std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

}  // namespace twin
