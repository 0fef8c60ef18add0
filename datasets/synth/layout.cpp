#include "datasets/synth/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "datasets/synth/draw.hpp"

namespace datasets {
namespace {

constexpr int kSide = Layout::kDistrict;
constexpr double kColumnM = 106, kRowM = 92;
using Plan = std::array<std::string_view, kSide>;

/// From north to south. The first is always the middle of the city.
constexpr Plan kTown{"DDRSVII", "DRSTSKI", "RSPPPKT", "DPPQPPS", "DSPOPPV", "RRYGGST", "DDLVRDR"};
constexpr std::array<Plan, 3> kPlans{
    kTown,
    Plan{"DDRDDDD", "DRSGSRD", "RSTPKSD", "DGPQYGR", "DSTPSSD", "DRSGSRD", "DDRDVDR"},
    Plan{"RSSTSSR", "SPPPPKI", "SPOPPTI", "TPPQPPS", "SPYPPLI", "RSGGSKI", "DRRSVRD"},
};

int floor_divide(int a, int b) {
  return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/// Smooth wave of period 1 between -1 and 1, out of parabolas.
double wave(double t) {
  const double phase = t - std::floor(t);
  const double half = phase < 0.5 ? phase : phase - 0.5;
  const double arch = 16 * half * (0.5 - half);
  return phase < 0.5 ? arch : -arch;
}

/// Half the width of the street on a grid line: wide around districts, a main street through each.
double half_street(int line) {
  switch (line - kSide * floor_divide(line, kSide)) {
    case 0:
      return 13;
    case 3:
      return 10;
    default:
      return 7.5;
  }
}

struct Place {
  int x, y;
};

/// All places of a square, the nearest to its middle first.
std::vector<Place> from_middle(int low, int high, int middle) {
  std::vector<Place> out;
  for (int y = low; y <= high; ++y) {
    for (int x = low; x <= high; ++x) {
      out.push_back({x, y});
    }
  }
  std::stable_sort(out.begin(), out.end(), [middle](Place a, Place b) {
    auto away = [middle](Place p) {
      return (p.x - middle) * (p.x - middle) + (p.y - middle) * (p.y - middle);
    };
    return away(a) < away(b);
  });
  return out;
}

}  // namespace

std::string Block::name() const {
  return fmt::format("block {} {}", column, row);
}

Spot Layout::crossing(int column, int row) const {
  Draw draw(seed_, fmt::format("crossing {} {}", column, row));
  Draw whole_column(seed_, fmt::format("column {}", column)), whole_row(seed_, fmt::format("row {}", row));
  const double x = column * kColumnM + whole_column.metres(-7, 7) + draw.metres(-3.5, 3.5);
  const double y = row * kRowM + whole_row.metres(-7, 7) + draw.metres(-3.5, 3.5);
  return {x + 13 * wave(y / 940), y + 11 * wave(x / 1130)};
}

char Layout::letter_at(int column, int row) const {
  const int east = floor_divide(column, kSide), north = floor_divide(row, kSide);
  int x = column - east * kSide, y = row - north * kSide;
  const Plan* plan = &kTown;
  if (east != 0 || north != 0) {
    Draw draw(seed_, fmt::format("district {} {}", east, north));
    plan = &kPlans[static_cast<std::size_t>(draw.between(0, 2))];
    x = draw.percent(50) ? kSide - 1 - x : x;
    y = draw.percent(50) ? kSide - 1 - y : y;
  }
  return (*plan)[static_cast<std::size_t>(kSide - 1 - y)][static_cast<std::size_t>(x)];
}

Block Layout::block_at(int column, int row) const {
  Block block;
  block.column = column;
  block.row = row;
  block.use = static_cast<BlockUse>(letter_at(column, row));
  const Quad centre_lines{crossing(column, row), crossing(column + 1, row), crossing(column + 1, row + 1),
                          crossing(column, row + 1)};
  block.plot = inset(centre_lines,
                     {half_street(row), half_street(column + 1), half_street(row + 1), half_street(column)});
  return block;
}

void Layout::for_each_block(const std::function<bool(const Block&)>& visit) const {
  const std::vector<Place> order = from_middle(0, kSide - 1, kSide / 2);
  for (int ring = 0;; ++ring) {
    for (Place district : from_middle(-ring, ring, 0)) {
      if (std::max(std::abs(district.x), std::abs(district.y)) != ring) {
        continue;
      }
      for (Place place : order) {
        if (!visit(block_at(district.x * kSide + place.x, district.y * kSide + place.y))) {
          return;
        }
      }
    }
  }
}

std::string street_name(const Block& block, int side) {
  constexpr std::array<std::string_view, 42> kFirst{
      "Kaisla",   "Luoto",     "Masto",  "Ankkuri", "Köysi",  "Purje", "Lokki",   "Tiira",    "Haahka",
      "Laituri",  "Hiekka",    "Kallio", "Pihlaja", "Koivu",  "Leppä", "Tammi",   "Vaahtera", "Apila",
      "Kanerva",  "Kielo",     "Vuokko", "Sini",    "Rusko",  "Aamu",  "Ilta",    "Kuu",      "Tähti",
      "Halla",    "Usva",      "Sade",   "Tuuli",   "Myrsky", "Airo",  "Peräsin", "Majakka",  "Poiju",
      "Simpukka", "Meripihka", "Kaarna", "Tyrni",   "Suola",  "Verkko"};
  const bool is_row = side == 0 || side == 2;
  const int line = is_row ? block.row + (side == 2 ? 1 : 0) : block.column + (side == 1 ? 1 : 0);
  const auto count = static_cast<int>(kFirst.size());
  // Steps that share no factor with 42 walk through all the names before one returns.
  const int step = is_row ? 5 * line + 1 : 11 * line + 20;
  const std::string_view first = kFirst[static_cast<std::size_t>(step - count * floor_divide(step, count))];
  return fmt::format("{}{}", first, is_row ? "tie" : "katu");
}

}  // namespace datasets
