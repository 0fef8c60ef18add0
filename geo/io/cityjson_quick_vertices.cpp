#include <cmath>

#include "geo/io/cityjson_vertices.hpp"
#include "geo/io/json_double.hpp"
#include "geo/io/json_nondigits.hpp"
#include "geo/io/json_text.hpp"

namespace geo::cityjson {
namespace {

using json_text::past_blanks;

/// Vertices of whole numbers, under a transform.
class GridVertices {
 public:
  GridVertices(const char* p, const Transform& transform) : signs_(p), transform_(transform) {}

  /// @returns the byte behind the array; nullptr where it is not plain
  [[gnu::always_inline]] inline const char* read(LargeBuffer<twin::WorkingPosition>& out) {
    constexpr std::size_t kAtOnce = 1024;
    last_ = signs_.next();
    if (*last_ != '[') return nullptr;
    if (next_sign() == ']') return last_ + 1;
    for (;;) {
      twin::WorkingPosition* to = out.room(kAtOnce);
      std::size_t count = 0;
      for (bool more = true; more && count < kAtOnce; ++count) {
        if (*last_ != '[' || !vertex(to[count])) return nullptr;
        const char behind = next_sign();
        more = behind == ',' && next_sign() == '[';
        if (!more && behind != ']') return nullptr;
      }
      out.extend(count);
      if (*last_ == ']') return last_ + 1;
    }
  }

 private:
  /// The sign behind the last one, which is no blank; 0 where something else comes first.
  [[gnu::always_inline]] inline char next_sign() {
    const char* at = signs_.next();
    while (at == last_ + 1 && json_text::is_blank(*at)) {
      last_ = at;
      at = signs_.next();
    }
    const bool follows = at == last_ + 1;
    last_ = at;
    return follows ? *at : '\0';
  }

  [[gnu::always_inline]] inline bool vertex(twin::WorkingPosition& out) {
    std::int64_t x = 0, y = 0, z = 0;
    if (!number(',', x) || !number(',', y) || !number(']', z)) return false;
    const auto placed = [&](std::int64_t value, std::size_t i) {
      return static_cast<double>(value) * transform_.scale[i] + transform_.translate[i];
    };
    out = {placed(x, 0), placed(y, 1), placed(z, 2)};
    return true;
  }

  /// The number up to the sign that has to come behind it.
  [[gnu::always_inline]] inline bool number(char behind, std::int64_t& out) {
    const char* at = signs_.next();
    while (at == last_ + 1 && json_text::is_blank(*at)) {
      last_ = at;
      at = signs_.next();
    }
    const bool negative = at == last_ + 1 && *at == '-';
    if (negative) {
      last_ = at;
      at = signs_.next();
    }
    out = json_text::short_number(last_ + 1, at);
    if (out < 0 && json_text::long_whole_number_at(last_ + 1, out) != at) return false;
    if (negative) out = -out;
    last_ = at;
    return *at == behind || (json_text::is_blank(*at) && next_sign() == behind);
  }

  json_text::NonDigits signs_;
  const char* last_ = nullptr;  ///< the sign found last
  const Transform& transform_;
};

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
  const char* const end = text.data() + text.size();
  if (transform) return GridVertices(text.data(), *transform).read(out) == end;
  return json_text::each_item(text.data(), [&](const char* p) {
           twin::WorkingPosition vertex;
           p = free_vertex(p, vertex);
           out.add(vertex);
           return p;
         }) == end;
}

}  // namespace geo::cityjson
