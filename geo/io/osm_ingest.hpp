#pragma once

#include "geo/io/file_ingest.hpp"
#include "geo/io/input_file.hpp"

namespace geo {

/// Reads the streets of an OpenStreetMap file (ways with the tag highway) into `out`, in the twin's frame. Everything
/// else is passed over and counted.
///
/// The file is read twice: its ways, then of its nodes only those that streets use, so that memory is that of the
/// streets. The order of a file does not matter. A way of which nodes are missing (an extract cut at its edge) is
/// kept in pieces (`street-incomplete`, repaired); one with fewer than two nodes next to each other is rejected (`906`).
/// Errors are those of `read_osm_xml` and `read_osm_pbf`, and `too-many-vertices`. A file that contradicts the frame
/// sets `out.refused` instead.
twin::Status ingest_osm(const InputFile& file, OpenInput& input, FrameAgreement& agreement, const Progress& progress,
                        IngestedFile& out);

}  // namespace geo
