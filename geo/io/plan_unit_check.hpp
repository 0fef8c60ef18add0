#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "geo/io/plan_reader.hpp"

namespace geo {

/// What an edit of a unit would refuse, said when a file brings it: an id that is no name
/// (`name-invalid`: 1 to 128 bytes of UTF-8 without control characters and "/"), and a ground level outside
/// -100 to 1,000 m (`value-out-of-range`). True when neither was found; a unit with one is rejected.
/// The pointers are where the file says the one and the other.
bool check_identity_and_ground(const twin::PlanUnit& unit, const std::string& id_pointer,
                               const std::string& ground_pointer, twin::Diagnostics& out);

/// Warns of regulation types and use codes that nobody knows (`code-unknown`, "did you mean …"); they are
/// kept.
void note_unknown_codes(const twin::PlanUnit& unit, std::string_view pointer, twin::Diagnostics& out);

/// Tells of a regulation type of the national form that nobody knows here: a number that the older list does not have
/// (warning), another name (info, because the national list is longer than ours).
void note_unknown_type(const std::string& type, const std::string& id, std::string place, twin::Diagnostics& out);

/// Asks what the caller's engines need of a unit (`ReadOptions::plan_checks`): a refusal is an error finding at
/// its place, and the unit is kept, so that an edit can mend it. Refusals as `code-unknown` are not repeated.
void note_refusals(const PlanDraft& draft, const PlanChecks& checks, twin::Diagnostics& out);

/// Checks sky planes against the outer ring as sent, and renumbers their edges to the ring as kept, which has
/// no repeated vertices. Error findings: `edge-unknown` (also an edge without length), `value-missing`,
/// `value-out-of-range` (angle outside 0 to 90 degrees, start height outside 0 to 1,000 m). True when there
/// was none; a unit with one is rejected, because without its sky plane it would allow more than its plan.
bool settle_sky_planes(twin::PlanUnit& unit, const twin::Json& outer_as_sent, std::string_view pointer,
                       twin::Diagnostics& out);

/// Remembers the ids of a file's units and where they stood.
class PlanIds {
 public:
  void saw(const std::string& id, std::string pointer) { places_[id].push_back(std::move(pointer)); }

  /// Rejects every unit whose id stands more than once: nobody chooses silently between them. One finding
  /// `duplicate-id` per id names all places. Tally and units of `file` are kept right.
  void reject_repeated(PlanFile& file) const;

 private:
  std::map<std::string, std::vector<std::string>> places_;
};

}  // namespace geo
