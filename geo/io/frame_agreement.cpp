#include "geo/io/frame_agreement.hpp"

#include <fmt/format.h>

#include <array>

#include "geo/crs/crs_name.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Box;
using twin::Finding;
using twin::Problem;
using twin::Result;
using twin::Severity;
using twin::Status;
using twin::WorkingPosition;

constexpr const char* kLocal = "local";

Problem missing_crs() {
  return {"crs-missing", "The input names no coordinate reference system.", "", "",
          "Name it with ?crs= or --crs, as --crs EPSG:3879; or take --crs local for a twin that is not placed on the globe."};
}

Problem also_by_caller(Problem problem) {
  problem.remedy += "; or name the system with --crs";
  return problem;
}

std::array<WorkingPosition, 4> corners(const Box& box) {
  return {{{box.low.east, box.low.north, box.low.up},
           {box.low.east, box.high.north, box.low.up},
           {box.high.east, box.low.north, box.low.up},
           {box.high.east, box.high.north, box.low.up}}};
}

/// Where files are only checked, a name that is none is a fault of its own; a system that no twin can have is not.
Severity severity_of(const Problem& unknown, bool only_validates) {
  return only_validates && unknown.code == "crs-unknown" ? Severity::kError : Severity::kWarning;
}

Finding local_note(const std::optional<Problem>& unknown, bool only_validates) {
  if (!unknown) {
    return {"crs-missing", Severity::kWarning, "", "", "", "",
            "Name the coordinate reference system with --crs; without it the twin is not placed on the globe."};
  }
  auto out = twin::finding_of(*unknown, severity_of(*unknown, only_validates));
  out.remedy += "; without a known system the twin is not placed on the globe";
  return out;
}

Finding named_local_note(const Crs& source) {
  return {"crs-mismatch", Severity::kWarning, "", "", "--crs", source.name(),
          "The file names this system; --crs local was taken instead, so the twin is not placed on the globe."};
}

/// The system that a misspelt name probably means: better to check with than none at all.
std::optional<Crs> meant_by(const std::string& name) {
  const int code = probable_code(name);
  auto meant = code != 0 ? find_crs(fmt::format("EPSG:{}", code)) : Result<Crs>(Problem{});
  return meant ? std::optional<Crs>(*meant) : std::nullopt;
}

/// Guards what follows against numbers that are no place of a city, in a local frame too.
bool is_plausible(const Box& raw) {
  constexpr double kFarthest = 1e8;
  const auto near = [](double value) { return value >= -kFarthest && value <= kFarthest; };
  return near(raw.low.east) && near(raw.high.east) && near(raw.low.north) && near(raw.high.north) &&
         heights_are_of_a_city(raw);
}

}  // namespace

bool heights_are_of_a_city(const Box& raw) { return raw.low.up >= kLowestOfCity && raw.high.up <= kHighestOfCity; }

std::optional<AxisOrder> Placement::order_of(const Box& raw) const {
  if (anywhere_) return AxisOrder::kAsDeclared;
  if (!is_plausible(raw)) return std::nullopt;
  if (local() || inside(raw, AxisOrder::kAsDeclared)) return AxisOrder::kAsDeclared;
  if (inside(raw, AxisOrder::kSwapped)) return AxisOrder::kSwapped;
  return std::nullopt;
}

bool Placement::inside(const Box& raw, AxisOrder order) const {
  const bool northing_first = northing_first_ != (order == AxisOrder::kSwapped);
  for (const auto& corner : corners(raw)) {
    const double x = northing_first ? corner.north : corner.east;
    const double y = northing_first ? corner.east : corner.north;
    if (!source_->contains(x, y)) return false;
    if (!transformer_) continue;
    const auto placed = transformer_->apply(x, y, corner.up);
    if (!placed || !frame_->contains(placed->east, placed->north)) return false;
  }
  return true;
}

std::optional<WorkingPosition> Placement::place(const WorkingPosition& raw, AxisOrder order) const {
  if (local()) return order == AxisOrder::kSwapped ? WorkingPosition{raw.north, raw.east, raw.up} : raw;
  const bool northing_first = northing_first_ != (order == AxisOrder::kSwapped);
  const double x = northing_first ? raw.north : raw.east;
  const double y = northing_first ? raw.east : raw.north;
  if (!transformer_) return WorkingPosition{x, y, raw.up};
  auto placed = transformer_->apply(x, y, raw.up);
  if (!placed) return std::nullopt;
  return *placed;
}

std::string Placement::declared_order() const {
  const bool degrees = source_ && source_->geographic;
  const std::string_view first = degrees ? "longitude" : "easting",
                         second = degrees ? "latitude" : "northing";
  return northing_first_ ? fmt::format("{}, {}", second, first) : fmt::format("{}, {}", first, second);
}

Result<FrameAgreement> FrameAgreement::make(const std::optional<twin::Manifest>& frame,
                                            const std::string& named_crs) {
  FrameAgreement out;
  out.frame_ = frame;
  if (frame && frame->crs != kLocal) {
    TWIN_TRY(out.frame_crs_, find_crs(frame->crs));
  }
  out.local_is_fine_ = out.local_is_named_ = named_crs == kLocal;
  if (!named_crs.empty() && !out.local_is_fine_) {
    TWIN_TRY(out.named_crs_, find_crs(named_crs));
  }
  return out;
}

