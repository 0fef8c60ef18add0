#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "twin_core/base/digest.hpp"

namespace twin {

/// Writes the canonical bytes of records and commits: numbers as varints (LEB128) or little-endian,
/// text and lists with their length in front.
class ByteWriter {
 public:
  /// @param expected  about so many bytes will be written
  explicit ByteWriter(std::size_t expected = 0) { out_.reserve(expected); }

  void byte(std::uint8_t value) { out_.push_back(value); }
  void flag(bool value) { byte(value ? 1 : 0); }
  void varint(std::uint64_t value);
  void whole(std::int64_t value);      ///< signed, zigzag varint
  void real(double value);             ///< finite; minus zero is written as zero
  void text(std::string_view value);
  void digest(const Digest& value);
  void blob(ByteView value);

  const Bytes& bytes() const& { return out_; }
  Bytes bytes() && { return std::move(out_); }

 private:
  Bytes out_;
};

/// Reads what ByteWriter wrote and nothing else: longer spellings of a number, numbers that are not
/// finite, flags beyond 0 and 1 and text that is no UTF-8 all fail, so equal values have one spelling.
/// After the first failure every answer is zero or empty and `ok()` stays false. No length is trusted.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  std::uint8_t byte();
  bool flag();
  std::uint64_t varint(std::uint64_t limit = std::numeric_limits<std::uint64_t>::max());
  std::int64_t whole();
  double real();
  std::string text();
  Digest digest();
  Bytes blob();

  /// Length of a list whose items take at least `item_bytes` each: more than could follow is a failure.
  std::size_t count(std::size_t item_bytes);

  void fail();
  bool ok() const { return ok_; }
  bool finished() const { return ok_ && rest_.empty(); }
  std::size_t left() const { return rest_.size(); }  ///< bytes not read yet; none after a failure

 private:
  ByteView take(std::uint64_t size);
  ByteView rest_;
  bool ok_ = true;
};

}  // namespace twin
