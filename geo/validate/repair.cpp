#include "geo/validate/repair.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <tuple>

#include "geo/validate/repair_steps.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

/// A repair may bring the next defect to light; so often we look again.
constexpr int kMaxRounds = 6;
/// A part made better once may become better still, since only then its next defect counts.
constexpr int kMaxExchanges = 3;

struct Errors {
  std::size_t broken_solids = 0, of_polygons = 0, count = 0;
  std::set<std::string> codes;
  bool too_large = false;  ///< something was not compared (999)
  /// Fewer broken solids first; then fewer errors of rings and polygons, since these hide what is wrong with
  /// a shell.
  bool operator<(const Errors& other) const {
    return std::tie(broken_solids, of_polygons, count) <
           std::tie(other.broken_solids, other.of_polygons, other.count);
  }
  bool any_of(std::initializer_list<const char*> wanted) const {
    for (const char* code : wanted) {
      if (codes.contains(code)) return true;
    }
    return false;
  }
};

Errors errors_of(const twin::ShapePart& part, const ValidationTolerances& tolerances) {
  twin::BuildingShape alone;
  alone.parts.push_back(part);
  twin::Diagnostics found;
  Errors out;
  for (const auto& verdicts : validate_shape(alone, part.id, tolerances, found)) {
    for (const auto& broken_by : verdicts) out.broken_solids += !broken_by.empty();
  }
  for (const auto& finding : found.findings) {
    out.too_large = out.too_large || finding.code == "999";
    if (finding.severity != twin::Severity::kError) continue;
    ++out.count;
    out.of_polygons += finding.code[0] < '3';
    out.codes.insert(finding.code);
  }
  return out;
}

/// @returns true when the part was exchanged for a better one
bool improve(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes) {
  const Errors at_first = errors_of(part, tolerances);
  if (at_first.too_large) return false;  // each look at it costs tenths of a second; a repair takes many
  Errors errors = at_first;
  twin::ShapePart better = part;
  RepairNotes done;
  for (int round = 0; round < kMaxRounds && errors.count > 0; ++round) {
    const auto before = done.size();
    if (errors.any_of({"101", "102", "104", "208"})) repair_rings(better, tolerances, done);
    if (errors.any_of({"302", "303", "305"})) {
      repair_gaps(better, tolerances, done);
      repair_rings(better, tolerances, done);
    }
    if (errors.any_of({"203", "204"})) repair_planarity(better, tolerances, done);
    if (errors.any_of({"307", "405"})) repair_orientation(better, tolerances, done);
    if (done.size() == before) break;
    errors = errors_of(better, tolerances);
  }
  if (!(errors < at_first)) return false;
  part = std::move(better);
  notes.insert(notes.end(), done.begin(), done.end());
  return true;
}

std::string in_part(const twin::ShapePart& part, std::string_view building_id, const std::string& place) {
  return part.id == building_id ? place : "part " + twin::excerpt(part.id) + ", " + place;
}

/// Takes out the solids that the validator calls broken.
/// @returns how many
std::size_t give_up_solids(twin::ShapePart& part, const std::vector<std::string>& broken_by,
                           std::string_view building_id, twin::Diagnostics& out) {
  std::vector<twin::Solid> kept;
  std::size_t given_up = 0;
  for (std::size_t s = 0; s < part.solids.size(); ++s) {
    if (broken_by[s].empty()) {
      kept.push_back(std::move(part.solids[s]));
      continue;
    }
    ++given_up;
    out.add({broken_by[s], twin::Severity::kWarning, std::string(building_id), part.lod,
             in_part(part, building_id, fmt::format("solid {}", s + 1)), "could not be repaired",
             "The solid is kept as surfaces, its volume is not known; mend it in the source."});
  }
  part.solids = std::move(kept);
  return given_up;
}

}  // namespace

RepairOutcome repair_shape(twin::BuildingShape& shape, std::string_view building_id,
                           const ValidationTolerances& tolerances, twin::Diagnostics& out) {
  RepairOutcome outcome;
  twin::Diagnostics found;
  auto verdicts = validate_shape(shape, building_id, tolerances, found);
  if (!found.has_errors()) {
    out.findings.insert(out.findings.end(), found.findings.begin(), found.findings.end());
    return outcome;
  }
  const auto improve_all = [&] {
    bool any = false;
    for (auto& part : shape.parts) {
      RepairNotes notes;
      for (int again = 0; again < kMaxExchanges && improve(part, tolerances, notes); ++again) any = true;
      for (const auto& note : notes) {
        out.add({note.code, twin::Severity::kInfo, std::string(building_id), part.lod,
                 in_part(part, building_id, note.place), twin::excerpt(note.before),
                 "Repaired: " + note.done + "."});
      }
    }
    if (any) {
      outcome.repaired = true;
      found.findings.clear();
      verdicts = validate_shape(shape, building_id, tolerances, found);
    }
  };
  improve_all();
  std::size_t given_up = 0;
  for (std::size_t p = 0; p < shape.parts.size(); ++p)
    given_up += give_up_solids(shape.parts[p], verdicts[p], building_id, out);
  outcome.solids_given_up = given_up;
  if (given_up > 0) {
    // What is wrong with these solids is said now; their surfaces may be mended still.
    for (const auto& finding : found.findings) {
      if (finding.code[0] == '3' || finding.code[0] == '4' || finding.code == "902") out.add(finding);
    }
    found.findings.clear();
    verdicts = validate_shape(shape, building_id, tolerances, found);
    if (found.has_errors()) improve_all();
  }
  out.findings.insert(out.findings.end(), found.findings.begin(), found.findings.end());
  return outcome;
}

}  // namespace geo
