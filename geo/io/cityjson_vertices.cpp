#include "geo/io/cityjson_vertices.hpp"

#include <fmt/format.h>

#include <cmath>

namespace geo::cityjson {
namespace {

using twin::Problem;
using twin::WorkingPosition;

template <std::size_t Size>
twin::Result<std::array<double, Size>> read_numbers(Element value, const JsonPlace& place) {
  TWIN_TRY(const Array items, as_array(value, place));
  if (items.size() != Size) {
    return Problem{"coordinate-count", fmt::format("Here {} numbers are due.", Size), place.text(),
                   fmt::format("{} numbers", items.size()), fmt::format("Write {} numbers.", Size)};
  }
  std::array<double, Size> out{};
  std::size_t i = 0;
  for (const Element item : items) {
    TWIN_TRY(out[i], as_number(item, JsonPlace(place, i)));
    ++i;
  }
  return out;
}

Problem not_integer(Element value, const JsonPlace& place) {
  return {"vertex-not-integer", "Under a transform the vertices are whole numbers.", place.text(),
          shown(value),
          "Divide by the scale and round, or leave \"transform\" out where the version allows it."};
}

}  // namespace

twin::Result<Transform> read_transform(Element value, const JsonPlace& place) {
  TWIN_TRY(const Object object, as_object(value, place));
  Transform out;
  TWIN_TRY(const Element scale, require(object, "scale", place));
  TWIN_TRY(const Element translate, require(object, "translate", place));
  const JsonPlace at_scale(place, "scale");
  TWIN_TRY(out.scale, read_numbers<3>(scale, at_scale));
  TWIN_TRY(out.translate, read_numbers<3>(translate, JsonPlace(place, "translate")));
  for (std::size_t i = 0; i < 3; ++i) {
    if (out.scale[i] > 0) continue;
    return Problem{"transform-scale-not-positive", "Each scale of the transform is greater than zero.",
                   JsonPlace(at_scale, i).text(), fmt::format("{}", out.scale[i]),
                   "Write the size of one step of the vertices, such as 0.001."};
  }
  return out;
}

twin::Result<std::vector<WorkingPosition>> read_vertices(Element value,
                                                         const std::optional<Transform>& transform,
                                                         const JsonPlace& place) {
  TWIN_TRY(const Array items, as_array(value, place));
  std::vector<WorkingPosition> out;
  std::size_t index = 0;
  for (const Element item : items) {
    const JsonPlace here(place, index++);
    TWIN_TRY(auto numbers, read_numbers<3>(item, here));
    if (transform) {
      std::size_t i = 0;
      for (const Element number : Array(item)) {
        if (!as_whole(number)) return not_integer(number, JsonPlace(here, i));
        numbers[i] = numbers[i] * transform->scale[i] + transform->translate[i];
        if (!std::isfinite(numbers[i])) {
          return Problem{"number-not-finite", "The transform makes no finite coordinate of this number.",
                         JsonPlace(here, i).text(), shown(number), "Check the vertex and the transform."};
        }
        ++i;
      }
    }
    out.push_back({numbers[0], numbers[1], numbers[2]});
  }
  return out;
}

twin::Result<Matrix> read_matrix(Element value, const JsonPlace& place) {
  TWIN_TRY(const Matrix out, read_numbers<16>(value, place));
  // Exact: a projective matrix is no placement of a template, however slight.
  if (out[12] != 0 || out[13] != 0 || out[14] != 0 || out[15] != 1) {
    return Problem{"input-invalid", "The last row of a transformation matrix is 0 0 0 1.", place.text(),
                   fmt::format("{} {} {} {}", out[12], out[13], out[14], out[15]),
                   "Write the matrix row by row, translation in the last column."};
  }
  return out;
}

WorkingPosition transformed(const Matrix& m, const WorkingPosition& p) {
  return {m[0] * p.east + m[1] * p.north + m[2] * p.up + m[3],
          m[4] * p.east + m[5] * p.north + m[6] * p.up + m[7],
          m[8] * p.east + m[9] * p.north + m[10] * p.up + m[11]};
}

}  // namespace geo::cityjson
