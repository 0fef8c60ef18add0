#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "datasets/synth/building_card.hpp"

namespace datasets {

/// Errors made on purpose. Each kind strikes so many buildings of a hundred as is asked, none more than one.
enum class Flaw {
  kNone,
  kOpenSolid,              ///< a roof face of the model is missing
  kReversedFace,           ///< a wall of the model looks inwards
  kDuplicateModelId,       ///< the gml:id of the building before
  kWrongCheckCharacter,    ///< of the VTJ-PRT in the register
  kDuplicateRegisterId,    ///< the VTJ-PRT of the building before, in the register
  kStoreysContradictHeight,
  kFloorAreaContradictsFootprint,
  kYearInFuture,
  kDateInvalid,
  kUnknownUseCode,
  kNegativeFloorArea,
  kMissingRow,
  kShiftedLocation,        ///< of the register's row, 60 to 240 m away
  kWrongAddress,           ///< in the register
};
inline constexpr int kFlawKinds = 14;

std::string_view name_of(Flaw flaw);  ///< "open-solid"

/// Which error a building bears. Drawn apart from all else: a city without errors is the same city.
Flaw flaw_of(std::uint64_t serial, double percent_of_each, std::uint64_t seed);

/// Whether the error stands in the building's row of the register: a building without one cannot bear it.
bool is_of_row(Flaw flaw);

/// Puts the error into the model or the row.
void make_flaw(Flaw flaw, SyntheticBuilding& building, BuildingCard& card, std::uint64_t serial,
               std::string_view id_before, std::uint64_t seed);

/// The answers: for each building of city.gml, in its order, its error and its row of register.csv (from 1, the
/// head not counted; empty: none), and its true ids.
void append_truth_head(std::string& out);
void append_truth(std::string& out, const BuildingCard& card, std::string_view true_model_id, Flaw flaw,
                  std::uint64_t serial, std::uint64_t row);

}  // namespace datasets
