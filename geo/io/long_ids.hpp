#pragma once

#include "geo/io/file_ingest.hpp"

namespace geo {

/// Rejects the records whose id no twin can hold (`twin::kLongestEntityId`): finding `name-invalid` for each. The others of
/// the file stay.
void reject_long_ids(IngestedFile& file);

}  // namespace geo
