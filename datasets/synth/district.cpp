#include "datasets/synth/district.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "datasets/synth/block_uses.hpp"
#include "datasets/synth/draw.hpp"
#include "datasets/synth/noise.hpp"

namespace datasets {
namespace {

constexpr double kColumnM = 760, kRowM = 680;

/// A side of a piece of land that is still to be cut: from this corner on, along a street.
struct Side {
  Spot from;
  std::size_t line;
};
using Piece = std::vector<Side>;

struct Grain {
  double along_m, across_m;  ///< of a usual block, between the middles of its streets
};

Grain grain_of(Character character) {
  switch (character) {
    case Character::kTown:
      return {108, 94};
    case Character::kCore:
      return {112, 92};
    case Character::kInner:
      return {128, 100};
    case Character::kCentre:
      return {130, 112};
    case Character::kSlabSuburb:
      return {170, 128};
    case Character::kHouseSuburb:
      return {150, 78};
    case Character::kIndustry:
      return {190, 140};
    case Character::kForest:
      return {290, 230};
  }
  return {120, 100};
}

class Cutter {
 public:
  Cutter(District& district, Draw draw)
      : district_(district), draw_(std::move(draw)), grain_(grain_of(district.character)) {}

  void cut(const Piece& piece, int level);
  std::vector<Piece> done;

 private:
  struct Hit {
    std::size_t side;
    Spot at;
    std::size_t node;
  };
  /// Where the line through `at` along `d` leaves the piece at a side that runs forward (or backward).
  bool hit(const Piece& piece, Spot at, Spot d, std::vector<Hit>& out);
  std::size_t node_at(std::size_t line, Spot spot, const Piece& piece, std::size_t side);

