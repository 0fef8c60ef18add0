#pragma once

#include <span>

#include "geo/io/city_linking.hpp"

namespace geo {

/// What `earlier` says of the fields that the file of `row` has no column for comes into the row, with its source behind
/// the row's own ("heat.csv row 1; register.csv row 5"). A column that is there counts with its empty cells too; fields
/// that come together (`CardRule::together`) count as given when the file has one of them.
void fill_missing_columns(RegisterRow& row, const twin::RegisterCard& earlier);

/// `fill_missing_columns` of each row with the one that the twin has of the same VTJ-PRT, RATU, or name in the model.
void complete_rows(std::span<FiledRow> rows, std::span<const ReadBuilding> existing, std::span<const FiledRow> kept);

}  // namespace geo
