#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/result.hpp"

namespace sim {

/// Since when a table holds, and where it is from.
struct TableEdition {
  std::string table;       ///< "parking"
  std::string name;        ///< as its file says
  std::string valid_from;  ///< ISO day
  std::string source;
};

/// When a cellar or an attic counts as floor area.
enum class PartCounts : unsigned char { kMainUse, kAlways, kNever };

struct FloorAreaRules {
  TableEdition edition;
  PartCounts cellar = PartCounts::kMainUse, attic = PartCounts::kMainUse;
  double wall_limit_m = 0;  ///< walls thicker than this may exceed the permitted floor area by the rest
};

struct PlaceRow {
  std::string use;   ///< national use code; "" = any
  std::string zone;  ///< the city's own; "" = all of the city
  std::optional<double> k_m2_per_place, per_dwelling;
};
struct PlaceTable {
  TableEdition edition;
  bool rounds_up = true;  ///< else to the nearest
  std::vector<PlaceRow> rows;

  /// The row of the use in the zone; a row of the zone beats one of all the city, a row of the use one of any. Null
  /// where none fits.
  const PlaceRow* row_for(std::string_view use, std::string_view zone) const;
};

struct GreenRow {
  std::string use_class;
  double target = 0, minimum = 0;
  std::vector<std::string> uses;
};
struct GreenTable {
  TableEdition edition;
  std::vector<GreenRow> rows;
  const GreenRow* row_for(std::string_view use) const;
};

struct NoiseRow {
  std::string place, use;  ///< "outdoors", "housing"
  std::optional<double> day_db, night_db, night_new_db;
};
struct NoiseTable {
  TableEdition edition;
  double tonal_addition_db = 0;
  std::vector<NoiseRow> rows;
  const NoiseRow* row_for(std::string_view place, std::string_view use) const;
};

/// Which uses of land buildings of a class are of.
struct BuildingUseRow {
  std::string name;                                     ///< "offices"
  std::vector<std::string> classes_1994, classes_2018;  ///< Statistics Finland; the beginning of a class means all below it
  std::vector<std::string> uses;                        ///< national use codes
  bool serves_others = false;                           ///< as a garage does: of any use
};
struct BuildingUseTable {
  TableEdition edition;
  std::vector<BuildingUseRow> rows;

  /// The row whose class is nearest: by the class of 2018, else by the one of 1994; "" = not known. Null where none fits.
  const BuildingUseRow* row_for(std::string_view class_2018, std::string_view class_1994) const;
};

/// The rules that a city sets by table: each the edition that holds on one day.
struct ZoningTables {
  FloorAreaRules floor_area;
  PlaceTable parking, bicycles;
  GreenTable green_factor;
  NoiseTable noise;
  BuildingUseTable building_uses;

  std::vector<const TableEdition*> editions() const;
};

/// A table's text and its name: "floor_area", "parking", "bicycles", "green_factor", "noise",
/// "building_uses".
struct TableText {
  std::string_view table, text;
};

/// The longest text of a table.
inline constexpr std::size_t kMostTableBytes = 1'000'000;

/// The names of the tables.
const std::vector<std::string_view>& zoning_table_names();

/// The tables as shipped (`datasets/zoning`), those named in `own` replaced by it; of each the newest edition that has
/// come into force on `day` (ISO; "" = the newest).
/// Errors: `mapping-invalid` with "parking line 12" as place and the key as value: no TOML, unknown or missing key, a
/// figure outside its range, no edition yet in force; `code-unknown` for an unknown table.
twin::Result<ZoningTables> read_zoning_tables(const std::vector<TableText>& own, std::string_view day);

/// The editions of one table, newest first, each read and found good. Errors as `read_zoning_tables`.
twin::Result<std::vector<TableEdition>> editions_of(const TableText& text);

/// The tables as shipped, newest editions.
const ZoningTables& shipped_zoning_tables();

}  // namespace sim
