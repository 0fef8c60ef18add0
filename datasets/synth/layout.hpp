#pragma once

#include <cstdint>
#include <functional>

#include "datasets/synth/district.hpp"

namespace datasets {

/// Districts follow each other outwards in square rings, those that lie in the sea left out, and within one
/// the blocks from its middle outwards. A city of few buildings is the middle of a city of many.
class Layout {
 public:
  explicit Layout(std::uint64_t seed) : seed_(seed) {}

  /// In building order, without end, until `visit` returns false.
  void for_each_district(const std::function<bool(const District&)>& visit) const;
  District town() const { return District(seed_, 0, 0, 0); }

 private:
  std::uint64_t seed_;
};

}  // namespace datasets
