#include "twin_core/base/digest.hpp"

#include <openssl/evp.h>

#include <cstdlib>

namespace twin {
namespace {

/// Fetched once: the lookup by name costs more than hashing a small record.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

int nibble_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string Digest::hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::optional<Digest> Digest::from_hex(std::string_view text) {
  Digest out;
  if (text.size() != 2 * out.bytes.size()) return std::nullopt;
  for (std::size_t i = 0; i < out.bytes.size(); ++i) {
    const int high = nibble_of(text[2 * i]);
    const int low = nibble_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return out;
}

Digest sha256(ByteView bytes) {
  Digest out;
  unsigned int length = 0;
  // A failure here means a broken libcrypto: nothing that is hashed could be trusted any more.
  if (EVP_Digest(bytes.data(), bytes.size(), out.bytes.data(), &length, sha256_method(), nullptr) != 1 ||
      length != out.bytes.size()) {
    std::abort();
  }
  return out;
}

Digest sha256(std::string_view text) {
  return sha256(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace twin
