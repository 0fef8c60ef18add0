#pragma once

#include <string>
#include <vector>

#include "geo/io/file_ingest.hpp"
#include "geo/io/layer_file.hpp"
#include "geo/io/population_rows.hpp"
#include "geo/io/register_text.hpp"

namespace geo {

/// Reads a table of text as population areas. Errors: `column-missing`, `file-unreadable`. A file that contradicts the
/// frame sets `out.refused` instead.
twin::Status ingest_population_table(const std::string& name, const RegisterTable& table, std::string_view bytes,
                                     PopulationMappingPtr mapping, FrameAgreement& agreement, IngestedFile& out);

/// The same of one layer.
twin::Status ingest_population_layer(const std::string& name, LayerFile& file, std::size_t layer, PopulationMappingPtr mapping,
                                     FrameAgreement& agreement, IngestedFile& out);

/// Gives areas that count a building's residents the footprint of their building, where it is among `buildings`. The
/// one that such an area brings along is taken for it where both are the same to a millimetre (exports in degrees). The others stay without boundary and are told to their file's report: `location-unusable` (info).
void place_on_buildings(std::vector<twin::PopulationArea>& areas, const std::vector<const twin::Building*>& buildings,
                        std::vector<FileReport>& files);

}  // namespace geo
