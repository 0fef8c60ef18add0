#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo {

struct CodeCount {
  std::string code;
  twin::Severity severity = twin::Severity::kError;
  std::uint64_t findings = 0, buildings = 0;
};

/// What a file answered when it was imported last.
struct ImportedFile {
  std::string file, format, mapping;
  twin::Tally tally;
  std::vector<CodeCount> codes;  ///< of all its findings; `buildings` is not counted here
  std::string at, by, message;   ///< RFC 3339 time, author and message of its commit
  std::vector<twin::Finding> findings;  ///< those that the twin keeps (errors first), which may be fewer than `codes` count
};

/// What an import said of a record that is no building of the state: a row without a building, a rejected record, the file.
struct RecordFinding {
  std::string file;
  twin::Finding finding;
};

struct RecordFindings {
  /// By building; `place` says the file too ("register.csv row 7, column kerrosala").
  std::unordered_map<twin::FeatureNumber, std::vector<twin::Finding>> of_buildings;
  std::vector<RecordFinding> others;  ///< file by file, as found
};

using NumberedBuilding = std::pair<twin::FeatureNumber, const twin::Building*>;

/// Gives the findings of imports to the buildings that they are about: by the id of the building, or by the row that it is
/// linked to now. Left out is what a state says better itself, because it is judged anew (geometry, contradictions, use codes,
/// texts that the card has no more), and what a model said of a building that came from another file since.
RecordFindings sort_record_findings(const std::vector<ImportedFile>& files, const std::vector<NumberedBuilding>& buildings);

}  // namespace geo
