#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/report/city_quality.hpp"
#include "geo/io/report/record_findings.hpp"

namespace geo {

/// What a report is about, as its reader should see it.
struct ReportHeading {
  std::string twin, branch;
  std::string recorded_at;  ///< RFC 3339 time of the state's newest commit; empty: no commit yet
  std::string as_of, valid_at;  ///< as the caller asked, empty: as it stands
};

struct Share {
  std::uint64_t count = 0, of = 0;
};

/// One rule of the register and how many buildings break it.
struct RuleCount {
  std::string code;
  std::string rule;  ///< of contradictions: the sentence that their findings carry as remedy; else ""
  std::uint64_t buildings = 0;
};

struct FieldCount {
  std::string_view field;  ///< "floor_area", as in the mapping files
  bool core = false;       ///< counts for the share of missing values
  std::uint64_t missing = 0;
};

/// A building with findings.
struct FlawedBuilding {
  twin::FeatureNumber number = 0;
  const twin::Building* building = nullptr;  ///< of the report's state
  bool volume_unknown = false;
  std::vector<twin::Finding> findings;       ///< errors first
  std::array<std::uint64_t, 3> by_severity{};  ///< by twin::Severity

  twin::Severity worst() const;
};

/// Rows of the register that the state holds.
struct RowCounts {
  std::uint64_t linked = 0, review = 0, unlinked = 0;  ///< to a building, a question for a person, without any building
};

/// Everything that the report says, whatever its form. A function of the state and the heading.
struct QualityReport {
  static constexpr std::size_t kWorst = 20;

  ReportHeading heading;
  twin::Snapshot state;
  std::string crs;                                 ///< "EPSG:3879", "local", "" for an empty twin
  std::map<std::string, std::uint64_t> classes;    ///< features by kind: "building", "plan_unit", …
  std::uint64_t buildings = 0;
  Share linked;     ///< buildings with a register row
  Share valid;      ///< buildings without an error of geometry
  Share plausible;  ///< buildings that break no rule of the register (`breaks_rule`)
  Share missing;    ///< values of core fields that are not known
  std::vector<std::pair<std::string, std::uint64_t>> links;  ///< by reason, all reasons
  RowCounts rows;
  std::array<std::uint64_t, 3> by_severity{};      ///< all findings: of `flawed`, `noted` and `records`
  std::vector<CodeCount> codes;                    ///< of the same findings, most buildings first
  std::vector<RuleCount> rules;                    ///< most buildings first
  std::vector<FieldCount> fields;                  ///< in the order of the card
  std::vector<ImportedFile> imports;               ///< newest first
  /// With an error or a warning. Worst first: an unknown volume, then more errors, then more warnings, then by id.
  std::vector<FlawedBuilding> flawed;
  std::vector<FlawedBuilding> noted;               ///< with notes alone, most first
  std::vector<RecordFinding> records;              ///< of records that are no building here, file by file

  std::size_t worst_count() const { return flawed.size() < kWorst ? flawed.size() : kWorst; }
};

QualityReport make_report(const CityQuality& quality, ReportHeading heading, std::vector<ImportedFile> imports = {});

/// The findings of one building, as the report has them. Those between card and model fall away when it `shares_row`.
/// @param records  what its last imports said of it (`sort_record_findings`), or null
FlawedBuilding flaws_of(twin::FeatureNumber number, const twin::Building& building, const BuildingFindings& findings,
                        const std::vector<twin::Finding>* records = nullptr);

/// Whether a building with this finding is not plausible: a contradiction, or a value that the register's rules refuse
/// (code lists, days, amounts, ids). What the sources merely say differently is a note and breaks nothing.
bool breaks_rule(const twin::Finding& finding);

/// The fields that are not known of a building: names as in FieldCount.
std::vector<std::string_view> missing_fields(const twin::RegisterCard& card);

/// A place of the finding in the frame: coordinates that it names, else the middle of the building.
twin::WorkingPosition point_of(const twin::Finding& finding, const twin::Building& building);

/// Id of the building's section in the HTML page: "building-" and its id.
std::string anchor_of(const twin::Building& building);

}  // namespace geo
