#include "geo/io/json_double.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace geo::json_text {
namespace {

constexpr std::int64_t kExact = std::int64_t{1} << 53;  ///< below, every whole number is a double
/// Powers of ten that are doubles.
constexpr std::array<double, 23> kTen = [] {
  std::array<double, 23> out{};
  double power = 1;
  for (auto& each : out) {
    each = power;
    power *= 10;
  }
  return out;
}();

}  // namespace

std::optional<double> double_of(const Number& number, std::string_view text) {
  if (number.whole) return static_cast<double>(number.digits);
  if (number.digits < kExact && number.digits > -kExact && number.decimals < static_cast<int>(kTen.size())) {
    // Two doubles that are exact, divided once: rounded once.
    const auto digits = static_cast<double>(number.digits < 0 ? -number.digits : number.digits);
    const double size = digits / kTen[static_cast<std::size_t>(number.decimals)];
    return number.negative ? -size : size;
  }
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

bool is_shortest(const Number& number, std::string_view text, double value) {
  const auto digits = static_cast<double>(number.digits < 0 ? -number.digits : number.digits);
  // Of up to 15 digits at most one number lies as near to a double as to be read as it.
  if (number.whole || digits >= 1e15) return false;
  if (text.back() == '0' && number.decimals > 1) return false;
  const double size = std::abs(value);
  if (size < 1e-3 && size != 0) return false;  // soon with an exponent
  // simdjson's own writer finds that number when it lies a little inside of what is read as this double, and one
  // double in a thousand it writes with 17 digits.
  const auto bits = std::bit_cast<std::uint64_t>(size);
  if (size != 0 && (bits << 12) == 0) return false;  // a power of two: its neighbours are not equally far
  const double power = kTen[static_cast<std::size_t>(number.decimals)];
  const double step = std::bit_cast<double>(bits + 1) - size;
  return std::abs(std::fma(size, power, -digits)) < 0.45 * step * power;
}

}  // namespace geo::json_text
