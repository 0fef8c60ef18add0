#pragma once

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
  void take(std::string_view token, std::vector<double>& out);
  void fail(std::string_view token);

  std::string carry_;  ///< beginning of a token whose end has not come yet
  bool commas_ = false;
  bool failed_ = false;
  std::string bad_token_;
};

}  // namespace geo
