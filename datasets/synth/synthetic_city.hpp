#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "twin_core/base/result.hpp"

namespace datasets {

struct SynthOptions {
  int buildings = 400;  ///< 1 to 1,000,000
  std::uint64_t seed = 1;
  std::filesystem::path out;                                              ///< folder, made when it is missing
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  ///< buildings written; may be empty
  double errors_percent = 1;  ///< of the buildings, for each kind of error on purpose (flaws.hpp); 0 to 5
};

struct SynthSummary {
  std::uint64_t buildings = 0, register_rows = 0, plan_units = 0, flawed = 0, residents = 0, services = 0, street_ways = 0, surroundings = 0, trees = 0;
  std::filesystem::path city, register_csv, plan;
  std::vector<std::string> files;  ///< names of all that were written
  std::uint64_t bytes = 0;         ///< of all the files together
};

/// Writes a made-up Helsinki-like city: `city.gml` (CityGML 2.0: buildings in LoD2, streets, squares, parks with
/// trees, plots and the sea around them), `register.csv`, `plan.json`, `truth.csv`
/// (which errors were made on purpose, which row is whose), `residents.csv`, `services.geojson`, `streets.osm`,
/// `blocks.geojson` and `house.json`.
///
/// Frame EPSG:3879 with N2000 heights, about easting 25,498,000, northing 6,673,000. Memory does not grow
/// with the number of buildings. Errors: `value-out-of-range`, `value-missing` (no folder),
/// `file-not-writable`.
///
/// Holds always (tested): (1) equal options give equal bytes on every machine; (2) exactly the asked number
/// of buildings; (3) every solid is closed, its faces plane to 2 mm and turned outwards, but for the errors that
/// truth.csv names; (4) buildings do not overlap; (5) the first n buildings of a larger city are the city of n.
twin::Result<SynthSummary> write_synthetic_city(const SynthOptions& options);

}  // namespace datasets
