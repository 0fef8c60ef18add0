#include "geo/io/axis_evidence.hpp"

#include <fmt/format.h>

#include "twin_core/base/text.hpp"

namespace geo {
namespace {

std::string position(const twin::Box& raw) {
  return fmt::format("({:.3f}, {:.3f})", raw.low.east, raw.low.north);
}

}  // namespace

void AxisEvidence::add(const std::string& id, const std::string& place, const twin::Box& raw,
                       const Placement& placement, const std::optional<AxisOrder>& order,
                       twin::Diagnostics& out) {
  if (!order) {
    const bool by_height = !heights_are_of_a_city(raw);
    const auto remedy =
        by_height ? fmt::format("A city lies between {} and {} m; check the unit of the heights and what they are measured from.",
                                kLowestOfCity, kHighestOfCity)
                  : std::string("Check the coordinates, and that they are in the system the file names; a model that is in no system goes "
                                  "into a twin of its own with --crs local.");
    const auto value = by_height ? fmt::format("heights {:.1f} to {:.1f} m", raw.low.up, raw.high.up) : position(raw);
    if (outside_++ == 0) {
      first_outside_ = {"coordinates-outside-area",
                        fmt::format("{} {} lies outside the area of the frame{}.", one_, twin::excerpt(id),
                                    by_height ? "" : " in either axis order"),
                        twin::excerpt(id), fmt::format("{} in {}", value, placement.source_name()), remedy};
    }
    out.add({"coordinates-outside-area", twin::Severity::kError, id, "", place, value, remedy});
    return;
  }
  ++inside_;
  if (*order == AxisOrder::kAsDeclared) return;
  if (swapped_++ == 0) {
    example_ = fmt::format("{} at {}", twin::excerpt(id, 48), position(raw));
    declared_ = placement.declared_order();
    system_ = placement.source_name();
    local_ = placement.local();
  }
}

void AxisEvidence::conclude(twin::Diagnostics& out) const {
  if (swapped_ == 0) return;
  if (local_) {
    out.add({"axis-order", twin::Severity::kWarning, "", "",
             fmt::format("{} of {} {}", swapped_, inside_ + outside_, noun_), example_,
             "With easting first every closed shell of the file would face inwards, so the first number was "
             "taken as the northing. Name the coordinate reference system in the file or with --crs."});
    return;
  }
  out.add({"axis-order", twin::Severity::kWarning, "", "",
           fmt::format("{} of {} {}", swapped_, inside_ + outside_, noun_), example_,
           fmt::format("The axis order of {} is {}; these lie inside only when swapped, and were taken so. "
                       "Write them in the order of the system, or let the sender know.",
                       system_, declared_)});
}

twin::Problem AxisEvidence::refusal() const {
  return first_outside_;
}

}  // namespace geo