  District& district_;
  Draw draw_;
  Grain grain_;
};

Polygon ring_of(const Piece& piece) {
  Polygon out;
  for (const Side& side : piece) {
    out.push_back(side.from);
  }
  return out;
}

/// The box of least area along one of the sides.
Frame frame_of(const Polygon& ring) {
  Frame best(ring);
  for (std::size_t i = 0; i < ring.size(); ++i) {
    Frame frame = best;
    frame.u = unit(ring[(i + 1) % ring.size()] - ring[i]);
    frame.v = left_of(frame.u);
    double west = 1e18, east = -1e18, south = 1e18, north = -1e18;
    for (Spot spot : ring) {
      west = std::min(west, dot(spot, frame.u));
      east = std::max(east, dot(spot, frame.u));
      south = std::min(south, dot(spot, frame.v));
      north = std::max(north, dot(spot, frame.v));
    }
    frame.origin = frame.u * west + frame.v * south;
    frame.width = east - west;
    frame.depth = north - south;
    if (frame.width * frame.depth < best.width * best.depth - 0.01) {
      best = frame;
    }
  }
  if (best.width < best.depth) {  // u the longer way
    const Spot corner = best.origin + best.u * best.width;
    std::swap(best.width, best.depth);
    best.origin = corner;
    const Spot was = best.u;
    best.u = best.v;
    best.v = was * -1;
  }
  return best;
}

std::size_t Cutter::node_at(std::size_t line, Spot spot, const Piece& piece, std::size_t side) {
  // A street that would meet another just beside a crossing meets it at the crossing.
  const Spot a = piece[side].from, b = piece[(side + 1) % piece.size()].from;
  for (std::size_t node : district_.lines[line].nodes) {
    const Spot there = district_.nodes[node];
    if (length(there - spot) < 17 && dot(there - a, b - a) > 0 && dot(there - b, a - b) > 0 && length(there - a) > 24 &&
        length(there - b) > 24) {
      return node;
    }
  }
  district_.nodes.push_back(spot);
  const std::size_t node = district_.nodes.size() - 1;
  auto& on_line = district_.lines[line].nodes;
  const Spot first = district_.nodes[on_line.front()];
  auto after = std::find_if(on_line.begin(), on_line.end(), [&](std::size_t other) {
    return length(district_.nodes[other] - first) > length(spot - first);
  });
  on_line.insert(after, node);
  return node;
}

bool Cutter::hit(const Piece& piece, Spot at, Spot d, std::vector<Hit>& out) {
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const Spot a = piece[i].from, b = piece[(i + 1) % piece.size()].from;
    const double turn = cross(d, b - a);
    const double fa = cross(d, a - at), fb = cross(d, b - at);
    if ((fa < 0) != (fb < 0) && turn != 0) {
      const double t = fa / (fa - fb);
      const Spot spot = a + (b - a) * t;
      if (length(spot - a) < 22 || length(spot - b) < 22) {
        return false;  // too near a corner
      }
      out.push_back({i, spot, 0});
    }
  }
  return out.size() == 2;
}

void Cutter::cut(const Piece& piece, int level) {
  const Polygon ring = ring_of(piece);
  const Frame frame = frame_of(ring);
  const double along = frame.width / grain_.along_m, across = frame.depth / grain_.across_m;
  const double enough = 1.25 + draw_.between(0, 35) / 100.0;
  if (std::max(along, across) < enough || level > 12) {
    done.push_back(piece);
    return;
  }
  const bool is_across = along >= across;  // the new street runs across the longer way
  for (int attempt = 0; attempt < 6; ++attempt) {
    const double part = draw_.between(42, 58) / 100.0, tilt = draw_.between(-14, 14) / 100.0 / (level < 2 ? 1.0 : 2.0);
    const Spot run = is_across ? frame.u : frame.v, way = is_across ? frame.v : frame.u;
    const double size = is_across ? frame.width : frame.depth, breadth = is_across ? frame.depth : frame.width;
    const Spot at = frame.origin + run * (size * part) + way * (breadth / 2);
    const Spot d = unit(way + run * tilt);
    std::vector<Hit> hits;
    if (!hit(piece, at, d, hits)) {
      continue;
    }
    for (Hit& h : hits) {
      h.node = node_at(piece[h.side].line, h.at, piece, h.side);
      h.at = district_.nodes[h.node];
    }
    StreetLine line;
    line.nodes = {hits[0].node, hits[1].node};
    line.half_width_m = level < 2 ? 8.5 : level < 4 ? 7 : 5.5;
    line.highway = level < 2 ? "tertiary" : "residential";
    const std::size_t index = district_.lines.size();
    district_.lines.push_back(line);
    Piece one, two;  // one: from hit 0 on to hit 1; two: the rest
    const std::size_t n = piece.size();
    one.push_back({hits[0].at, piece[hits[0].side].line});
    for (std::size_t i = hits[0].side + 1; i <= hits[1].side; ++i) {
      one.push_back(piece[i]);
    }
    one.push_back({hits[1].at, index});
    two.push_back({hits[1].at, piece[hits[1].side].line});
    for (std::size_t i = hits[1].side + 1; i <= hits[0].side + n; ++i) {
      two.push_back(piece[i % n]);
    }
    two.push_back({hits[0].at, index});
    cut(one, level + 1);
    cut(two, level + 1);
    return;
  }
  done.push_back(piece);
}

/// The plot of a piece: its sides bent with the land, moved in from the middles of the streets, acute corners cut.
Polygon plot_of(const Piece& piece, const District& district, const LieOfLand& land, std::vector<std::size_t>& side_lines) {
  Polygon ring;
  std::vector<double> half;
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const Spot a = piece[i].from, b = piece[(i + 1) % piece.size()].from;
    const int parts = std::max(1, static_cast<int>(length(b - a) / 52));
    for (int k = 0; k < parts; ++k) {
      ring.push_back(land.bent(a + (b - a) * (static_cast<double>(k) / parts)));
      half.push_back(district.lines[piece[i].line].half_width_m);
      lines.push_back(piece[i].line);
    }
  }
  const Polygon inner = inset(ring, half);
  Polygon out;
  const std::size_t n = inner.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Spot before = inner[(i + n - 1) % n], here = inner[i], after = inner[(i + 1) % n];
    const Spot d = unit(here - before), e = unit(after - here);
    if (length(after - here) < 7) {
      return {};
    }
    const double reach = std::min({10.0, length(here - before) / 3, length(after - here) / 3});
    if (dot(d, e) < -0.35 && cross(d, e) > 0) {
      out.push_back(here - d * reach);
      side_lines.push_back(lines[i]);
      out.push_back(here + e * reach);
    } else {
      out.push_back(here);
    }
    side_lines.push_back(lines[i]);
  }
  return out;
}

}  // namespace

std::string Block::name() const {
  return fmt::format("block {} {} {}", east, north, number);
}

Spot district_corner(std::uint64_t seed, int east, int north) {
  const std::uint64_t bits = lattice_bits(seed, 10, east, north);
  const double x = static_cast<double>(bits % 201) - 100, y = static_cast<double>((bits >> 20) % 181) - 90;
  return {(east - 0.5) * kColumnM + x, (north - 0.5) * kRowM + y};
}

