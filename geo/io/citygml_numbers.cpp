#include "geo/io/citygml_numbers.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace geo {
namespace {

constexpr std::size_t kLongestToken = 64;

/// A plain decimal ("25497012.345") at the beginning of a text, to the same bit as `std::from_chars` says, in a
/// third of the time. Digits and a power of ten that doubles hold exactly make a quotient that is rounded once.
/// Null for every other number.
const char* plain_decimal(const char* p, const char* end, double& out) {
  constexpr int kExactDigits = 15;
  static constexpr double kPowers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const bool negative = p != end && *p == '-';
  if (negative) ++p;
  const auto is_digit = [&] { return p != end && *p >= '0' && *p <= '9'; };
  std::uint64_t digits = 0;
  const char* const begin = p;
  for (; is_digit(); ++p) digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
  auto count = p - begin;
  std::ptrdiff_t decimals = 0;
  if (count == 0 || count > kExactDigits) return nullptr;
  if (p != end && *p == '.') {
    const char* const point = p++;
    for (; is_digit() && p - point <= kExactDigits; ++p) digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
    decimals = p - point - 1;
    if (decimals == 0) return nullptr;
  }
  count += decimals;
  if (count > kExactDigits) return nullptr;
  const double value = static_cast<double>(digits) / kPowers[decimals];
  out = negative ? -value : value;
  return p;
}

}  // namespace

void NumberStream::begin(bool commas) {
  carry_.clear();
  commas_ = commas;
  failed_ = false;
  bad_token_.clear();
}

void NumberStream::fail(std::string_view token) {
  if (!failed_) bad_token_.assign(token.substr(0, kLongestToken));
  failed_ = true;
}

void NumberStream::take(std::string_view token, std::vector<double>& out) {
  const std::string_view given = token;
  if (token.starts_with('+')) token.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
  if (error != std::errc{} || end != token.data() + token.size() || !std::isfinite(value)) {
    fail(given);
  } else {
    out.push_back(value);
  }
}

void NumberStream::feed(std::string_view piece, std::vector<double>& out) {
  if (failed_) return;
  const char* p = piece.data();
  const char* const end = p + piece.size();
  if (!carry_.empty()) {
    const char* rest = p;
    while (rest != end && !separates(*rest)) ++rest;
    if (carry_.size() + static_cast<std::size_t>(rest - p) > kLongestToken) {
      fail(carry_);
      return;
    }
    carry_.append(p, rest);
    if (rest == end) return;
    take(carry_, out);
    carry_.clear();
    p = rest;
  }
  while (!failed_) {
    while (p != end && separates(*p)) ++p;
    if (p == end) return;
    double value = 0;
    if (const char* const stop = plain_decimal(p, end, value); stop && stop != end && separates(*stop)) {
      out.push_back(value);
      p = stop;
      continue;
    }
    const auto [stop, error] = std::from_chars(p, end, value);
    if (error == std::errc{} && stop != end && separates(*stop) && std::isfinite(value)) {
      out.push_back(value);
      p = stop;
      continue;
    }
    const char* token_end = p;
    while (token_end != end && !separates(*token_end)) ++token_end;
    const std::string_view token(p, static_cast<std::size_t>(token_end - p));
    if (token_end == end) {
      if (token.size() > kLongestToken)
        fail(token);
      else
        carry_.assign(token);
      return;
    }
    take(token, out);
    p = token_end;
  }
}

void NumberStream::end(std::vector<double>& out) {
  if (!failed_ && !carry_.empty()) take(carry_, out);
  carry_.clear();
}

}  // namespace geo
