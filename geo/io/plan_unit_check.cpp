#include "geo/io/plan_unit_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <span>

#include "geo/io/did_you_mean.hpp"
#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_known_codes.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Severity;
using Names = std::span<const std::string_view>;

constexpr std::size_t kLongestId = 128;
constexpr double kLowestGround = -100, kHighestGround = 1000, kHighestStart = 1000;

bool is_name(std::string_view id) {
  const auto forbidden = [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '/'; };
  return !id.empty() && id.size() <= kLongestId && twin::is_valid_utf8(id) &&
         std::none_of(id.begin(), id.end(), forbidden);
}

bool contains(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The number in the ring as kept of each edge of the ring as sent; nothing for an edge without length.
std::vector<std::optional<std::uint32_t>> kept_edges(const twin::Json& ring) {
  std::vector<std::uint32_t> vertices;
  const auto same = [](const twin::Json& a, const twin::Json& b) { return a[0] == b[0] && a[1] == b[1]; };
  for (std::size_t i = 0; i < ring.size(); ++i) {
    if (i == 0) {
      vertices.push_back(0);
    } else {
      vertices.push_back(vertices.back() + (same(ring[i], ring[i - 1]) ? 0 : 1));
    }
  }
  const bool closed = ring.size() > 1 && same(ring.front(), ring.back());
  std::vector<std::optional<std::uint32_t>> out;
  for (std::size_t i = 0; i + (closed ? 1 : 0) < ring.size(); ++i) {
    const bool has_length = i + 1 == ring.size() || vertices[i] != vertices[i + 1];
    out.push_back(has_length ? std::optional(vertices[i]) : std::nullopt);
  }
  return out;
}

void error(std::string code, const std::string& id, std::string place, std::string value, std::string remedy,
           twin::Diagnostics& out) {
  out.add({std::move(code), Severity::kError, twin::excerpt(id, kLongestId), "", std::move(place),
           std::move(value), std::move(remedy)});
}

bool check_figure(const std::optional<double>& figure, double low, double high, bool ends_allowed,
                  const std::string& id, const std::string& place, const std::string& remedy,
                  twin::Diagnostics& out) {
  if (!figure) {
    error("value-missing", id, place, "", remedy, out);
    return false;
  }
  const bool fine = ends_allowed ? *figure >= low && *figure <= high : *figure > low && *figure < high;
  if (!fine) error("value-out-of-range", id, place, fmt::format("{}", *figure), remedy, out);
  return fine;
}

}  // namespace

bool check_identity_and_ground(const twin::PlanUnit& unit, const std::string& id_pointer,
                               const std::string& ground_pointer, twin::Diagnostics& out) {
  bool fine = true;
  if (!is_name(unit.id)) {
    fine = false;
    error("name-invalid", unit.id, id_pointer, twin::excerpt(unit.id),
          "An id is 1 to 128 bytes of UTF-8 without control characters and without \"/\".", out);
  }
  if (!(unit.ground_level_m >= kLowestGround && unit.ground_level_m <= kHighestGround)) {
    fine = false;
    error("value-out-of-range", unit.id, ground_pointer, fmt::format("{}", unit.ground_level_m),
          "Ground lies between -100 and 1,000 m above the N2000 zero; check the unit of the figure.", out);
  }
  return fine;
}

void note_unknown_codes(const twin::PlanUnit& unit, std::string_view pointer, twin::Diagnostics& out) {
  const auto note = [&](std::string place, const std::string& code, Names candidates, std::string_view fate) {
    const auto meant = nearest_of(code, candidates);
    out.add({"code-unknown", Severity::kWarning, twin::excerpt(unit.id, kLongestId), "", std::move(place),
             twin::excerpt(code),
             (meant.empty() ? std::string("It is in no list that we know; ")
                            : fmt::format("did you mean {}? ", meant)) +
                 std::string(fate)});
  };
  for (std::size_t i = 0; i < unit.regulations.size(); ++i) {
    const auto& type = unit.regulations[i].type;
    if (contains(known_regulation_types(), type) || contains(known_use_codes(), type)) continue;
    note(fmt::format("{}/regulations/{}/type", pointer, i), type, known_regulation_types(),
         "The regulation is kept as it stands, and nothing is computed from it.");
  }
  for (std::size_t i = 0; i < unit.use_codes.size(); ++i) {
    if (contains(known_use_codes(), unit.use_codes[i])) continue;
    note(fmt::format("{}/use_codes/{}", pointer, i), unit.use_codes[i], known_use_codes(),
         "The code is kept as it stands.");
  }
}

