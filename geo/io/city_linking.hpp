#pragma once

#include <vector>

#include "geo/io/city_batch.hpp"

namespace geo {

/// A register row and the file it came from.
struct FiledRow {
  RegisterRow row;
  std::size_t file = 0;  ///< in CityBatch::files
};

/// Links `rows` to the buildings of the batch and to `existing` ones that the batch does not replace;
/// existing buildings whose card or link changes join the batch. A building that comes again without
/// a row keeps the row it had. Counts go to `batch.linked`: of the batch's buildings, and of all the
/// existing ones too when there were rows. Rows that no building takes are noted in their file's report.
void link_city(CityBatch& batch, const std::vector<FiledRow>& rows,
               const std::vector<ReadBuilding>& existing);

}  // namespace geo
