#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace twin {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// SHA-256 of something. All zero bytes mean "nothing": the digest of an entity that does not exist.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  auto operator<=>(const Digest&) const = default;
  bool is_nothing() const { return *this == Digest{}; }
  std::string hex() const;                                 ///< 64 lower-case characters
  std::string short_hex() const { return hex().substr(0, 12); }
  static std::optional<Digest> from_hex(std::string_view text);
};

Digest sha256(ByteView bytes);
Digest sha256(std::string_view text);

struct DigestHash {
  std::size_t operator()(const Digest& digest) const {
    std::size_t out = 0;
    std::memcpy(&out, digest.bytes.data(), sizeof out);
    return out;
  }
};

}  // namespace twin