District::District(std::uint64_t city_seed, int column, int row, std::uint64_t order)
    : east(column), north(row), serial(order), seed(city_seed) {
  const LieOfLand land(seed);
  character = character_of(seed, east, north);
  const std::array<Spot, 4> corners{district_corner(seed, east, north), district_corner(seed, east + 1, north),
                                    district_corner(seed, east + 1, north + 1), district_corner(seed, east, north + 1)};
  bool is_in_the_sea = true;
  Piece whole;
  for (std::size_t i = 0; i < 4; ++i) {
    nodes.push_back(corners[i]);
    // South and north run east, east and west run north, so that neighbours agree on the direction.
    const std::array<std::array<std::size_t, 2>, 4> ends{{{0, 1}, {1, 2}, {3, 2}, {0, 3}}};
    StreetLine line;
    line.nodes = {ends[i][0], ends[i][1]};
    line.half_width_m = 12;
    line.highway = "secondary";
    lines.push_back(line);
    whole.push_back({corners[i], i});
    for (int k = 0; k < 4; ++k) {
      const Spot along = corners[i] + (corners[(i + 1) % 4] - corners[i]) * (k / 4.0);
      is_in_the_sea = is_in_the_sea && land.from_shore(land.bent(along)) < 0 &&
                      land.from_shore(land.bent(along * 0.5 + (corners[0] + corners[2]) * 0.25)) < 0;
    }
  }
  if (is_in_the_sea) {
    return;
  }
  Cutter cutter(*this, Draw(seed, fmt::format("streets {} {}", east, north)));
  cutter.cut(whole, 0);
  const Spot middle = land.bent((corners[0] + corners[1] + corners[2] + corners[3]) * 0.25);
  for (const Piece& piece : cutter.done) {
    Block block;
    std::vector<std::size_t> side_lines;
    block.plot = plot_of(piece, *this, land, side_lines);
    if (block.plot.size() < 3 || area_m2(block.plot) < 900) {
      continue;
    }
    double shore = 1e18;
    for (Spot spot : block.plot) {
      shore = std::min(shore, land.from_shore(spot));
    }
    if (land.from_shore(middle_of(block.plot)) < 0) {
      continue;  // in the sea
    }
    block.east = east;
    block.north = north;
    block.district_serial = serial;
    block.use = shore < 6 ? BlockUse::kPark : BlockUse::kVacant;
    for (std::size_t line : side_lines) {
      block.streets.push_back(street_name(line));
    }
    blocks.push_back(std::move(block));
  }
  std::stable_sort(blocks.begin(), blocks.end(), [middle](const Block& a, const Block& b) {
    const Spot to_a = middle_of(a.plot) - middle, to_b = middle_of(b.plot) - middle;
    return dot(to_a, to_a) < dot(to_b, to_b);
  });
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    blocks[i].number = static_cast<int>(i);
  }
  give_uses(*this);
}

std::string District::street_name(std::size_t line) const {
  constexpr std::array<std::string_view, 64> kFirst{
      "Kaisla",   "Luoto",     "Masto",  "Ankkuri", "Köysi",  "Purje",  "Lokki",   "Tiira",    "Haahka",  "Laituri", "Hiekka",
      "Kallio",   "Pihlaja",   "Koivu",  "Leppä",   "Tammi",  "Apila",  "Kanerva", "Kielo",    "Vuokko",  "Sini",    "Rusko",
      "Aamu",     "Ilta",      "Kuu",    "Tähti",   "Halla",  "Usva",   "Sade",    "Tuuli",    "Myrsky",  "Airo",    "Peräsin",
      "Majakka",  "Poiju",     "Tyrni",  "Kaarna",  "Suola",  "Verkko", "Simpukka", "Meripihka", "Vaahtera", "Lehmus", "Saarni",
      "Jalava",   "Pähkinä",   "Kataja", "Varpu",   "Karpalo", "Mustikka", "Puolukka", "Lakka", "Ketunleipä", "Orvokki", "Vanamo",
      "Niitty",   "Pelto",     "Aitta",  "Mylly",   "Paja",   "Tervas", "Honka",   "Korpi",    "Suvi"};
  constexpr std::array<std::string_view, 3> kTown{"katu", "katu", "kuja"};
  constexpr std::array<std::string_view, 4> kSuburb{"tie", "polku", "kuja", "tie"};
  if (line < 4) {  // the roads between districts, of both sides alike
    const int column = line == 1 ? east + 1 : east, row = line == 2 ? north + 1 : north;
    const std::uint64_t bits = lattice_bits(seed, line % 2 == 0 ? 11 : 12, line % 2 == 0 ? 0 : column, line % 2 == 0 ? row : 0);
    return fmt::format("{}{}", kFirst[bits % kFirst.size()], line % 2 == 0 ? "väylä" : "nkaari");
  }
  const std::uint64_t start = lattice_bits(seed, 13, east, north);
  const std::string_view first = kFirst[(start + 5 * line) % kFirst.size()];
  const bool is_town = character == Character::kTown || character == Character::kCore || character == Character::kInner;
  return fmt::format("{}{}", first, is_town ? kTown[line % kTown.size()] : kSuburb[line % kSuburb.size()]);
}

}  // namespace datasets
