#pragma once

#include <span>
#include <string_view>

namespace geo {

/// A data file of `datasets` that is compiled in, so that the program works from any directory.
struct EmbeddedFile {
  std::string_view name;  ///< "helsinki_wfs.toml"
  std::string_view text;
};

/// The register mappings, the one that others extend first.
std::span<const EmbeddedFile> embedded_mappings();

/// The mappings of population files.
std::span<const EmbeddedFile> embedded_population_mappings();

/// The code lists (`geo/io/code_list.hpp`).
std::span<const EmbeddedFile> embedded_code_lists();

/// Which source wins for each attribute of a card (`geo/io/card_rules.hpp`).
EmbeddedFile embedded_card_rules();

}  // namespace geo
