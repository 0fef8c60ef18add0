// validate: files checked without importing them.
#include <chrono>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "geo/io/population_mapping.hpp"
#include "geo/io/text_encoding.hpp"
#include "server/app/json_shapes.hpp"
#include "server/app/plan_checks.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"
#include "server/cli/input_files.hpp"

namespace server {

using twin::Json;

namespace {

struct Checked {
  geo::FileReport report;
  double seconds = 0;
};

/// Every file by itself, as `geo::validate_files` judges them too.
Checked check(const geo::InputFile& file, const geo::ReadOptions& options) {
  const auto started = std::chrono::steady_clock::now();
  auto reports = geo::validate_files({file}, options);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  return {std::move(reports.at(0)), took.count()};
}

bool has_errors(const geo::FileReport& report) { return report.unreadable || report.diagnostics.has_errors(); }

std::map<std::string, std::uint64_t> findings_by_code(const geo::FileReport& report) {
  std::map<std::string, std::uint64_t> out;
  for (const auto& finding : report.diagnostics.findings) ++out[finding.code];
  return out;
}

/// A row of the table as JSON: the report with counts in place of findings.
Json row_of(const Checked& checked) {
  Json out = file_report_to_json(checked.report);
  out.erase("findings");
  out["findings_by_code"] = findings_by_code(checked.report);
  out["seconds"] = checked.seconds;
  return out;
}

std::size_t width_of(std::string_view text) {  // of UTF-8, in characters
  std::size_t out = 0;
  for (const char c : text) out += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return out;
}

/// Columns in line; numbers to the right, the last column as long as it is.
void print_table(const std::vector<Checked>& files) {
  std::vector<std::vector<std::string>> rows = {{"file", "format", "read", "accepted", "repaired", "rejected", "seconds", "findings by code"}};
  twin::Tally sum;
  double seconds = 0;
  for (const auto& [report, took] : files) {
    const auto& tally = report.diagnostics.tally;
    std::string codes;
    for (const auto& [code, times] : findings_by_code(report)) codes += fmt::format("{}{}×{}", codes.empty() ? "" : " ", code, times);
    rows.push_back({report.name, report.format, std::to_string(tally.read), std::to_string(tally.accepted), std::to_string(tally.repaired),
                    std::to_string(tally.rejected), fmt::format("{:.2f}", took), codes});
    sum = {sum.read + tally.read, sum.accepted + tally.accepted, sum.repaired + tally.repaired, sum.rejected + tally.rejected};
    seconds += took;
  }
  rows.push_back({fmt::format("{} files", files.size()), "", std::to_string(sum.read), std::to_string(sum.accepted),
                  std::to_string(sum.repaired), std::to_string(sum.rejected), fmt::format("{:.2f}", seconds), ""});
  std::vector<std::size_t> widths(rows[0].size(), 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - width_of(row[i]), ' ');
      const bool number = i >= 2 && i + 1 < row.size();
      line += (i == 0 ? "" : "  ") + (number ? gap + row[i] : i + 1 < row.size() ? row[i] + gap : row[i]);
    }
    line.resize(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  }
}

void print_file(const geo::FileReport& report) {
  std::size_t count = 0;
  for (const auto& finding : report.diagnostics.findings) count += finding.severity == twin::Severity::kError;
  fmt::print("{} ({}): {}, {}\n", report.name, report.format, counted(report.diagnostics.tally.read, "record"), counted(count, "error"));
  if (const auto classes = class_list(file_report_to_json(report)); !classes.empty()) fmt::print("  {}\n", classes);
}

}  // namespace

int run_validate(const Arguments& arguments) {
  ProgressLine progress;
  geo::ReadOptions options;
  options.crs = arguments.crs;
  options.layers = arguments.layers;
  options.encoding = arguments.encoding;
  if (!options.encoding.empty() && !geo::text_encoding_named(options.encoding)) {
    return fail(geo::unknown_encoding(options.encoding), arguments.json);
  }
  const auto mapping = mapping_text(arguments);
  if (!mapping) return fail(mapping.problem(), arguments.json);
  if (!mapping->empty()) {
    const auto taken = geo::take_mapping(std::filesystem::path(arguments.mapping).filename().string(), *mapping, options);
    if (!taken) return fail(taken.problem(), arguments.json);
  }
  options.progress = progress.callback();
  options.checks = arguments.checks;
  options.plan_checks = plan_checks();
  Json documents = Json::array();
  std::vector<Checked> rows;
  bool errors = false, unreadable = false;
  for (const auto& file : input_files(arguments.files)) {
    Checked checked = check(file, options);
    errors |= has_errors(checked.report);
    unreadable |= checked.report.unreadable;
    if (arguments.table) {
      documents.push_back(row_of(checked));
      rows.push_back(std::move(checked));
      continue;
    }
    Json document = file_report_to_json(checked.report);
    print_findings(checked.report.name, document["findings"]);
    if (!arguments.json) print_file(checked.report);
    documents.push_back(std::move(document));
  }
  if (arguments.json) {
    print_json({{"files", std::move(documents)}});
  } else if (arguments.table) {
    print_table(rows);
  }
  return unreadable ? kExitInput : errors ? kExitFindings : kExitFine;
}

}  // namespace server
