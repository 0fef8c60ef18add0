#include "twin_core/city/other_levels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/appearance_record.hpp"

namespace twin {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr double kStepsPerMetre = 1e4;
constexpr std::int64_t kFarthest = 1'000'000'000'000'000;  ///< in steps
constexpr std::uint64_t kLastSurfaceKind = static_cast<std::uint64_t>(SurfaceKind::kDoor);
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

using Steps = std::array<std::int64_t, 3>;

/// Records hold texts, so bytes become letters: RFC 4648, section 4, without padding.
std::string letters_of(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (held += 8; held >= 6; held -= 6) out += kLetters[bits >> (held - 6) & 63U];
  }
  if (held > 0) out += kLetters[bits << (6 - held) & 63U];
  return out;
}

std::optional<Bytes> bytes_of(std::string_view letters) {
  static const auto kValues = [] {
    std::array<std::int8_t, 256> out;
    out.fill(-1);
    for (std::size_t i = 0; i < kLetters.size(); ++i) out[static_cast<std::uint8_t>(kLetters[i])] = static_cast<std::int8_t>(i);
    return out;
  }();
  Bytes out;
  out.reserve(letters.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char letter : letters) {
    const auto value = kValues[static_cast<std::uint8_t>(letter)];
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (held += 6; held >= 8) out.push_back(static_cast<std::uint8_t>(bits >> (held -= 8)));
  }
  return out;
}

/// Each position as the way from the one before: neighbours are near.
class LevelWriter {
 public:
  void put(const ShapePart& part) {
    out_.text(part.lod);
    out_.flag(part.solids_apart);
    out_.varint(part.polygons.size());
    for (const auto& polygon : part.polygons) {
      out_.varint(static_cast<std::uint64_t>(polygon.kind));
      out_.varint(polygon.wall);
      out_.varint(polygon.interiors.size());
      put(polygon.exterior);
      for (const auto& ring : polygon.interiors) put(ring);
    }
    out_.varint(part.solids.size());
    for (const auto& solid : part.solids) {
      out_.varint(solid.shells.size());
      for (const auto& shell : solid.shells) {
        out_.varint(shell.size());
        for (const auto& face : shell) out_.varint((std::uint64_t{face.polygon} << 1) | (face.reversed ? 1U : 0U));
      }
    }
  }
  ByteWriter& out() { return out_; }

 private:
  void put(const Ring3& ring) {
    out_.varint(ring.points.size());
    for (const auto& point : ring.points) {
      const Steps next{step(point.east), step(point.north), step(point.up)};
      for (std::size_t i = 0; i < next.size(); ++i) out_.whole(next[i] - last_[i]);
      last_ = next;
    }
  }
  static std::int64_t step(double metres) { return std::llround(metres * kStepsPerMetre); }

  ByteWriter out_;
  Steps last_{};
};

class LevelReader {
 public:
  explicit LevelReader(ByteView bytes) : in_(bytes) {}

  /// A face that names no polygon is a failure, so nobody has to check again.
  ShapePart part() {
    ShapePart out;
    out.lod = in_.text();
    out.solids_apart = in_.flag();
    const auto polygons = in_.count(4);
    for (std::size_t i = 0; i < polygons && in_.ok(); ++i) {
      auto& polygon = out.polygons.emplace_back();
      polygon.kind = static_cast<SurfaceKind>(in_.varint(kLastSurfaceKind));
      polygon.wall = static_cast<std::uint32_t>(in_.varint(UINT32_MAX));
      const auto interiors = in_.count(1);
      polygon.exterior = ring();
      for (std::size_t k = 0; k < interiors && in_.ok(); ++k) polygon.interiors.push_back(ring());
    }
    const auto solids = in_.count(1);
    for (std::size_t i = 0; i < solids && in_.ok(); ++i) {
      auto& solid = out.solids.emplace_back();
      const auto shells = in_.count(1);
      for (std::size_t k = 0; k < shells && in_.ok(); ++k) solid.shells.push_back(shell(out.polygons.size()));
    }
    return out;
  }
  ByteReader& in() { return in_; }

 private:
  std::vector<ShellFace> shell(std::size_t polygons) {
    std::vector<ShellFace> out;
    const auto faces = in_.count(1);
    for (std::size_t i = 0; i < faces && in_.ok(); ++i) {
      const auto bits = in_.varint();
      if ((bits >> 1) >= polygons) in_.fail();
      out.push_back({static_cast<std::uint32_t>(bits >> 1), (bits & 1) != 0});
    }
    return out;
  }

  Ring3 ring() {
    Ring3 out;
    const auto points = in_.count(3);
    for (std::size_t i = 0; i < points && in_.ok(); ++i) {
      for (auto& step : last_) {
        const auto way = in_.whole();
        if (way > 2 * kFarthest || way < -2 * kFarthest) in_.fail();
        if (!in_.ok()) return out;
        step += way;
        if (step > kFarthest || step < -kFarthest) in_.fail();
      }
      const auto metres = [](std::int64_t steps) { return static_cast<double>(steps) / kStepsPerMetre; };
      out.points.push_back({metres(last_[0]), metres(last_[1]), metres(last_[2])});
    }
    return out;
  }

  ByteReader in_;
  Steps last_{};
};

}  // namespace

bool are_other_levels(const GenericAttribute& attribute) { return attribute.type == kLevelsType; }

GenericAttribute attribute_of(const OtherLevels& levels) {
  LevelWriter writer;
  writer.out().byte(kVersion);
  writer.out().varint(levels.shape.parts.size());
  for (std::size_t i = 0; i < levels.shape.parts.size(); ++i) {
    writer.out().varint(levels.part_of[i]);
    writer.put(levels.shape.parts[i]);
  }
  record::put(writer.out(), levels.shape.appearance);
  return {"other levels of detail", std::string(kLevelsType), letters_of(writer.out().bytes()), ""};
}

std::optional<OtherLevels> other_levels_of(const GenericAttribute& attribute) {
  if (!are_other_levels(attribute)) return std::nullopt;
  const auto bytes = bytes_of(attribute.value);
  if (!bytes) return std::nullopt;
  LevelReader reader(*bytes);
  auto& in = reader.in();
  if (in.byte() != kVersion) return std::nullopt;
  OtherLevels out;
  const auto count = in.count(4);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    out.part_of.push_back(static_cast<std::uint32_t>(in.varint(UINT32_MAX)));
    out.shape.parts.push_back(reader.part());
  }
  if (in.ok()) out.shape.appearance = record::take_appearance(in, out.shape.parts);
  return in.finished() ? std::optional(std::move(out)) : std::nullopt;
}

OtherLevels other_levels_of(const BuildingShape& shape) {
  for (const auto& attribute : shape.attributes) {
    if (auto levels = other_levels_of(attribute)) return *std::move(levels);
  }
  return {};
}

}  // namespace twin
