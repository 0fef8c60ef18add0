#include "geo/io/citygml_numbers.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "geo/io/digits.hpp"

namespace geo {
namespace {

using digits::digits_of, digits::is_digit, digits::kPowers, digits::leading_digits, digits::load;

constexpr int kExactDigits = 15;  ///< a double holds every integer of so many
constexpr std::array<double, kExactDigits + 1> kPowersAsDoubles = [] {
  std::array<double, kExactDigits + 1> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<double>(kPowers[i]);
  return out;
}();

struct Digits {
  std::uint64_t value = 0;
  int count = 0;
};

/// The digits at `p`, which is then behind them; of more than sixteen only the first.
Digits take_digits(const char*& p) {
  const std::uint64_t word = load(p);
  Digits out{0, leading_digits(word)};
  if (out.count == 0) return out;
  out.value = digits_of(word, out.count);
  p += out.count;
  if (out.count < 8 || !is_digit(*p)) return out;
  const std::uint64_t next = load(p);
  const int more = leading_digits(next);
  out.value = out.value * kPowers[static_cast<std::size_t>(more)] + digits_of(next, more);
  out.count += more;
  p += more;
  return out;
}

struct Decimal {
  std::uint64_t digits = 0;    ///< without the point
  std::size_t decimals = 0;    ///< behind the point
  const char* end = nullptr;  ///< null: this is left to others
};

#ifdef __SSE2__
/// Up to eight digits on each side of the point, all of it in sixteen bytes: one comparison says where they end.
inline Decimal short_decimal(const char* p) {
  const __m128i from_zero = _mm_sub_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)), _mm_set1_epi8('0'));
  const __m128i are_digits = _mm_cmpeq_epi8(_mm_min_epu8(from_zero, _mm_set1_epi8(9)), from_zero);
  const auto others = static_cast<unsigned>(_mm_movemask_epi8(are_digits)) ^ 0xFFFF;
  const int whole = std::countr_zero(others);
  if (whole == 0 || whole > 8) return {};
  const std::uint64_t front = digits_of(load(p), whole);
  if (p[whole] != '.') return {front, 0, p + whole};
  const int end = std::countr_zero(others & (others - 1)), decimals = end - whole - 1;
  if (decimals <= 0 || decimals > 8) return {};
  const auto count = static_cast<std::size_t>(decimals);
  return {front * kPowers[count] + digits_of(load(p + whole + 1), decimals), count, p + end};
}
#else
Decimal short_decimal(const char*) { return {}; }
#endif

/// Up to fifteen digits.
[[gnu::noinline]] Decimal long_decimal(const char* p) {
  const Digits whole = take_digits(p);
  if (whole.count == 0 || whole.count > kExactDigits) return {};
  if (*p != '.') return {whole.value, 0, p};
  const Digits part = take_digits(++p);
  if (part.count == 0 || whole.count + part.count > kExactDigits) return {};
  const auto decimals = static_cast<std::size_t>(part.count);
  return {whole.value * kPowers[decimals] + part.value, decimals, p};
}

/// A plain decimal ("25497012.345") at the beginning of a text, to the same bit as `std::from_chars` says, in a
/// fraction of the time. Digits and a power of ten that doubles hold exactly make a quotient that is rounded once.
/// Null for every other number.
/// @param p  kAhead bytes may be looked at
inline const char* plain_decimal(const char* p, double& out) {
  const bool negative = *p == '-';
  if (negative) ++p;
  Decimal found = short_decimal(p);
  if (found.end == nullptr) found = long_decimal(p);
  if (found.end == nullptr) return nullptr;
  const double value = static_cast<double>(static_cast<std::int64_t>(found.digits)) / kPowersAsDoubles[found.decimals];
  out = negative ? -value : value;
  return found.end;
}

}  // namespace

void NumberStream::begin(bool commas) {
  carried_size_ = 0;
  carried_value_.reset();
  commas_ = commas;
  failed_ = false;
  bad_token_.clear();
}

void NumberStream::fail(std::string_view token) {
  if (!failed_) bad_token_.assign(token.substr(0, kLongestToken));
  failed_ = true;
}

/// The number that a whole token is.
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

void NumberStream::take_carried(std::vector<double>& out) {
  if (carried_value_) {
    out.push_back(*carried_value_);
    carried_value_.reset();
    carried_size_ = 0;
    return;
  }
  carried_[carried_size_] = '\0';
  double value = 0;
  if (plain_decimal(carried_.data(), value) == carried_.data() + carried_size_) {
    out.push_back(value);
  } else {
    take({carried_.data(), carried_size_}, out);
  }
  carried_size_ = 0;
}

/// Keeps the beginning of a token; false for one that is too long.
bool NumberStream::carry(std::string_view piece) {
  if (carried_size_ + piece.size() > kLongestToken) {
    fail(carried_size_ > 0 ? std::string_view(carried_.data(), carried_size_) : piece);
    return false;
  }
  piece.copy(carried_.data() + carried_size_, piece.size());
  carried_size_ += piece.size();
  return true;
}

void NumberStream::feed(std::string_view piece, std::vector<double>& out) {
  if (failed_) return;
  const char* p = piece.data();
  const char* const end = p + piece.size();
  if (carried_size_ > 0) {
    const char* rest = p;
    while (rest != end && !separates(*rest)) ++rest;
    if (rest != p) carried_value_.reset();  // it goes on
    if (!carry({p, static_cast<std::size_t>(rest - p)}) || rest == end) return;
    take_carried(out);
    p = rest;
  }
  // The last ones from a copy, behind which there is something to look at.
  std::array<char, 2 * kAhead> last;
  const char* const last_end = last.data() + kAhead;
  std::memset(last.data() + kAhead, 0, kAhead);
  if (end - p > kAhead) {
    p = take_tokens(p, end - kAhead, end, out);
    if (failed_) return;
    std::memcpy(last.data(), end - kAhead, kAhead);
  } else {
    std::copy(p, end, last.data() + (kAhead - (end - p)));
  }
  take_tokens(last_end - (end - p), last_end, last_end, out);
}

/// Takes the tokens from `p` on that begin before `until`; keeps the one that reaches `end`.
/// @returns where the first other token begins, or white space before it
const char* NumberStream::take_tokens(const char* p, const char* until, const char* end, std::vector<double>& out) {
  while (!failed_) {
    while (p < until && separates(*p)) ++p;
    if (p >= until) break;
    double value = 0;
    const char* const stop = plain_decimal(p, value);
    if (stop != nullptr && stop < end && separates(*stop)) {
      out.push_back(value);
      p = stop;
      continue;
    }
    if (stop == end && carry({p, static_cast<std::size_t>(end - p)})) {
      carried_value_ = value;
      return end;
    }
    const char* token_end = p;
    while (token_end != end && !separates(*token_end)) ++token_end;
    const std::string_view token(p, static_cast<std::size_t>(token_end - p));
    p = token_end;
    if (token_end == end) {
      carry(token);
      break;
    }
    take(token, out);
  }
  return p;
}

void NumberStream::end(std::vector<double>& out) {
  if (!failed_ && carried_size_ > 0) take_carried(out);
  carried_size_ = 0;
  carried_value_.reset();
}

}  // namespace geo