Result<FrameAgreement> FrameAgreement::for_validation(const std::string& named_crs) {
  TWIN_TRY(FrameAgreement out, make(std::nullopt, named_crs));
  out.only_validates_ = out.local_is_fine_ = true;
  return out;
}

Result<const Placement*> FrameAgreement::agree(const std::string& srs_name, AxisConvention convention,
                                               const Box& sample) {
  auto& known = placements_[{srs_name, convention}];
  if (!known) {
    TWIN_TRY(auto placement, make_placement(srs_name, convention, sample));
    known = std::make_unique<Placement>(std::move(placement));
  }
  return static_cast<const Placement*>(known.get());
}

Result<Placement> FrameAgreement::make_placement(const std::string& srs_name, AxisConvention convention,
                                                 const Box& sample) {
  std::optional<Crs> source = named_crs_;
  std::optional<Problem> unknown;
  if (!srs_name.empty()) {
    if (auto found = find_crs(srs_name)) {
      source = *found;
    } else {
      unknown = found.problem();
      unknown->value = twin::excerpt(srs_name);
      if (only_validates_ && !source) source = meant_by(srs_name);
    }
  }
  std::optional<Finding> overridden;
  if (source && local_is_named_ && goes_local(*source, convention, sample)) {
    overridden = named_local_note(*source);
    source.reset();
  }
  if (!frame_) {
    if (!source && !local_is_fine_) return unknown ? also_by_caller(*unknown) : missing_crs();
    TWIN_CHECK(decide(source, convention, sample));
  }
  Placement out;
  if (!frame_crs_) {
    if (source) {
      return Problem{"crs-mismatch", "The twin has a local frame; the input names a real one.", "",
                     source->name(),
                     "Import it into a twin of its own, start the twin anew with this input, or say --crs local."};
    }
    out.note_ = overridden ? overridden : local_note(unknown, only_validates_);
    out.anywhere_ = only_validates_;
    return out;
  }
  if (!source) return unknown ? also_by_caller(*unknown) : missing_crs();
  TWIN_CHECK(check_heights(*source));
  out.source_ = source;
  out.frame_ = frame_crs_;
  out.northing_first_ = convention == AxisConvention::kAuthority && source->northing_first;
  if (unknown) {
    out.note_ = twin::finding_of(*unknown, severity_of(*unknown, only_validates_ && !named_crs_));
  } else if (named_crs_ && named_crs_->epsg != source->epsg) {
    out.note_ = {"crs-mismatch",
                 Severity::kInfo,
                 "",
                 "",
                 "--crs",
                 named_crs_->name(),
                 fmt::format("The file names {}, which was taken; --crs counts where a file names none.",
                             source->name())};
  }
  if (source->epsg != frame_crs_->epsg || source->geographic != frame_crs_->geographic) {
    TWIN_TRY(out.transformer_, Transformer::make(*source, *frame_crs_));
  }
  return out;
}

/// The caller's word for a local frame counts against a file that names a system only where that one cannot be meant.
bool FrameAgreement::goes_local(const Crs& source, AxisConvention convention, const Box& sample) const {
  if (frame_) return !frame_crs_;
  if (!is_plausible(sample)) return false;
  Placement as_named;
  as_named.source_ = source;
  as_named.northing_first_ = convention == AxisConvention::kAuthority && source.northing_first;
  return !as_named.order_of(sample);
}

Status FrameAgreement::decide(const std::optional<Crs>& source, AxisConvention convention,
                              const Box& sample) {
  twin::Manifest frame;
  frame.crs = kLocal;
  if (source) {
    frame_crs_ = source;
    if (source->geographic) {
      const bool latitude_first = convention == AxisConvention::kAuthority && source->northing_first;
      const double first = (sample.low.east + sample.high.east) / 2,
                   second = (sample.low.north + sample.high.north) / 2;
      const double longitude = latitude_first ? second : first, latitude = latitude_first ? first : second;
      const bool swapped = !source->contains(longitude, latitude);
      frame_crs_ = swapped ? utm_zone_of(latitude, longitude) : utm_zone_of(longitude, latitude);
      frame_crs_->height_reference = source->height_reference;
      if (swapped && !source->contains(latitude, longitude)) {
        frame_crs_.reset();
        return Problem{"coordinates-outside-area", "The coordinates are no degrees.", "",
                       fmt::format("({}, {})", first, second), "Name the system they are in."};
      }
    }
    frame.crs = frame_crs_->name();
    frame.height_reference = frame_crs_->height_reference;
    frame.geoid = shipped_geoid(*frame_crs_);
  }
  frame_ = std::move(frame);
  is_new_ = true;
  return twin::Done{};
}

Status FrameAgreement::check_heights(const Crs& source) const {
  const auto& twins = frame_->height_reference;
  if (source.height_reference.empty() || twins.empty() || source.height_reference == twins)
    return twin::Done{};
  return Problem{"crs-mismatch", fmt::format("Heights of the twin are {}; the input has others.", twins), "",
                 source.height_reference, "Convert the heights before the import."};
}

}  // namespace geo
