#include "geo/io/table_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "geo/io/input_file.hpp"
#include "geo/io/own_layer.hpp"
#include "geo/io/population_ingest.hpp"
#include "geo/io/text_encoding.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Status;

/// A table of figures by region or year has no areas: say so, rather than miss a column of a register.
Status check_not_a_series(const std::string& name, const std::vector<std::string>& columns) {
  const auto years = std::count_if(columns.begin(), columns.end(), [](const std::string& column) {
    return column.size() == 4 && (column.starts_with("19") || column.starts_with("20")) &&
           column.find_first_not_of("0123456789") == std::string::npos;
  });
  if (years < 5) return twin::Done{};
  return Problem{"format-unknown", "The table is a series over years, with no areas on a map.", name, fmt::format("{} columns named as years", years),
                 "Give it to a forecast; imported are areas with a boundary, a grid cell or a building."};
}

std::string declared_encoding(const ReadOptions& options) {
  if (!options.encoding.empty()) return options.encoding;
  if (options.mapping) return options.mapping->encoding;
  return options.population_mapping ? options.population_mapping->encoding : "";
}

Status decode(const InputFile& file, const ReadOptions& options, LoadedTable& loaded) {
  const auto told = told_encoding(*loaded.bytes);
  if (told == TextEncoding::kUtf8) return twin::Done{};  // its mark counts, whatever is declared
  const std::string declared = declared_encoding(options);
  const auto encoding = told ? told : text_encoding_named(declared);
  if (!encoding && !declared.empty()) return unknown_encoding(declared);
  if (!encoding || *encoding == TextEncoding::kUtf8) return twin::Done{};
  TWIN_TRY(std::string text, to_utf8(*loaded.bytes, *encoding));
  loaded.bytes = std::make_shared<const std::string>(std::move(text));
  if (told) loaded.notes.push_back(converted_note(file.name, *told));
  return twin::Done{};
}

}  // namespace

RegisterOptions register_options_of(const ReadOptions& options) {
  RegisterOptions out;
  out.mapping = options.mapping;
  out.local = options.crs == "local" || (options.frame && options.frame->crs == "local");
  if (options.crs != "local") out.crs = options.crs;
  return out;
}

PopulationMappingPtr population_of(const std::vector<std::string>& columns, const ReadOptions& options) {
  if (options.population_mapping && options.population_mapping->fits(columns)) return options.population_mapping;
  return options.mapping ? nullptr : choose_population_mapping(columns);
}

twin::Result<LoadedTable> load_table(const InputFile& file, const ReadOptions& options) {
  LoadedTable loaded;
  TWIN_TRY(loaded.bytes, load_input(file));
  TWIN_CHECK(decode(file, options, loaded));
  TWIN_TRY(loaded.table, check_register_text(*loaded.bytes));
  if (!options.mapping && !options.population_mapping) {
    if (auto own = own_layer_problem(file.name, loaded.table.columns)) return std::move(*own);
  }
  loaded.population = population_of(loaded.table.columns, options);
  return loaded;
}

Status ingest_register_table(const InputFile& file, LoadedTable&& loaded, const ReadOptions& options, IngestedFile& out) {
  auto read = read_register(file.name, loaded.table, *loaded.bytes, register_options_of(options));
  if (!read && read.problem().code == "column-missing") TWIN_CHECK(check_not_a_series(file.name, loaded.table.columns));
  TWIN_TRY(RegisterFile table, std::move(read));
  out.report.diagnostics = std::move(table.diagnostics);
  out.report.mapping = std::move(table.mapping);
  out.rows = std::move(table.rows);
  return twin::Done{};
}

Status ingest_table(const InputFile& file, LoadedTable&& loaded, const ReadOptions& options, FrameAgreement& agreement, IngestedFile& out) {
  if (!loaded.population) return ingest_register_table(file, std::move(loaded), options, out);
  return ingest_population_table(file.name, loaded.table, *loaded.bytes, std::move(loaded.population), agreement, out);
}

}  // namespace geo
