#include "twin_core/base/random_stream.hpp"

#include <cassert>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/base/digest.hpp"

namespace twin {
namespace {

std::uint32_t word(const Digest& digest, std::size_t index) {
  std::uint32_t out = 0;
  for (std::size_t i = 4; i-- > 0;) out = (out << 8) | digest.bytes[4 * index + i];
  return out;
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53;
  constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t kWeyl0 = 0x9E3779B9;
  constexpr std::uint32_t kWeyl1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = kMultiplier0 * counter[0];
    const std::uint64_t product1 = kMultiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return counter;
}

RandomStream::RandomStream(std::uint64_t seed, std::string_view engine, std::string_view entity) {
  ByteWriter name;
  name.varint(seed);
  name.text(engine);
  name.text(entity);
  const Digest digest = sha256(name.bytes());
  key_ = {word(digest, 0), word(digest, 1)};
  name_ = {word(digest, 2), word(digest, 3)};
}

std::uint64_t RandomStream::at(std::uint64_t index) const {
  const std::uint64_t block = index / 2;
  const auto words = philox4x32_10(
      {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32), name_[0], name_[1]}, key_);
  const std::size_t half = 2 * static_cast<std::size_t>(index % 2);
  return (static_cast<std::uint64_t>(words[half + 1]) << 32) | words[half];
}

std::uint64_t RandomStream::next() { return at(index_++); }

double RandomStream::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double RandomStream::between(double low, double high) {
  const double value = low + (high - low) * uniform();
  return value < high ? value : low;  // rounding may reach the upper end
}

std::uint64_t RandomStream::below(std::uint64_t limit) {
  assert(limit > 0);
  // Values under this bound would fall unevenly on the remainders.
  const std::uint64_t uneven = (0 - limit) % limit;
  std::uint64_t value = next();
  while (value < uneven) value = next();
  return value % limit;
}

bool RandomStream::chance(double probability) { return uniform() < probability; }

}  // namespace twin
