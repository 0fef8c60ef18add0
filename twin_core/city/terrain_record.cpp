#include <limits>

#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

constexpr std::uint8_t kTerrainVersion = 1;
constexpr std::uint8_t kHeightsVersion = 1;

std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

}  // namespace

Bytes encode(const Terrain& terrain) {
  ByteWriter out;
  out.byte(kTerrainVersion);
  out.text(terrain.id);
  out.real(terrain.first.east);
  out.real(terrain.first.north);
  out.real(terrain.step_m);
  out.varint(terrain.columns);
  out.varint(terrain.rows);
  out.real(terrain.lowest_m);
  out.real(terrain.highest_m);
  out.varint(terrain.missing);
  out.digest(terrain.heights);
  out.text(terrain.source);
  return std::move(out).bytes();
}

Result<Terrain> decode_terrain(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kTerrainVersion);
  Terrain terrain;
  terrain.id = in.text();
  terrain.first.east = in.real();
  terrain.first.north = in.real();
  terrain.step_m = in.real();
  terrain.columns = static_cast<std::uint32_t>(in.varint(std::numeric_limits<std::uint32_t>::max()));
  terrain.rows = static_cast<std::uint32_t>(in.varint(std::numeric_limits<std::uint32_t>::max()));
  terrain.lowest_m = in.real();
  terrain.highest_m = in.real();
  terrain.missing = in.varint();
  terrain.heights = in.digest();
  terrain.source = in.text();
  if (!in.finished() || !(terrain.step_m > 0)) return record::malformed("terrain");
  return terrain;
}

/// Of every post the difference from the last one that has a height, plus one; 0 where it has none. The ground is
/// even, so that most take one byte or two.
Bytes encode(const TerrainHeights& heights) {
  ByteWriter out;
  out.byte(kHeightsVersion);
  out.varint(heights.columns);
  out.varint(heights.rows);
  std::int64_t before = 0;
  for (const std::int32_t height : heights.millimetres) {
    if (height == TerrainHeights::kMissing) {
      out.varint(0);
      continue;
    }
    out.varint(zigzag(height - before) + 1);
    before = height;
  }
  return std::move(out).bytes();
}

Result<TerrainHeights> decode_terrain_heights(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kHeightsVersion);
  TerrainHeights heights;
  heights.columns = static_cast<std::uint32_t>(in.varint(std::numeric_limits<std::uint32_t>::max()));
  heights.rows = static_cast<std::uint32_t>(in.varint(std::numeric_limits<std::uint32_t>::max()));
  const std::uint64_t count = static_cast<std::uint64_t>(heights.columns) * heights.rows;
  if (!in.ok() || count > bytes.size()) return record::malformed("terrain heights");
  heights.millimetres.reserve(count);
  std::int64_t before = 0;
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    const std::uint64_t told = in.varint(std::uint64_t{1} << 34U);
    if (told == 0) {
      heights.millimetres.push_back(TerrainHeights::kMissing);
      continue;
    }
    before += unzigzag(told - 1);
    if (before <= TerrainHeights::kMissing || before > std::numeric_limits<std::int32_t>::max()) {
      in.fail();
      break;
    }
    heights.millimetres.push_back(static_cast<std::int32_t>(before));
  }
  if (!in.finished()) return record::malformed("terrain heights");
  return heights;
}

}  // namespace twin
