#pragma once

#include <string_view>

#include "twin_core/base/random_stream.hpp"

namespace datasets {

/// Whole-number draws for one named thing of the city: the same name gives the same numbers on every
/// machine, whatever else was drawn before. Never draw twice in the arguments of one call: compilers evaluate
/// those in different orders.
class Draw {
 public:
  Draw(std::uint64_t seed, std::string_view thing) : stream_(seed, "synthetic-city", thing) {}

  int between(int low, int high) {  ///< both included
    return low + static_cast<int>(stream_.below(static_cast<std::uint64_t>(high - low) + 1));
  }
  double metres(double low, double high) {  ///< in steps of a decimetre
    return between(static_cast<int>(low * 10), static_cast<int>(high * 10)) / 10.0;
  }
  bool percent(int chance) { return between(1, 100) <= chance; }
  std::uint64_t bits() { return stream_.next(); }

  template <class List>
  auto pick(const List& list) {
    return list[stream_.below(list.size())];
  }

 private:
  twin::RandomStream stream_;
};

}  // namespace datasets
