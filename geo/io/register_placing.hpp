#pragma once

#include <vector>

#include "geo/io/city_batch.hpp"
#include "geo/io/city_linking.hpp"
#include "geo/io/frame_agreement.hpp"

namespace geo {

/// Brings the points and footprints of register rows into the frame of the twin, once that is settled. A location that
/// cannot come in (an unknown system, a place outside) is dropped and told to its file's report, once a file and
/// reason: `location-unusable` (info). The row stays. As long as the twin has no frame, locations stay as they were
/// sent, in `location_crs` (`kUnplaced` where the row names none).
void place_rows(std::vector<FiledRow>& rows, FrameAgreement& agreement, std::vector<FileReport>& files);

}  // namespace geo
