#include "geo/io/register_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <map>
#include <optional>

#include "geo/io/gdal_session.hpp"
#include "geo/io/register_columns.hpp"
#include "geo/io/register_text.hpp"
#include "geo/io/register_values.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Finding;
using twin::Problem;
using twin::Severity;

/// One row as read, before keys are compared.
struct ReadRow {
  RegisterRow row;
  bool repaired = false;
  bool rejected = false;
};

std::vector<std::optional<RegisterField>> fields_of(const RegisterTable& table) {
  std::vector<std::optional<RegisterField>> out;
  for (const auto& column : table.columns) out.push_back(register_field(column));
  return out;
}

bool identifies(RegisterField field) {
  return field == RegisterField::kPermanentId || field == RegisterField::kMunicipalNumber ||
         field == RegisterField::kModelId || field == RegisterField::kUuid;
}

Problem column_missing(const RegisterTable& table) {
  return {"column-missing",
          fmt::format("No column can identify a building: expected one of {}.",
                      fmt::join(identifying_columns(), ", ")),
          "row 1", twin::excerpt(fmt::format("{}", fmt::join(table.columns, ", "))),
          "Add the column VTJ_PRT, or name the identifying column so."};
}

Problem unreadable(const GdalMessages& messages) {
  return {"file-unreadable", "The table could not be read.", "row 1", twin::excerpt(messages.first()),
          "Send plain text with one building per row."};
}

class Reader {
 public:
  Reader(std::string_view name, const RegisterTable& table)
      : name_(name), table_(table), fields_(fields_of(table)) {}

  ReadRow read(OGRFeature& feature, std::size_t record) {
    ReadRow out;
    out.row.place = fmt::format("row {}", table_.row_numbers[record]);
    out.row.card.source = fmt::format("{} {}", name_, out.row.place);
    std::string uuid;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (!fields_[i] || !feature.IsFieldSetAndNotNull(static_cast<int>(i))) continue;
      const std::string_view value = trimmed(feature.GetFieldAsString(static_cast<int>(i)));
      if (*fields_[i] == RegisterField::kModelId && out.row.model_id.empty()) out.row.model_id = value;
      if (*fields_[i] == RegisterField::kUuid && uuid.empty()) uuid = value;
      take(out, i, value);
    }
    if (out.row.model_id.empty()) out.row.model_id = uuid;
    if (!out.rejected && key_of(out.row).empty()) reject_without_identifier(out);
    return out;
  }

  /// What makes a row unique: its permanent id, else its RATU, else the model's id.
  static std::string key_of(const RegisterRow& row) {
    if (!row.card.permanent_id.empty()) return "VTJ-PRT " + row.card.permanent_id;
    if (!row.card.municipal_number.empty()) return "RATU " + row.card.municipal_number;
    return row.model_id;
  }

  std::vector<Finding> findings;

 private:
  void take(ReadRow& out, std::size_t column, std::string_view value) {
    auto noted = put_register_value(out.row.card, *fields_[column], value);
    if (!noted) return;
    noted->id = out.row.card.permanent_id;
    noted->place = fmt::format("{}, column {}", out.row.place, twin::excerpt(table_.columns[column]));
    out.rejected |= noted->severity == Severity::kError;
    out.repaired |= noted->severity == Severity::kWarning;
    findings.push_back(std::move(*noted));
  }

  void reject_without_identifier(ReadRow& out) {
    out.rejected = true;
    findings.push_back({"identifier-missing", Severity::kError, "", "", out.row.place, "",
                        "Give the row a VTJ-PRT, a RATU or the id of the building in the model."});
  }

  std::string_view name_;
  const RegisterTable& table_;
  std::vector<std::optional<RegisterField>> fields_;
};

/// Rows that share a key are all rejected: nobody chooses silently between them.
void reject_duplicates(std::vector<ReadRow>& rows, std::vector<Finding>& findings) {
  std::map<std::string, std::vector<std::size_t>> by_key;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].rejected) by_key[Reader::key_of(rows[i].row)].push_back(i);
  }
  for (const auto& [key, members] : by_key) {
    if (members.size() < 2) continue;
    std::vector<std::string> places;
    for (const auto member : members) {
      rows[member].rejected = true;
      places.push_back(rows[member].row.place);
    }
    findings.push_back({"duplicate-key", Severity::kError, rows[members.front()].row.card.permanent_id, "",
                        twin::excerpt(fmt::format("{}", fmt::join(places, ", "))), twin::excerpt(key),
                        "Keep the row that is right and delete the others: none of them was taken."});
  }
}

void count(std::vector<ReadRow>& rows, RegisterFile& out) {
  auto& tally = out.diagnostics.tally;
  for (auto& row : rows) {
    ++tally.read;
    ++(row.rejected ? tally.rejected : row.repaired ? tally.repaired : tally.accepted);
    if (!row.rejected) out.rows.push_back(std::move(row.row));
  }
}

}  // namespace

twin::Result<RegisterFile> read_register(std::string_view name, std::string_view bytes) {
  TWIN_TRY(const RegisterTable table, check_register_text(bytes));
  Reader reader(name, table);
  const auto fields = fields_of(table);
  if (std::none_of(fields.begin(), fields.end(),
                   [](const auto& field) { return field && identifies(*field); })) {
    return column_missing(table);
  }
  prepare_gdal();
  const GdalMessages messages;
  const MemoryFile file(bytes, "csv");
  const char* const drivers[] = {"CSV", nullptr};
  const std::string separator = table.separator == ';' ? "SEPARATOR=SEMICOLON" : "SEPARATOR=COMMA";
  const char* const options[] = {separator.c_str(), "HEADERS=YES", "AUTODETECT_TYPE=NO",
                                 "EMPTY_STRING_AS_NULL=YES", nullptr};
  const GDALDatasetUniquePtr dataset(
      GDALDataset::Open(file.path().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, nullptr));
  OGRLayer* const layer = dataset ? dataset->GetLayer(0) : nullptr;
  if (layer == nullptr ||
      static_cast<std::size_t>(layer->GetLayerDefn()->GetFieldCount()) != table.columns.size()) {
    return unreadable(messages);
  }
  std::vector<ReadRow> rows;
  rows.reserve(table.row_numbers.size());
  layer->ResetReading();
  while (const OGRFeatureUniquePtr feature{layer->GetNextFeature()}) {
    if (rows.size() == table.row_numbers.size()) return unreadable(messages);
    rows.push_back(reader.read(*feature, rows.size()));
  }
  if (rows.size() != table.row_numbers.size()) return unreadable(messages);
  RegisterFile out;
  for (auto& finding : repeated_columns(table)) reader.findings.push_back(std::move(finding));
  reject_duplicates(rows, reader.findings);
  out.diagnostics.findings = std::move(reader.findings);
  count(rows, out);
  return out;
}

}  // namespace geo