void note_unknown_type(const std::string& type, const std::string& id, std::string place, twin::Diagnostics& out) {
  if (is_unknown_number(type)) {
    out.add({"code-unknown", Severity::kWarning, twin::excerpt(id, kLongestId), "", std::move(place), twin::excerpt(type),
             "The regulation is kept under this code, but nothing is computed from it."});
    return;
  }
  if (contains(known_regulation_types(), type) || contains(known_use_codes(), type)) return;
  auto meant = nearest_of(type, known_regulation_types());
  if (meant.empty()) meant = nearest_of(type, known_use_codes());
  out.add({"code-unknown", Severity::kInfo, twin::excerpt(id, kLongestId), "", std::move(place), twin::excerpt(type),
           (meant.empty() ? std::string() : fmt::format("did you mean {}? ", meant)) +
               "The regulation is kept as it stands, and nothing is computed from it."});
}

void note_refusals(const PlanDraft& draft, const PlanChecks& checks, twin::Diagnostics& out) {
  const auto& unit = draft.unit;
  const auto tell = [&](const twin::Status& status) {
    if (status || status.problem().code == "code-unknown") return;
    auto finding = twin::finding_of(status.problem());
    finding.id = twin::excerpt(unit.id, kLongestId);
    finding.remedy += finding.remedy.empty() ? "" : " ";
    finding.remedy += "The unit is kept, but zoning-capacity refuses it until this is mended.";
    out.add(std::move(finding));
  };
  for (std::size_t i = 0; checks.regulation && i < unit.regulations.size(); ++i) {
    const bool told = i < draft.regulation_places.size();
    tell(checks.regulation(unit.regulations[i],
                           told ? draft.regulation_places[i] : fmt::format("{}/regulations/{}", draft.place, i)));
  }
  if (checks.assumptions) tell(checks.assumptions(unit.assumptions, draft.place + "/assumptions"));
}

bool settle_sky_planes(twin::PlanUnit& unit, const twin::Json& outer_as_sent, std::string_view pointer,
                       twin::Diagnostics& out) {
  const auto kept = kept_edges(outer_as_sent);
  bool fine = true;
  for (std::size_t i = 0; i < unit.regulations.size(); ++i) {
    auto& regulation = unit.regulations[i];
    const auto place = fmt::format("{}/regulations/{}", pointer, i);
    if (regulation.type == "sky-plane") {
      fine &= check_figure(regulation.angle_deg, 0, 90, false, unit.id, place + "/angle_deg",
                           "A sky plane rises at more than 0 and less than 90 degrees.", out);
      fine &=
          check_figure(regulation.start_height_m, 0, kHighestStart, true, unit.id, place + "/start_height_m",
                       "A sky plane starts 0 to 1,000 m above the ground.", out);
    }
    for (std::size_t j = 0; j < regulation.edges.size(); ++j) {
      auto& edge = regulation.edges[j];
      if (edge < kept.size() && kept[edge]) {
        edge = *kept[edge];
        continue;
      }
      fine = false;
      error("edge-unknown", unit.id, fmt::format("{}/edges/{}", place, j), fmt::format("{}", edge),
            fmt::format(
                "Edges are numbered 0 to {}; edge i joins vertices i and i+1, which must differ. The unit "
                "is left out: without this sky plane it would allow more than its plan.",
                kept.size() - 1),
            out);
    }
  }
  return fine;
}

void PlanIds::reject_repeated(PlanFile& file) const {
  for (const auto& [id, places] : places_) {
    if (places.size() < 2) continue;
    error("duplicate-id", id, twin::excerpt(fmt::format("{}", fmt::join(places, ", "))), twin::excerpt(id),
          "Give every unit its own id: none of these was taken.", file.diagnostics);
  }
  auto& tally = file.diagnostics.tally;
  std::erase_if(file.units, [&](const PlanDraft& draft) {
    const auto found = places_.find(draft.unit.id);
    if (found == places_.end() || found->second.size() < 2) return false;
    if (!draft.counts) return true;
    --(draft.repaired ? tally.repaired : tally.accepted);
    ++tally.rejected;
    return true;
  });
}

}  // namespace geo
