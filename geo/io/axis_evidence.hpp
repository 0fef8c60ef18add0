#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "geo/io/frame_agreement.hpp"
#include "twin_core/base/diagnostics.hpp"

namespace geo {

/// Counts, for one file, in which order its objects lay inside, and turns the counts into findings.
class AxisEvidence {
 public:
  /// `noun` and `one` are what the file's objects are called: "buildings" and "Building".
  AxisEvidence(std::string_view noun, std::string_view one) : noun_(noun), one_(one) {}

  /// Notes one object; an object outside gets its own finding.
  void add(const std::string& id, const std::string& place, const twin::Box& raw, const Placement& placement,
           const std::optional<AxisOrder>& order, twin::Diagnostics& out);

  /// The one finding `axis-order` of the file, when any object was taken in the other order.
  void conclude(twin::Diagnostics& out) const;

  /// True when there were objects and all of them lay outside: the file is refused.
  bool all_outside() const { return outside_ > 0 && inside_ == 0; }
  bool none() const { return outside_ + inside_ == 0; }
  twin::Problem refusal() const;

 private:
  std::string_view noun_, one_;
  std::uint64_t inside_ = 0, outside_ = 0, swapped_ = 0;
  std::string example_, declared_, system_;
  bool local_ = false;  ///< the order was told by the shells
  twin::Problem first_outside_;
};

}  // namespace geo
