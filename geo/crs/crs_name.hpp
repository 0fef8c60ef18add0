#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geo {

/// What a coordinate reference system's name says, before anything is looked up.
struct CrsName {
  int horizontal = 0;            ///< EPSG code
  int vertical = 0;              ///< EPSG code of a compound's height part; 0 when none is named
  bool longitude_first = false;  ///< CRS84
  std::string height;            ///< height system named outside EPSG, e.g. "DHHN92"
};

/// Splits the spellings listed at `find_crs`; letters in any case. Nothing for any other text.
std::optional<CrsName> parse_crs_name(std::string_view text);

/// The EPSG code that a misspelt name most likely meant: the digits it ends with; 0 when it has none.
int probable_code(std::string_view text);

}  // namespace geo
