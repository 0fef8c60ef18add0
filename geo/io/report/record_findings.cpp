#include "geo/io/report/record_findings.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "geo/io/linked_card.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Building;
using twin::Finding;
using twin::Severity;

bool is_model(const ImportedFile& file) { return file.format.starts_with("City"); }

/// "register.csv row 7" of a finding at "row 7, column VTJ_PRT", "city.gpkg layer a feature 7" of one at "layer a feature 7, column VTJ_PRT"; as cards name their source.
std::string row_of(const ImportedFile& file, const Finding& finding) {
  std::string_view place = finding.place;
  place = place.substr(0, place.find(", column "));
  if (const auto row = place.find(", row "); place.starts_with("layer ") && row != std::string_view::npos) place.remove_prefix(row + 2);
  return file.file + " " + std::string(place.substr(0, place.find(", ")));
}

/// Rows of two layers may have one number: the permanent id that the row gave tells them apart.
bool may_be_about(const Finding& finding, const Building& building) {
  const auto& id = building.card.permanent_id;
  return finding.id.empty() || id.empty() || finding.id == id;
}

bool is_number(std::string_view code) {
  return !code.empty() && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether what was kept as it stands is still what the card says.
bool says(const twin::RegisterCard& card, const std::string& value) {
  for (const auto* const text : {&card.material, &card.facade_material, &card.heating_mode, &card.heating_source, &card.status, &card.owner_type}) {
    if (!text->empty() && twin::excerpt(*text) == value) return true;
  }
  return false;
}

/// Whether the state tells this better itself. Repairs, and solids that were kept as surfaces, it does not tell.
bool is_judged_anew(const Finding& finding, const Building& building) {
  if (is_number(finding.code)) return finding.severity == Severity::kError || finding.code == "999";
  if (finding.code == "code-unknown") return !says(building.card, finding.value);
  return finding.code == "register-contradiction" || finding.code == "link-contradiction";
}

/// The buildings that findings name, by id and by the row that each is linked to.
struct Named {
  std::unordered_map<std::string, NumberedBuilding> by_id;
  std::unordered_map<std::string, std::vector<NumberedBuilding>> by_row;
};

Named named_by(const std::vector<ImportedFile>& files, const std::vector<NumberedBuilding>& buildings) {
  std::unordered_set<std::string> ids, rows;
  for (const auto& file : files) {
    for (const auto& finding : file.findings) {
      if (!finding.id.empty()) ids.insert(finding.id);
      if (!is_model(file)) rows.insert(row_of(file, finding));
    }
  }
  Named out;
  for (const auto& [number, building] : buildings) {
    if (ids.contains(building->id)) out.by_id[building->id] = {number, building};
    if (rows.empty()) continue;
    for (const auto& row : rows_of(*building)) {
      const std::string source = row.card.source.str();
      if (rows.contains(source)) out.by_row[source].emplace_back(number, building);
    }
  }
  return out;
}

}  // namespace

RecordFindings sort_record_findings(const std::vector<ImportedFile>& files, const std::vector<NumberedBuilding>& buildings) {
  RecordFindings out;
  const Named named = named_by(files, buildings);
  const auto give = [&](const NumberedBuilding& to, const ImportedFile& file, const Finding& finding) {
    if (is_judged_anew(finding, *to.second)) return;
    Finding told = finding;
    told.place = file.file + (finding.place.empty() ? "" : " " + finding.place);
    out.of_buildings[to.first].push_back(std::move(told));
  };
  for (const auto& file : files) {
    for (const auto& finding : file.findings) {
      if (const auto found = named.by_id.find(finding.id); found != named.by_id.end()) {
        const bool superseded = is_model(file) && found->second.second->source != twin::SharedText(file.file);
        if (!superseded) give(found->second, file, finding);
      } else if (const auto row = is_model(file) ? named.by_row.end() : named.by_row.find(row_of(file, finding)); row != named.by_row.end()) {
        bool given = false;
        for (const auto& building : row->second) {
          if (!may_be_about(finding, *building.second)) continue;
          give(building, file, finding);
          given = true;
        }
        if (!given) out.others.push_back({file.file, finding});
      } else {
        out.others.push_back({file.file, finding});
      }
    }
  }
  return out;
}

}  // namespace geo
