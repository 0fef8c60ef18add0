#pragma once

#include <memory>
#include <string>
#include <vector>

#include "geo/io/file_ingest.hpp"
#include "geo/io/population_mapping.hpp"
#include "geo/io/register_reader.hpp"

namespace geo {

/// How registers of an import are read.
RegisterOptions register_options_of(const ReadOptions& options);

/// The mapping under which a table is one of population; nullptr: it is a register.
PopulationMappingPtr population_of(const std::vector<std::string>& columns, const ReadOptions& options);

/// A table of text as UTF-8, and the mapping under which it is one of population.
struct LoadedTable {
  std::shared_ptr<const std::string> bytes;
  RegisterTable table;
  PopulationMappingPtr population;
  std::vector<twin::Finding> notes;  ///< of what was done to the text before
};

/// Loads a table in the encoding that its bytes tell (UTF-16), or that `options` or its mapping declare; UTF-8 else.
/// Errors: those of `load_input` and `check_register_text`, `encoding-invalid`, and `layer-not-read` for tables of our own exports that only
/// another format carries whole.
twin::Result<LoadedTable> load_table(const InputFile& file, const ReadOptions& options);

/// Reads it. Errors as `read_register` or `ingest_population_table`; `format-unknown` for a series over years.
twin::Status ingest_register_table(const InputFile& file, LoadedTable&& loaded, const ReadOptions& options, IngestedFile& out);
twin::Status ingest_table(const InputFile& file, LoadedTable&& loaded, const ReadOptions& options, FrameAgreement& agreement, IngestedFile& out);

}  // namespace geo
