#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Numbers out of text that comes in pieces; a number may be cut anywhere. Separated by XML white
/// space, or also by commas where asked. Locale plays no part.
class NumberStream {
 public:
  void begin(bool commas);
  /// Appends the numbers that are complete.
  void feed(std::string_view piece, std::vector<double>& out);
  /// The text has ended: appends the last number.
  void end(std::vector<double>& out);

  bool failed() const { return failed_; }
  /// The first token that is no finite number.
  const std::string& bad_token() const { return bad_token_; }

 private:
  bool separates(char c) const {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || (commas_ && c == ',');
  }
  const char* take_tokens(const char* p, const char* until, const char* end, std::vector<double>& out);
  void take(std::string_view token, std::vector<double>& out);
  void take_carried(std::vector<double>& out);
  bool carry(std::string_view piece);
  void fail(std::string_view token);

  static constexpr std::size_t kLongestToken = 64;
  /// Bytes that may be looked at from the beginning of a number on: a sign, twice sixteen digits, a point, one more.
  static constexpr std::ptrdiff_t kAhead = 40;

  std::array<char, kLongestToken + kAhead> carried_{};  ///< beginning of a token whose end has not come yet
  std::size_t carried_size_ = 0;
  std::optional<double> carried_value_;  ///< of a token that is a number as it stands
  bool commas_ = false;
  bool failed_ = false;
  std::string bad_token_;
};

}  // namespace geo
