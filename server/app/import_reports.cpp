#include "server/app/import_reports.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "geo/io/plan_baseline.hpp"
#include "server/app/json_shapes.hpp"
#include "twin_core/city/record.hpp"

namespace server {
namespace {

using twin::EntityKind;
using twin::Json;
using twin::Result;

constexpr std::size_t kDeepest = 96;          ///< of what an import read, and a report wraps
constexpr std::size_t kKeptFindings = 10'000;  ///< of a file, errors first; all are counted

/// What is kept of them, in their order.
std::vector<const twin::Finding*> kept_of(const std::vector<twin::Finding>& findings) {
  std::vector<const twin::Finding*> out;
  std::size_t room = kKeptFindings;
  std::array<std::size_t, 3> rooms{};  // by severity
  for (const auto severity : {twin::Severity::kError, twin::Severity::kWarning, twin::Severity::kInfo}) {
    const auto count = std::count_if(findings.begin(), findings.end(), [&](const auto& finding) { return finding.severity == severity; });
    rooms[static_cast<std::size_t>(severity)] = std::min(room, static_cast<std::size_t>(count));
    room -= rooms[static_cast<std::size_t>(severity)];
  }
  for (const auto& finding : findings) {
    auto& left = rooms[static_cast<std::size_t>(finding.severity)];
    if (left == 0) continue;
    --left;
    out.push_back(&finding);
  }
  return out;
}

Json findings_of(const geo::FileReport& file) {
  const auto& findings = file.diagnostics.findings;
  std::map<std::pair<std::string, twin::Severity>, std::uint64_t> counts;
  for (const auto& finding : findings) ++counts[{finding.code, finding.severity}];
  Json codes = Json::array(), kept = Json::array();
  for (const auto& [key, count] : counts) {
    codes.push_back({{"code", key.first}, {"severity", twin::name_of(key.second)}, {"findings", count}});
  }
  for (const auto* const finding : kept_of(findings)) kept.push_back(finding_to_json(*finding));
  return {{"codes", std::move(codes)}, {"findings", std::move(kept)}};
}

const twin::ImportReport* report_before(const geo::FileReport& file, const twin::Store& store, const twin::BranchState& state) {
  const auto number = store.feature_number({EntityKind::kImportReport, file.name});
  return number ? state.get<twin::ImportReport>(*number) : nullptr;
}

/// The plan documents that the last report of this name keeps.
Json documents_before(const geo::FileReport& file, const twin::Store& store, const twin::BranchState& state) {
  const auto* const before = report_before(file, store, state);
  const auto bytes = before != nullptr ? store.blob(before->findings) : Result<twin::Bytes>(twin::Bytes{});
  if (!bytes || bytes->empty()) return Json::array();
  auto document = twin::parse_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, kDeepest);
  return document && document->is_object() ? document->value("plans", Json::array()) : Json::array();
}

/// The plan of the file, and those that came before under the same name and still have units: "plan.json" is many a plan.
Json documents_of(const geo::FileReport& file, const twin::Store& store, const twin::BranchState& state) {
  Json out = Json::array();
  if (file.plan_document.is_null()) return out;
  out.push_back(file.plan_document);
  std::set<std::string> mine;
  for (const auto& plan : geo::plans_inside(file.plan_document)) mine.insert(plan.key);
  for (auto& document : documents_before(file, store, state)) {
    if (geo::is_document_of(document, "", mine)) continue;
    std::set<std::string> keys;
    for (const auto& plan : geo::plans_inside(document)) keys.insert(plan.key);
    bool used = false;
    state.for_each_plan_unit([&](twin::FeatureNumber, const twin::PlanUnit& unit) { used |= keys.contains(unit.plan.key.str()); });
    if (used) out.push_back(std::move(document));
  }
  return out;
}

/// Whether a write gives an entity another value than it has.
bool changes(const twin::Write& write, const twin::Store& store, const twin::BranchState& state) {
  const twin::Digest after = write.value ? twin::sha256(*write.value) : twin::Digest{};
  if (write.entity.kind == EntityKind::kManifest) return after != state.manifest_digest();
  const auto number = store.feature_number(write.entity);
  const auto* feature = number ? state.feature(*number) : nullptr;
  return after != (feature != nullptr ? feature->value : twin::Digest{});
}

/// Whether the state knows the file with this tally, whatever its findings were: those about links differ when the same
/// file comes beside others.
bool answered_so(const geo::FileReport& file, const twin::Store& store, const twin::BranchState& state) {
  const auto* const before = report_before(file, store, state);
  return before != nullptr && before->tally == file.diagnostics.tally && before->format == twin::SharedText(file.format) &&
         before->mapping == twin::SharedText(file.mapping) &&
         (file.plan_document.is_null() || documents_before(file, store, state) == documents_of(file, store, state));
}

struct Told {
  std::string at, by, message;
};

/// The newest commit up to the state that changed each report, by file.
Result<std::map<std::string, Told>> commits_of(const twin::Store& store, const twin::BranchState& state, std::size_t wanted) {
  std::map<std::string, Told> out;
  constexpr std::size_t kPage = 200;
  for (std::uint64_t before = state.sequence() + 1; out.size() < wanted;) {
    TWIN_TRY(const auto entries, store.log(twin::Ledger::kCity, state.branch(), kPage, before));
    for (const auto& entry : entries) {
      for (const auto& change : entry.commit.changes) {
        if (change.entity.kind != EntityKind::kImportReport) continue;
        out.try_emplace(change.entity.id, Told{twin::to_rfc3339(entry.commit.time), entry.commit.author, entry.commit.message});
      }
    }
    if (entries.size() < kPage) break;
    before = entries.back().sequence;
  }
  return out;
}

/// What its blob says of a file's findings: how many of each code, and those that were kept.
twin::Status add_findings(const twin::Store& store, const twin::Digest& blob, geo::ImportedFile& file) {
  TWIN_TRY(const twin::Bytes bytes, store.blob(blob));
  const auto document = twin::parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, kDeepest);
  if (!document || !document->is_object() || !document->contains("codes")) {
    return twin::Problem{"blob-corrupt", "The findings of an import are no JSON.", "import report", blob.short_hex(), "Run: kaksonen verify"};
  }
  for (const Json& code : (*document)["codes"]) {
    geo::CodeCount count;
    count.code = code.value("code", "");
    const std::string severity = code.value("severity", "");
    for (const auto one : {twin::Severity::kInfo, twin::Severity::kWarning, twin::Severity::kError}) {
      if (severity == twin::name_of(one)) count.severity = one;
    }
    count.findings = code.value("findings", std::uint64_t{0});
    file.codes.push_back(std::move(count));
  }
  for (const Json& finding : document->value("findings", Json::array())) file.findings.push_back(finding_from_json(finding));
  return twin::Done{};
}

}  // namespace

