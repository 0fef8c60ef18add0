#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "geo/io/cityjson_value.hpp"
#include "geo/io/large_buffer.hpp"
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

/// The same straight from the text, where every vertex is as it should be, written without exponents.
/// @returns false otherwise; `read_vertices` says what is wrong then, if anything is
bool read_plain_vertices(std::string_view text, const std::optional<Transform>& transform,
                         LargeBuffer<twin::WorkingPosition>& out);

/// A "transformationMatrix": sixteen numbers row by row, the last row 0 0 0 1.
using Matrix = std::array<double, 16>;
/// Error `coordinate-count`, or `input-invalid` for another last row.
twin::Result<Matrix> read_matrix(Element value, const JsonPlace& place);
twin::WorkingPosition transformed(const Matrix& matrix, const twin::WorkingPosition& point);

}  // namespace geo::cityjson
