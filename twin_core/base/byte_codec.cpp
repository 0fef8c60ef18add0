#include "twin_core/base/byte_codec.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "twin_core/base/text.hpp"

namespace twin {

void ByteWriter::varint(std::uint64_t value) {
  while (value >= 0x80) {
    byte(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  byte(static_cast<std::uint8_t>(value));
}

void ByteWriter::whole(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  varint((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void ByteWriter::real(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
  std::array<std::uint8_t, sizeof bits> eight{};
  for (std::size_t i = 0; i < eight.size(); ++i) eight[i] = static_cast<std::uint8_t>(bits >> (8 * i));
  out_.insert(out_.end(), eight.begin(), eight.end());
}

void ByteWriter::text(std::string_view value) {
  varint(value.size());
  out_.insert(out_.end(), value.begin(), value.end());
}

void ByteWriter::digest(const Digest& value) { out_.insert(out_.end(), value.bytes.begin(), value.bytes.end()); }

void ByteWriter::blob(ByteView value) {
  varint(value.size());
  out_.insert(out_.end(), value.begin(), value.end());
}

void ByteReader::fail() {
  ok_ = false;
  rest_ = {};
}

ByteView ByteReader::take(std::uint64_t size) {
  if (size > rest_.size()) {
    fail();
    return {};
  }
  const ByteView out = rest_.first(static_cast<std::size_t>(size));
  rest_ = rest_.subspan(static_cast<std::size_t>(size));
  return out;
}

std::uint8_t ByteReader::byte() {
  const ByteView one = take(1);
  return one.empty() ? std::uint8_t{0} : one[0];
}

bool ByteReader::flag() {
  const std::uint8_t value = byte();
  if (value > 1) fail();
  return ok_ && value == 1;
}

std::uint64_t ByteReader::varint(std::uint64_t limit) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t next = byte();
    if (!ok_) return 0;
    const std::uint64_t bits = next & 0x7F;
    const bool overflows = shift == 63 && bits > 1;
    const bool longer_than_needed = shift > 0 && next == 0;
    if (overflows || longer_than_needed) break;
    value |= bits << shift;
    if (next < 0x80) {
      if (value > limit) break;
      return value;
    }
  }
  fail();
  return 0;
}

std::int64_t ByteReader::whole() {
  const std::uint64_t bits = varint();
  return static_cast<std::int64_t>((bits >> 1) ^ ((bits & 1) != 0 ? ~std::uint64_t{0} : 0));
}

double ByteReader::real() {
  const ByteView eight = take(8);
  if (!ok_) return 0;
  std::uint64_t bits = 0;
  for (std::size_t i = 8; i-- > 0;) bits = (bits << 8) | eight[i];
  const auto value = std::bit_cast<double>(bits);
  if (!std::isfinite(value) || (value == 0 && bits != 0)) {
    fail();
    return 0;
  }
  return value;
}

std::string ByteReader::text() {
  const ByteView view = take(varint());
  std::string out(reinterpret_cast<const char*>(view.data()), view.size());
  if (!is_valid_utf8(out)) {
    fail();
    return {};
  }
  return out;
}

Digest ByteReader::digest() {
  Digest out;
  const ByteView view = take(out.bytes.size());
  if (ok_) std::copy(view.begin(), view.end(), out.bytes.begin());
  return out;
}

Bytes ByteReader::blob() {
  const ByteView view = take(varint());
  return {view.begin(), view.end()};
}

std::size_t ByteReader::count(std::size_t item_bytes) {
  return static_cast<std::size_t>(varint(rest_.size() / std::max<std::size_t>(item_bytes, 1)));
}

}  // namespace twin