void add_import_reports(const std::vector<geo::FileReport>& files, const twin::Store& store, const twin::BranchState& state,
                        twin::Command& command) {
  const bool nothing_new =
      std::none_of(command.writes.begin(), command.writes.end(), [&](const auto& write) { return changes(write, store, state); }) &&
      std::all_of(files.begin(), files.end(), [&](const auto& file) { return answered_so(file, store, state); });
  if (nothing_new) return;
  std::map<std::string, twin::Write> reports;  // of files of one name the last
  for (const auto& file : files) {
    Json findings = findings_of(file);
    if (auto documents = documents_of(file, store, state); !documents.empty()) findings["plans"] = std::move(documents);
    const std::string text = findings.dump(-1, ' ', false, Json::error_handler_t::replace);
    twin::ImportReport report;
    report.id = file.name;
    report.format = file.format;
    report.mapping = file.mapping;
    report.tally = file.diagnostics.tally;
    command.blobs.emplace_back(text.begin(), text.end());
    report.findings = twin::sha256(command.blobs.back());
    reports[file.name] = {{EntityKind::kImportReport, file.name}, twin::encode(report), {}, {}};
  }
  for (auto& [name, write] : reports) command.writes.push_back(std::move(write));
}

Result<std::vector<geo::ImportedFile>> imported_files(const twin::Store& store, const twin::BranchState& state) {
  std::vector<geo::ImportedFile> out;
  std::vector<twin::Digest> blobs;
  state.for_each<twin::ImportReport>([&](twin::FeatureNumber, const twin::ImportReport& report) {
    out.push_back({report.id, report.format.str(), report.mapping.str(), report.tally, {}, {}, {}, {}, {}});
    blobs.push_back(report.findings);
  });
  TWIN_TRY(const auto commits, commits_of(store, state, out.size()));
  for (std::size_t i = 0; i < out.size(); ++i) {
    TWIN_CHECK(add_findings(store, blobs[i], out[i]));
    if (const auto found = commits.find(out[i].file); found != commits.end()) {
      out[i].at = found->second.at;
      out[i].by = found->second.by;
      out[i].message = found->second.message;
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
  return out;
}

}  // namespace server
