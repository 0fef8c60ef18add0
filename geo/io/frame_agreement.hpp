#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "geo/crs/crs.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/manifest.hpp"

namespace geo {

/// Which number of a source comes first where its system is followed to the letter.
enum class AxisConvention : std::uint8_t {
  kAuthority,     ///< as the authority defines the system (GML)
  kEastingFirst,  ///< easting or longitude always (GeoJSON and the plan forms)
};

/// What the coordinates themselves say about their order.
enum class AxisOrder : std::uint8_t { kAsDeclared, kSwapped };

/// Between these heights lies what we take for a city, in metres.
inline constexpr double kLowestOfCity = -100, kHighestOfCity = 1'000;
bool heights_are_of_a_city(const twin::Box& raw);

/// The way from the coordinates of one source system into the twin's frame.
class Placement {
 public:
  /// The order in which a box of source coordinates lies inside both the source system's area and
  /// the frame's; as declared where both orders do; nothing where neither does, nor for numbers beyond
  /// 1e8 and heights that are of no city, whatever the frame of a twin. In a local frame always as declared: there
  /// coordinates say nothing, and `ShellFacing` is asked.
  std::optional<AxisOrder> order_of(const twin::Box& raw) const;

  /// Frame position of source numbers; nothing where the projection has no answer.
  std::optional<twin::WorkingPosition> place(const twin::WorkingPosition& raw, AxisOrder order) const;

  bool local() const { return !source_; }
  /// True when `place` may be called by several threads at once: it asks no transformer.
  bool shareable() const { return !transformer_; }
  /// "northing, easting": the order as declared.
  std::string declared_order() const;
  std::string source_name() const { return source_ ? source_->name() : "local"; }
  /// What a file that uses this placement must be told: `crs-missing`, `crs-unknown`, or `crs-mismatch`
  /// (info) where it names another system than the caller.
  const std::optional<twin::Finding>& note() const { return note_; }

 private:
  friend class FrameAgreement;
  bool inside(const twin::Box& raw, AxisOrder order) const;

  std::optional<Crs> source_;
  std::optional<Crs> frame_;
  std::optional<Transformer> transformer_;  ///< absent where the frame is the source system
  bool northing_first_ = false;
  bool anywhere_ = false;  ///< checked only, in a frame of its own
  std::optional<twin::Finding> note_;
};

/// Decides, once per import, the frame of the twin and how every input enters it. A twin that has a
/// frame keeps it; else the first geometry decides: its metric system, or the UTM zone of a geographic one. A local
/// frame, for geometry that names no system or one that we do not read, is made only where the caller asks for it.
class FrameAgreement {
 public:
  /// `named_crs`: what to take where a file names none, or one nobody knows ("" = nothing, "local" = a local frame, also for
  /// a file that names a system in which its coordinates do not lie, and for any file where the twin has a local frame).
  /// Error `crs-unknown` for an unknown `named_crs`.
  static twin::Result<FrameAgreement> make(const std::optional<twin::Manifest>& frame,
                                           const std::string& named_crs);

  /// For files that are checked and go into no twin: a file that names no system, or one that we do not read, is
  /// taken in a frame of its own, wherever in it its numbers lie. Error as that of `make`.
  static twin::Result<FrameAgreement> for_validation(const std::string& named_crs);

  /// The way in for coordinates under `srs_name`; `sample` is a box of them.
  /// Errors, which refuse the import: `crs-missing`, `crs-unknown`, `crs-not-accepted` (the twin has no local frame),
  /// `crs-mismatch` (the twin has a local frame, or another height reference),
  /// `transformation-missing`, `coordinates-outside-area`.
  twin::Result<const Placement*> agree(const std::string& srs_name, AxisConvention convention,
                                       const twin::Box& sample);

  /// True when the caller named a system, for whatever names none.
  bool has_named() const { return named_crs_.has_value(); }
  /// True when nothing goes into a twin.
  bool only_validates() const { return only_validates_; }
  /// True when this import made the frame.
  bool is_new() const { return is_new_; }
  /// Frame part of the manifest; nothing before the first geometry of a twin without frame.
  const std::optional<twin::Manifest>& frame() const { return frame_; }

 private:
  twin::Status decide(const std::optional<Crs>& source, AxisConvention convention, const twin::Box& sample);
  twin::Result<Placement> make_placement(const std::string& srs_name, AxisConvention convention,
                                         const twin::Box& sample);
  twin::Status check_heights(const Crs& source) const;
  bool goes_local(const Crs& source, AxisConvention convention, const twin::Box& sample) const;

  std::optional<twin::Manifest> frame_;
  std::optional<Crs> frame_crs_;
  std::optional<Crs> named_crs_;
  bool is_new_ = false, only_validates_ = false, local_is_fine_ = false, local_is_named_ = false;
  std::map<std::pair<std::string, AxisConvention>, std::unique_ptr<Placement>> placements_;
};

}  // namespace geo
