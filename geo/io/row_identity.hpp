#pragma once

#include <vector>

#include "geo/io/city_linking.hpp"

namespace geo {

/// Gives every row its id. One without VTJ-PRT, RATU and name in the model is known by what it says: it has the id under
/// which the twin has a row of the same place, address and sizes, or else the only row at this place and address that no
/// other row of the import is (its sizes were corrected); a new one gets an id of its own, "row-4f1c…", made from these.
/// So a person's decision stays with the row, wherever it stands in its file and whatever the file is called.
///
/// All rows are in the frame of the twin, as far as that is known. Of rows that say the same in one file, the first is the
/// first again.
void name_rows(std::vector<FiledRow>& rows, const std::vector<FiledRow>& kept);

/// True where an identifier names the row.
bool is_identified(const RegisterRow& row);

}  // namespace geo
