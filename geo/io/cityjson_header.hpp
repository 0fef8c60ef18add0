#pragma once

#include <optional>
#include <string>

#include "geo/io/cityjson_geometry.hpp"
#include "twin_core/base/diagnostics.hpp"

namespace geo::cityjson {

/// What the root of a document, or the first line of a sequence, says about all the rest.
struct Header {
  std::string version;  ///< "1.0", "1.1" or "2.0"
  std::string srs_name;
  std::optional<Transform> transform;
  Templates templates;  ///< refer to the parsed document, which must stay
};

/// Errors: `version-unsupported`, `value-missing`, `input-invalid`, those of `read_transform` and of
/// `read_vertices`. Finding: `version-has-patch`.
twin::Result<Header> read_header(Object root, const JsonPlace& place, twin::Diagnostics& diagnostics);

}  // namespace geo::cityjson
