#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "geo/io/cityjson_value.hpp"
#include "twin_core/base/position.hpp"

namespace geo::cityjson {

/// The root's "transform": vertex = integer * scale + translate.
struct Transform {
  std::array<double, 3> scale{}, translate{};
};

/// Error `transform-scale-not-positive`.
twin::Result<Transform> read_transform(Element value, const JsonPlace& place);

/// The vertices, put in their real place when there is a transform. Errors: `vertex-not-integer`
/// (under a transform), `coordinate-count` (not three numbers), `value-not-a-number`,
/// `number-not-finite` (after the transform).
twin::Result<std::vector<twin::WorkingPosition>> read_vertices(Element value,
                                                               const std::optional<Transform>& transform,
                                                               const JsonPlace& place);

/// A "transformationMatrix": sixteen numbers row by row, the last row 0 0 0 1.
using Matrix = std::array<double, 16>;
/// Error `coordinate-count`, or `input-invalid` for another last row.
twin::Result<Matrix> read_matrix(Element value, const JsonPlace& place);
twin::WorkingPosition transformed(const Matrix& matrix, const twin::WorkingPosition& point);

}  // namespace geo::cityjson
