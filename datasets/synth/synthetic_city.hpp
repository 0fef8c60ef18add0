#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "twin_core/base/result.hpp"

namespace datasets {

struct SynthOptions {
  int buildings = 400;  ///< 1 to 1,000,000
  std::uint64_t seed = 1;
  std::filesystem::path out;                                              ///< folder, made when it is missing
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  ///< buildings written; may be empty
};

struct SynthSummary {
  std::uint64_t buildings = 0, register_rows = 0, plan_units = 0;
  std::filesystem::path city, register_csv, plan;
  std::uint64_t bytes = 0;  ///< of the three files together
};

/// Writes a made-up Helsinki-like district: `city.gml` (CityGML 2.0, LoD2), `register.csv` and `plan.json`.
///
/// Frame EPSG:3879 with N2000 heights, about easting 25,498,000, northing 6,673,000. Memory does not grow
/// with the number of buildings. Errors: `value-out-of-range`, `value-missing` (no folder),
/// `file-not-writable`.
///
/// Holds always (tested): (1) equal options give equal bytes on every machine; (2) exactly the asked number
/// of buildings; (3) every solid is closed, its faces plane to 2 mm and turned outwards; (4) buildings do not
/// overlap; (5) the first n buildings of a larger city are the city of n.
twin::Result<SynthSummary> write_synthetic_city(const SynthOptions& options);

}  // namespace datasets
