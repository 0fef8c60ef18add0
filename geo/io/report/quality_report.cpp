#include "geo/io/report/quality_report.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>
#include <unordered_set>

#include "geo/io/linked_card.hpp"
#include "geo/io/quality_rules.hpp"
#include "twin_core/city/kept_row.hpp"

namespace geo {
namespace {

using twin::Building;
using twin::Finding;
using twin::RegisterCard;
using twin::Severity;

struct Field {
  std::string_view name;
  bool core;
  bool (*known)(const RegisterCard&);
};

/// Core: what planning asks of every building.
constexpr auto kFields = std::to_array<Field>({
    {"permanent_id", true, [](const RegisterCard& c) { return !c.permanent_id.empty(); }},
    {"municipal_number", false, [](const RegisterCard& c) { return !c.municipal_number.empty(); }},
    {"property_id", false, [](const RegisterCard& c) { return !c.property_id.empty(); }},
    {"address", true, [](const RegisterCard& c) { return !c.address.str().empty(); }},
    {"use_code", true, [](const RegisterCard& c) { return !c.use_code.empty() || !c.use_code_2018.empty(); }},
    {"completion_year", true, [](const RegisterCard& c) { return c.completion_year.has_value(); }},
    {"floor_area", true, [](const RegisterCard& c) { return c.floor_area_m2.has_value(); }},
    {"total_area", false, [](const RegisterCard& c) { return c.total_area_m2.has_value(); }},
    {"basement_area", false, [](const RegisterCard& c) { return c.basement_area_m2.has_value(); }},
    {"volume", false, [](const RegisterCard& c) { return c.volume_m3.has_value(); }},
    {"storeys", true, [](const RegisterCard& c) { return c.storeys.has_value(); }},
    {"dwellings", false, [](const RegisterCard& c) { return c.dwellings.has_value(); }},
    {"material", false, [](const RegisterCard& c) { return !c.material.empty(); }},
    {"facade_material", false, [](const RegisterCard& c) { return !c.facade_material.empty(); }},
    {"heating_mode", false, [](const RegisterCard& c) { return !c.heating_mode.empty(); }},
    {"heating_source", false, [](const RegisterCard& c) { return !c.heating_source.empty(); }},
    {"lift", false, [](const RegisterCard& c) { return c.lift.has_value(); }},
    {"status", false, [](const RegisterCard& c) { return !c.status.empty(); }},
    {"owner_type", false, [](const RegisterCard& c) { return !c.owner_type.empty(); }},
});

constexpr auto kReasons =
    std::to_array({twin::LinkReason::kUnlinked, twin::LinkReason::kById, twin::LinkReason::kByMunicipalNumber,
                   twin::LinkReason::kByModelId, twin::LinkReason::kByPlace, twin::LinkReason::kByReview});

std::size_t rank(Severity severity) { return static_cast<std::size_t>(severity); }

/// What the register's rules refuse in a value, beside contradictions.
constexpr auto kRowRules = std::to_array<std::string_view>({"building-id-format", "code-unknown", "date-invalid", "link-contradiction",
                                                            "owner-type-unknown", "register-contradiction", "value-not-a-number",
                                                            "value-not-positive", "value-out-of-range", "value-unknown"});

/// Counts all findings, those of records too, and sets the buildings with notes alone apart.
void count_codes(QualityReport& report) {
  std::map<std::pair<std::string, Severity>, CodeCount> codes;
  std::map<std::pair<std::string, std::string>, RuleCount> rules;
  const auto counted = [&](const Finding& finding) -> CodeCount& {
    ++report.by_severity[rank(finding.severity)];
    auto& count = codes.try_emplace({finding.code, finding.severity}, CodeCount{finding.code, finding.severity, 0, 0}).first->second;
    ++count.findings;
    return count;
  };
  for (const auto& flawed : report.flawed) {
    std::set<std::pair<std::string, Severity>> own_codes;
    std::set<std::pair<std::string, std::string>> own_rules;
    for (const auto& finding : flawed.findings) {
      auto& count = counted(finding);
      if (own_codes.emplace(finding.code, finding.severity).second) ++count.buildings;
      if (!breaks_rule(finding)) continue;
      const std::string rule = find_quality_rule(finding.remedy) != nullptr ? finding.remedy : "";
      if (!own_rules.emplace(finding.code, rule).second) continue;
      ++rules.try_emplace({finding.code, rule}, RuleCount{finding.code, rule, 0}).first->second.buildings;
    }
  }
  for (const auto& record : report.records) counted(record.finding);
  for (auto& [key, count] : codes) report.codes.push_back(std::move(count));
  for (auto& [key, count] : rules) report.rules.push_back(std::move(count));
  const auto most_first = [](const auto& a, const auto& b) { return a.buildings > b.buildings; };
  std::stable_sort(report.codes.begin(), report.codes.end(), most_first);
  std::stable_sort(report.rules.begin(), report.rules.end(), most_first);
  const auto noted = std::stable_partition(report.flawed.begin(), report.flawed.end(),
                                           [](const FlawedBuilding& flawed) { return flawed.worst() != Severity::kInfo; });
  report.noted.assign(std::make_move_iterator(noted), std::make_move_iterator(report.flawed.end()));
  report.flawed.erase(noted, report.flawed.end());
}

bool is_worse(const FlawedBuilding& a, const FlawedBuilding& b) {
  if (a.volume_unknown != b.volume_unknown) return a.volume_unknown;
  for (const auto severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
    if (a.by_severity[rank(severity)] != b.by_severity[rank(severity)]) {
      return a.by_severity[rank(severity)] > b.by_severity[rank(severity)];
    }
  }
  return a.building->id < b.building->id;
}

RecordFindings records_of(const std::vector<ImportedFile>& imports, const twin::BranchState& state) {
  std::vector<NumberedBuilding> buildings;
  buildings.reserve(state.building_count());
  state.for_each_building([&](twin::FeatureNumber number, const Building& building) { buildings.emplace_back(number, &building); });
  return sort_record_findings(imports, buildings);
}

RowCounts rows_in(const twin::BranchState& state) {
  RowCounts out;
  std::unordered_set<std::string> linked;  // a row may stand for several buildings
  state.for_each_building([&](twin::FeatureNumber, const Building& building) {
    for (const auto& row : rows_of(building)) linked.insert(row.row);
  });
  state.for_each<twin::KeptRow>([&](twin::FeatureNumber, const twin::KeptRow& row) {
    if (!row.buildings.empty()) return;
    ++(row.candidates.empty() ? out.unlinked : out.review);
  });
  out.linked = linked.size();
  return out;
}

/// The first "(east north up)" of a text.
std::optional<twin::WorkingPosition> coordinates_in(std::string_view text) {
  for (auto open = text.find('('); open != std::string_view::npos; open = text.find('(', open + 1)) {
    std::array<double, 3> numbers{};
    const char* at = text.data() + open + 1;
    const char* const end = text.data() + text.size();
    std::size_t read = 0;
    for (; read < 3; ++read) {
      if (read > 0 && (at == end || *at++ != ' ')) break;
      const auto [next, error] = std::from_chars(at, end, numbers[read]);
      if (error != std::errc{}) break;
      at = next;
    }
    if (read == 3 && at != end && *at == ')') return twin::WorkingPosition{numbers[0], numbers[1], numbers[2]};
  }
  return std::nullopt;
}

}  // namespace

Severity FlawedBuilding::worst() const {
  if (by_severity[rank(Severity::kError)] > 0) return Severity::kError;
  return by_severity[rank(Severity::kWarning)] > 0 ? Severity::kWarning : Severity::kInfo;
}

bool breaks_rule(const Finding& finding) {
  return finding.severity != Severity::kInfo && std::find(kRowRules.begin(), kRowRules.end(), finding.code) != kRowRules.end();
}

FlawedBuilding flaws_of(twin::FeatureNumber number, const Building& building, const BuildingFindings& findings,
                        const std::vector<Finding>* records) {
  FlawedBuilding out;
  out.number = number;
  out.building = &building;
  out.volume_unknown = findings.volume_unknown;
  const auto take = [&](const std::vector<Finding>& some) { out.findings.insert(out.findings.end(), some.begin(), some.end()); };
  take(findings.geometry);
  take(findings.card);
  if (!shares_row(building)) take(findings.model);
  if (records != nullptr) take(*records);
  std::stable_sort(out.findings.begin(), out.findings.end(),
                   [](const Finding& a, const Finding& b) { return rank(a.severity) > rank(b.severity); });
  for (const auto& finding : out.findings) ++out.by_severity[rank(finding.severity)];
  return out;
}

std::vector<std::string_view> missing_fields(const RegisterCard& card) {
  std::vector<std::string_view> out;
  for (const auto& field : kFields) {
    if (!field.known(card)) out.push_back(field.name);
  }
  return out;
}

QualityReport make_report(const CityQuality& quality, ReportHeading heading, std::vector<ImportedFile> imports) {
  QualityReport out;
  out.heading = std::move(heading);
  out.state = quality.state();
  const auto& state = *out.state;
  auto records = records_of(imports, state);
  out.records = std::move(records.others);
  out.imports = std::move(imports);
  if (state.manifest() != nullptr) out.crs = state.manifest()->crs;
  out.buildings = state.building_count();
  for (std::size_t i = 0; i < twin::kEntityKinds; ++i) {
    const auto kind = static_cast<twin::EntityKind>(i);
    if (!twin::is_feature(kind) || kind == twin::EntityKind::kImportReport) continue;
    const bool always = kind == twin::EntityKind::kBuilding || kind == twin::EntityKind::kPlanUnit;
    if (always || state.count(kind) > 0) out.classes[std::string(twin::name_of(kind))] = state.count(kind);
  }
  for (const auto& field : kFields) out.fields.push_back({field.name, field.core, 0});
  std::map<twin::LinkReason, std::uint64_t> links;
  out.linked.of = out.valid.of = out.plausible.of = out.buildings;
  state.for_each_building([&](twin::FeatureNumber number, const Building& building) {
    ++links[building.link];
    out.linked.count += building.link != twin::LinkReason::kUnlinked;
    for (std::size_t i = 0; i < kFields.size(); ++i) {
      const bool missing = !kFields[i].known(building.card);
      out.fields[i].missing += missing;
      out.missing.of += kFields[i].core;
      out.missing.count += kFields[i].core && missing;
    }
    static const BuildingFindings kNothing;
    const BuildingFindings* const found = quality.of(number);
    const auto told = records.of_buildings.find(number);
    if (found == nullptr && told == records.of_buildings.end()) {
      ++out.valid.count;
      ++out.plausible.count;
      return;
    }
    const auto& judged = found != nullptr ? *found : kNothing;
    auto flawed = flaws_of(number, building, judged, told != records.of_buildings.end() ? &told->second : nullptr);
    out.valid.count += std::none_of(judged.geometry.begin(), judged.geometry.end(),
                                    [](const Finding& finding) { return finding.severity == Severity::kError; });
    out.plausible.count += std::none_of(flawed.findings.begin(), flawed.findings.end(), breaks_rule);
    if (!flawed.findings.empty()) out.flawed.push_back(std::move(flawed));
  });
  out.rows = rows_in(state);
  for (const auto reason : kReasons) links.try_emplace(reason, 0);  // also a reason that nobody has is told
  for (const auto& [reason, count] : links) out.links.emplace_back(std::string(twin::name_of(reason)), count);
  std::sort(out.flawed.begin(), out.flawed.end(), is_worse);
  count_codes(out);
  return out;
}

twin::WorkingPosition point_of(const Finding& finding, const Building& building) {
  constexpr double kMargin = 1;  // metres: what lies farther out is no place of this building
  const auto& [low, high] = building.bounds;
  for (const std::string* text : {&finding.place, &finding.value}) {
    const auto at = coordinates_in(*text);
    if (at && at->east > low.east - kMargin && at->east < high.east + kMargin && at->north > low.north - kMargin &&
        at->north < high.north + kMargin) {
      return *at;
    }
  }
  return {(low.east + high.east) / 2, (low.north + high.north) / 2, building.ground_m};
}

std::string anchor_of(const Building& building) { return "building-" + building.id; }

}  // namespace geo
