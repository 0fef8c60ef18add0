#include "geo/io/grid_cell.hpp"

#include <charconv>
#include <cstdint>

namespace geo {
namespace {

/// Takes digits off the front of `text`; at most nine of them.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t out = 0;
  const char* const end = text.data() + std::min<std::size_t>(text.size(), 9);
  const auto [rest, error] = std::from_chars(text.data(), end, out);
  if (error != std::errc{} || text.empty() || text.front() == '-') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return out;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

twin::PlanPolygon GridCell::outline() const {
  const auto [east, north] = corner;
  return {{{east, north}, {east + size_m, north}, {east + size_m, north + size_m}, {east, north + size_m}}, {}};
}

std::optional<GridCell> grid_cell(std::string_view id) {
  GridCell out;
  const bool is_long = take(id, "CRS");
  if (is_long) {
    const auto epsg = take_number(id);
    if (!epsg || *epsg > 999'999 || !take(id, "RES")) return std::nullopt;
    out.epsg = static_cast<int>(*epsg);
  }
  auto size = take_number(id);
  if (!size) return std::nullopt;
  if (take(id, "km")) *size *= 1000;
  else if (!take(id, "m")) return std::nullopt;
  if (*size <= 0 || *size > 100'000 || !take(id, "N")) return std::nullopt;
  const auto north = take_number(id);
  if (!north || !take(id, "E")) return std::nullopt;
  const auto east = take_number(id);
  if (!east || !id.empty()) return std::nullopt;
  std::int64_t unit = 1;
  for (std::int64_t rest = *size; !is_long && rest % 10 == 0; rest /= 10) unit *= 10;
  out.corner = {static_cast<double>(*east * unit), static_cast<double>(*north * unit)};
  out.size_m = static_cast<double>(*size);
  return out;
}

}  // namespace geo
