#include <cmath>

#include "geo/io/cityjson_vertices.hpp"
#include "geo/io/json_double.hpp"
#include "geo/io/json_text.hpp"

namespace geo::cityjson {
namespace {

using json_text::past_blanks;

/// A vertex of whole numbers, under a transform.
[[gnu::always_inline]] inline const char* grid_vertex(const char* p, const Transform& transform, twin::WorkingPosition& out) {
  std::int64_t numbers[3];
  if (*p != '[') return nullptr;
  for (std::size_t i = 0; i < 3; ++i) {
    p = json_text::whole_number_at(past_blanks(p + 1), numbers[i]);
    if (p == nullptr) return nullptr;
    p = past_blanks(p);
    if (*p != (i < 2 ? ',' : ']')) return nullptr;
  }
  const auto placed = [&](std::size_t i) {
    return static_cast<double>(numbers[i]) * transform.scale[i] + transform.translate[i];
  };
  out = {placed(0), placed(1), placed(2)};
  return p + 1;
}

/// A vertex of any numbers.
const char* free_vertex(const char* p, twin::WorkingPosition& out) {
  double numbers[3];
  if (*p != '[') return nullptr;
  for (std::size_t i = 0; i < 3; ++i) {
    p = past_blanks(p + 1);
    const auto number = json_text::number_at(p);
    if (number.end == nullptr) return nullptr;
    const auto value = json_text::double_of(number, {p, static_cast<std::size_t>(number.end - p)});
    if (!value) return nullptr;
    numbers[i] = *value;
    p = past_blanks(number.end);
    if (*p != (i < 2 ? ',' : ']')) return nullptr;
  }
  out = {numbers[0], numbers[1], numbers[2]};
  return p + 1;
}

/// No vertex that is read here leaves the finite numbers.
bool stays_finite(const Transform& transform) {
  constexpr double kMost = 1e18;
  for (std::size_t i = 0; i < 3; ++i) {
    if (!std::isfinite(kMost * transform.scale[i] + std::abs(transform.translate[i]))) return false;
  }
  return true;
}

}  // namespace

bool read_plain_vertices(std::string_view text, const std::optional<Transform>& transform,
                         LargeBuffer<twin::WorkingPosition>& out) {
  // What is reserved and not written to costs nothing; few vertices of real files are shorter.
  constexpr std::size_t kShortVertex = 16;
  out.clear();
  if (transform && !stays_finite(*transform)) return false;
  out.reserve(text.size() / kShortVertex + 1);
  const auto add = [&](auto&& read) {
    return json_text::each_item(text.data(), [&](const char* p) {
      twin::WorkingPosition vertex;
      p = read(p, vertex);
      out.add(vertex);
      return p;
    });
  };
  const char* const end = transform ? add([&](const char* p, auto& vertex) { return grid_vertex(p, *transform, vertex); })
                                    : add([](const char* p, auto& vertex) { return free_vertex(p, vertex); });
  return end == text.data() + text.size();
}

}  // namespace geo::cityjson
