#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/result.hpp"
#include "twin_core/city/population_area.hpp"

namespace geo {

/// What a column of a population file can tell. The names are those of the mapping files: kFloorAreaPerResident is
/// "floor_area_per_resident" (m2). kCell is the id of a grid's cell that holds its place ("250mN667175E38600").
/// kAges (all classes as JSON) and kSource are columns of our own exports.
enum class PopulationField : std::uint8_t {
  kId, kName, kNameSv, kResidents, kAge, kFloorAreaPerResident, kDwellings, kYear, kBuilding, kCell, kEasting, kNorthing,
  kAges, kSource,
};

std::string_view name_of(PopulationField field);
std::optional<PopulationField> population_field_named(std::string_view name);
std::span<const std::string_view> population_field_names();

/// How a column is read.
struct PopulationColumn {
  PopulationField field{};
  std::vector<std::string> names;  ///< letters in any case; of ages may hold {from} and {to}: "ika{from}_{to}"
  std::vector<double> unknown;     ///< numbers that mean "not known" or "not told"
  /// They do so only where fewer residents than this are told; nothing: always.
  std::optional<double> unknown_below_residents;
  std::uint8_t from = 0;           ///< of ages that their name does not tell
  std::optional<std::uint8_t> to;
  twin::Sex sex = twin::Sex::kBoth;
};

/// What the columns of one source mean; written as a small TOML file (`datasets/mappings`) with kind = "population".
struct PopulationMapping {
  std::string name, title, source;
  std::string crs;                 ///< of cells, eastings and northings
  std::string encoding;            ///< as in RegisterMapping
  std::string id_prefix;           ///< before the ids of the source, which are theirs alone: "hsy-grid:"
  std::optional<int> year;         ///< that the counts are of
  double cell_m = 0;               ///< easting and northing are the south-western corner of a square this wide; 0: of none
  std::vector<std::string> needs;  ///< names of columns that tell the source
  bool exact = false;              ///< the source has no other columns than these
  std::vector<PopulationColumn> columns;

  /// True when all of `needs` are there, and nothing else where `exact`.
  bool fits(std::span<const std::string> names) const;
};

using PopulationMappingPtr = std::shared_ptr<const PopulationMapping>;

/// A column of a file, as it is read.
struct PopulationRule {
  const PopulationColumn* column = nullptr;
  std::uint8_t from = 0;  ///< of ages
  std::optional<std::uint8_t> to;
};

/// The rule for a column; nothing for columns that are not read.
std::optional<PopulationRule> rule_of(const PopulationMapping& mapping, std::string_view column);

/// Reads a mapping. Keys: kind = "population", name, needs (needed), title, source, crs, encoding, id_prefix, year, cell_m, exact, and
/// [[column]] tables with field and names (needed), unknown (numbers), unknown_below_residents, from, to, sex.
/// Errors, with the line: `member-unknown`, `mapping-invalid`.
twin::Result<PopulationMappingPtr> parse_population_mapping(std::string_view file, std::string_view text);

/// True for a mapping whose first word is that it is one of a population: kind = "population" before any table.
bool is_population_mapping(std::string_view text);

const std::vector<PopulationMappingPtr>& built_in_population_mappings();

struct ReadOptions;

/// Puts a mapping of either kind (of registers, or of population) where it belongs. Errors: as `parse_mapping`.
twin::Status take_mapping(std::string_view file, std::string_view text, ReadOptions& options);

/// The built-in mapping that fits and reads most of the columns; nullptr when none fits.
PopulationMappingPtr choose_population_mapping(std::span<const std::string> columns);

}  // namespace geo
