#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/sun/sun_hours.hpp"

namespace sim {

/// The sun's paths over the squares in which receivers lie, each computed once where all of them have room.
class SunPaths {
 public:
  /// @param threads  as `in_blocks` takes them
  SunPaths(const SunSky& sky, const std::vector<Receiver>& receivers, unsigned threads);

  /// The receiver's square, numbered from west to east and from south to north; receivers of one square stand close together.
  std::uint32_t square_of(std::size_t receiver) const { return square_of_[receiver]; }
  /// Nothing where long periods over many squares would need more than 64 MiB.
  const SunPath* kept(std::uint32_t square) const { return kept_ == nullptr ? nullptr : &(*kept_)[square]; }
  const SunSky::Square& square(std::uint32_t number) const { return squares_[number]; }

 private:
  std::vector<SunSky::Square> squares_;
  std::vector<std::uint32_t> square_of_;
  std::shared_ptr<const std::vector<SunPath>> kept_;  ///< copies share it
};

}  // namespace sim
