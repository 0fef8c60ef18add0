#include "server/app/json_shapes.hpp"

#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/store/commit_series.hpp"
#include "twin_core/base/catalogue.hpp"
#include "twin_core/base/instant.hpp"

namespace server {

using twin::Json;

Json receipt_to_json(const twin::Receipt& receipt) {
  Json out = {{"commit", receipt.commit.hex()},
              {"sequence", receipt.sequence},
              {"time", twin::to_rfc3339(receipt.time)}};
  if (receipt.replayed) out["replayed"] = true;
  return out;
}

Json log_entry_to_json(const twin::LogEntry& entry) {
  const auto hex_or_null = [](const twin::Digest& digest) {
    return digest.is_nothing() ? Json(nullptr) : Json(digest.hex());
  };
  Json parents = Json::array();
  for (const auto& parent : entry.commit.parents) parents.push_back(parent.hex());
  Json changes = Json::array();
  constexpr std::size_t kShown = 100;  // an import changes thousands; the count says how many
  for (const auto& change : entry.commit.changes) {
    if (changes.size() == kShown) break;
    changes.push_back({{"kind", twin::name_of(change.entity.kind)},
                       {"id", change.entity.id},
                       {"before", hex_or_null(change.before)},
                       {"after", hex_or_null(change.after)}});
    if (change.valid_from) changes.back()["valid_from"] = twin::to_rfc3339(*change.valid_from);
    if (change.valid_to) changes.back()["valid_to"] = twin::to_rfc3339(*change.valid_to);
  }
  const auto series = twin::series_of(entry.commit, entry.sequence);
  return {{"commit", entry.hash.hex()},
          {"sequence", entry.sequence},
          {"series", series ? Json{{"first", series->first}, {"part", series->part}} : Json(nullptr)},
          {"time", twin::to_rfc3339(entry.commit.time)},
          {"author", entry.commit.author},
          {"purpose", entry.commit.purpose},
          {"message", entry.commit.message},
          {"parents", std::move(parents)},
          {"change_count", entry.commit.changes.size()},
          {"changes", std::move(changes)}};
}

Json finding_to_json(const twin::Finding& finding) {
  return {{"code", finding.code},   {"severity", twin::name_of(finding.severity)},
          {"id", finding.id},       {"lod", finding.lod},
          {"place", finding.place}, {"value", finding.value},
          {"remedy", finding.remedy}};
}

twin::Finding finding_from_json(const Json& json) {
  const auto text = [&](const char* member) { return json.is_object() && json.contains(member) && json[member].is_string() ? json[member].get<std::string>() : std::string(); };
  twin::Finding out{text("code"), twin::Severity::kError, text("id"), text("lod"), text("place"), text("value"), text("remedy")};
  for (const auto severity : {twin::Severity::kInfo, twin::Severity::kWarning}) {
    if (text("severity") == twin::name_of(severity)) out.severity = severity;
  }
  return out;
}

Json verification_to_json(const twin::Store::Verification& found) {
  Json findings = Json::array();
  for (const auto& finding : found.findings) findings.push_back(finding_to_json(finding));
  return {{"whole", found.findings.empty()},
          {"commits", found.commits},
          {"values", found.values},
          {"features", found.features},
          {"findings", std::move(findings)}};
}

Json file_report_to_json(const geo::FileReport& report) {
  Json findings = Json::array();
  for (const auto& finding : report.diagnostics.findings) findings.push_back(finding_to_json(finding));
  const auto counted = [](const twin::Tally& tally) {
    return Json{{"read", tally.read}, {"accepted", tally.accepted}, {"repaired", tally.repaired}, {"rejected", tally.rejected}};
  };
  Json out = counted(report.diagnostics.tally);
  Json classes = Json::object();
  for (const auto& [type, tally] : report.classes) classes[type] = counted(tally);
  out.update({{"file", report.name},         {"format", report.format},
          {"mapping", report.mapping.empty() ? Json(nullptr) : Json(report.mapping)},
          {"classes", std::move(classes)}, {"findings", std::move(findings)}});
  if (!report.layers.empty()) out["layers"] = report.layers;
  return out;
}

std::string class_list(const Json& file) {
  const Json& classes = file.at("classes");
  if (classes.empty() || (classes.size() == 1 && classes.contains("Building"))) return "";
  std::string out;
  for (const auto& [type, tally] : classes.items()) {
    out += (out.empty() ? "" : ", ") + type + " " + std::to_string(tally["read"].get<std::uint64_t>());
  }
  return out;
}

Json problem_to_json(const twin::Problem& problem) {
  const twin::ProblemKind* kind = twin::find_problem_kind(problem.code);
  return {{"type", "urn:kaksonen:problem:" + problem.code},
          {"title", kind ? std::string(kind->title_en) : problem.code},
          {"status", kind ? kind->http_status : 500},
          {"code", problem.code},
          {"detail", problem.message},
          {"place", problem.place},
          {"value", problem.value},
          {"remedy", problem.remedy}};
}

namespace {

/// What a figure of zoning-capacity is measured in.
std::string unit_of_kpi(std::string_view name) {
  if (name == "residents") return "persons";
  if (name == "dwellings") return "dwellings";
  if (name == "parking_spaces") return "spaces";
  if (name == "storeys_needed") return "storeys";
  if (name.ends_with("_k_m2")) return "k-m2";
  if (name.ends_with("_m2")) return "m2";
  return name.ends_with("_m3") ? "m3" : "";
}

}  // namespace

Json kpi_difference(const twin::PlanUnit* a, const twin::PlanUnit* b) {
  const auto kpis = [](const twin::PlanUnit* unit) -> Json {
    if (unit == nullptr) return Json::object();
    const sim::ZoningInput input{*unit, ""};
    const auto capacity = sim::zoning_capacity(input);
    if (!capacity) return Json::object();
    return sim::to_json(*capacity, input, false);
  };
  const Json in_a = kpis(a);
  const Json in_b = kpis(b);
  Json out = Json::object();
  for (const Json* side : {&in_a, &in_b}) {
    for (const auto& [name, value] : side->items()) {
      if (!value.is_number() || out.contains(name)) continue;
      const Json left = in_a.contains(name) ? in_a[name] : Json(nullptr);
      const Json right = in_b.contains(name) ? in_b[name] : Json(nullptr);
      Json change = nullptr;
      if (left.is_number() && right.is_number()) change = right.get<double>() - left.get<double>();
      out[name] = {{"a", left}, {"b", right}, {"difference", change}, {"unit", unit_of_kpi(name)}};
    }
  }
  return out;
}

}  // namespace server
