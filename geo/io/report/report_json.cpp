#include "geo/io/report/report_json.hpp"

#include "geo/io/report/code_words.hpp"
#include "geo/io/report/sentences.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Severity;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json share_json(const Share& share) { return {{"count", share.count}, {"of", share.of}}; }

Json severities_json(const std::array<std::uint64_t, 3>& counts) {
  Json out = Json::object();
  for (const auto severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
    out[std::string(twin::name_of(severity))] = counts[static_cast<std::size_t>(severity)];
  }
  return out;
}

std::string in_language(const std::string& english, ReportLanguage language) { return sentence_in(english, language).value_or(english); }

Json finding_json(const twin::Finding& finding, ReportLanguage language) {
  return {{"code", finding.code},   {"title", title_of_code(finding.code, language)}, {"severity", twin::name_of(finding.severity)},
          {"lod", finding.lod},     {"place", in_language(finding.place, language)},
          {"value", in_language(finding.value, language)}, {"remedy", in_language(finding.remedy, language)}};
}

Json records_json(const QualityReport& report, ReportLanguage language) {
  Json out = Json::array();
  for (const auto& record : report.records) {
    Json told = finding_json(record.finding, language);
    told["file"] = record.file;
    told["id"] = record.finding.id;
    out.push_back(std::move(told));
  }
  return out;
}

Json imports_json(const QualityReport& report) {
  Json out = Json::array();
  for (const auto& file : report.imports) {
    Json codes = Json::array();
    for (const auto& count : file.codes) {
      codes.push_back({{"code", count.code}, {"severity", twin::name_of(count.severity)}, {"findings", count.findings}});
    }
    out.push_back({{"file", file.file},
                   {"format", file.format},
                   {"mapping", or_null(file.mapping)},
                   {"read", file.tally.read},
                   {"accepted", file.tally.accepted},
                   {"repaired", file.tally.repaired},
                   {"rejected", file.tally.rejected},
                   {"codes", std::move(codes)},
                   {"kept_findings", file.findings.size()},
                   {"at", or_null(file.at)},
                   {"by", or_null(file.by)},
                   {"message", or_null(file.message)}});
  }
  return out;
}

}  // namespace

Json flawed_building_json(const FlawedBuilding& flawed, ReportLanguage language) {
  const auto& building = *flawed.building;
  Json findings = Json::array();
  for (const auto& finding : flawed.findings) findings.push_back(finding_json(finding, language));
  Json missing = Json::array();
  for (const auto& field : missing_fields(building.card)) missing.push_back(field);
  Json at = nullptr;
  if (const auto& [low, high] = building.bounds; !building.bounds.empty()) {
    at = {(low.east + high.east) / 2, (low.north + high.north) / 2};
  }
  return {{"id", building.id},
          {"feature", flawed.number},
          {"permanent_id", or_null(building.card.permanent_id)},
          {"address", or_null(building.card.address.str())},
          {"link", twin::name_of(building.link)},
          {"link_note", or_null(in_language(building.link_note, language))},
          {"volume_known", !flawed.volume_unknown},
          {"severities", severities_json(flawed.by_severity)},
          {"anchor", anchor_of(building)},
          {"at", std::move(at)},
          {"missing", std::move(missing)},
          {"findings", std::move(findings)}};
}

Json report_json(const QualityReport& report, ReportLanguage language) {
  const auto& about = report.heading;
  Json codes = Json::array(), rules = Json::array(), fields = Json::array(), worst = Json::array(), buildings = Json::array();
  for (const auto& count : report.codes) {
    const auto name = val3dity_name(count.code);
    codes.push_back({{"code", count.code},
                     {"name", name.empty() ? Json(nullptr) : Json(name)},
                     {"title", title_of_code(count.code, language)},
                     {"severity", twin::name_of(count.severity)},
                     {"findings", count.findings},
                     {"buildings", count.buildings}});
  }
  for (const auto& rule : report.rules) {
    rules.push_back({{"code", rule.code}, {"rule", words_of_rule(rule, language)}, {"buildings", rule.buildings}});
  }
  for (const auto& field : report.fields) {
    fields.push_back({{"field", field.field}, {"core", field.core}, {"missing", field.missing}, {"of", report.buildings}});
  }
  for (std::size_t i = 0; i < report.worst_count(); ++i) worst.push_back(report.flawed[i].building->id);
  for (const auto* const some : {&report.flawed, &report.noted}) {
    for (const auto& flawed : *some) buildings.push_back(flawed_building_json(flawed, language));
  }
  Json links = Json::object();
  for (const auto& [reason, count] : report.links) links[reason] = count;
  return {{"type", "kaksonen-quality-report"},
          {"version", 1},
          {"language", code_of(language)},
          {"twin", about.twin},
          {"branch", about.branch},
          {"commit", report.state->head().is_nothing() ? Json(nullptr) : Json(report.state->head().hex())},
          {"sequence", report.state->sequence()},
          {"recorded_at", or_null(about.recorded_at)},
          {"as_of", or_null(about.as_of)},
          {"valid_at", or_null(about.valid_at)},
          {"crs", or_null(report.crs)},
          {"classes", report.classes},
          {"shares",
           {{"linked", share_json(report.linked)},
            {"valid", share_json(report.valid)},
            {"plausible", share_json(report.plausible)},
            {"missing", share_json(report.missing)}}},
          {"links", std::move(links)},
          {"rows", {{"linked", report.rows.linked}, {"review", report.rows.review}, {"unlinked", report.rows.unlinked}}},
          {"severities", severities_json(report.by_severity)},
          {"codes", std::move(codes)},
          {"rules", std::move(rules)},
          {"fields", std::move(fields)},
          {"imports", imports_json(report)},
          {"worst", std::move(worst)},
          {"buildings", std::move(buildings)},
          {"records", records_json(report, language)}};
}

}  // namespace geo
