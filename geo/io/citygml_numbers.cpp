#include "geo/io/citygml_numbers.hpp"

#include <charconv>
#include <cmath>

namespace geo {
namespace {

constexpr std::size_t kLongestToken = 64;

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
