#pragma once

#include <string>

#include "geo/io/file_ingest.hpp"
#include "geo/io/input_file.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// Reads a CityGML file into `out`: buildings in the twin's frame, checked and described.
/// Errors are those of `read_citygml`: the file cannot be used at all. A file that contradicts the
/// frame sets `out.refused` instead.
twin::Status ingest_citygml(const InputFile& file, OpenInput& input, FrameAgreement& agreement,
                            const Progress& progress, const ShapeChecks& checks, IngestedFile& out);

}  // namespace geo
