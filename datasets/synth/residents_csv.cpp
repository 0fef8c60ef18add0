#include "datasets/synth/residents_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "datasets/synth/draw.hpp"

namespace datasets {
namespace {

constexpr int kGroups = 18;  // 0-4, 5-9 … 80-84, 85 and older
using Counts = std::array<std::array<int, kGroups>, 2>;

void put(Counts& counts, int sex, int age) {
  ++counts[static_cast<std::size_t>(sex)][static_cast<std::size_t>(std::min(age / 5, kGroups - 1))];
}

/// One household: somebody alone, a couple, or parents with children.
void settle(Counts& counts, Draw& draw, bool is_house) {
  const int kind = draw.between(1, 100);
  const int alone = is_house ? 16 : 48, couple = is_house ? 50 : 78;
  const int sex = draw.between(0, 1);
  if (kind <= alone) {
    const int age = draw.percent(45) ? draw.between(19, 36) : draw.percent(50) ? draw.between(37, 64) : draw.between(65, 93);
    // Women live longer: two of three of the old who live alone.
    put(counts, age >= 75 && draw.percent(33) ? 1 : sex, age);
    return;
  }
  if (kind <= couple) {
    const int age = draw.percent(55) ? draw.between(22, 55) : draw.between(56, 88);
    put(counts, 0, age);
    put(counts, 1, std::max(19, age - draw.between(-3, 5)));
    return;
  }
  const int age = draw.between(25, 52);
  const bool has_two = draw.percent(82);
  put(counts, has_two ? 0 : draw.percent(80) ? 1 : 0, age);
  if (has_two) {
    put(counts, 1, std::max(20, age - draw.between(-3, 4)));
  }
  const int children = draw.percent(42) ? 1 : draw.percent(75) ? 2 : draw.between(3, 4);
  for (int i = 0; i < children; ++i) {
    const int oldest = std::min(19, age - 21);
    const int years = draw.between(0, std::max(oldest, 1));
    put(counts, draw.between(0, 1), years);
  }
}

}  // namespace

int dwellings_of(const SyntheticBuilding& building) {
  if (building.use_code == "011" || building.use_code == "021") {
    return 1;
  }
  if (building.use_code == "012") {
    return 2;
  }
  return building.use_code == "039" ? std::max(2, static_cast<int>(building.floor_area_m2 / 75)) : 0;
}

void append_residents_head(std::string& out) {
  out += "gml_id,VTJ_PRT,dwellings,residents";
  for (const char* sex : {"men", "women"}) {
    for (int group = 0; group < kGroups; ++group) {
      out += group + 1 < kGroups ? fmt::format(",{}_{}_{}", sex, group * 5, group * 5 + 4) : fmt::format(",{}_85_", sex);
    }
  }
  out += '\n';
}

std::uint64_t append_residents(std::string& out, const SyntheticBuilding& building, const BuildingCard& card,
                               std::uint64_t serial, std::uint64_t seed) {
  const int dwellings = dwellings_of(building);
  if (dwellings == 0) {
    return 0;
  }
  Draw draw(seed, fmt::format("residents {}", serial));
  Counts counts{};
  for (int i = 0; i < dwellings; ++i) {
    if (!draw.percent(4)) {
      settle(counts, draw, building.use_code != "039");
    }
  }
  int residents = 0;
  for (const auto& sex : counts) {
    for (int count : sex) {
      residents += count;
    }
  }
  fmt::format_to(std::back_inserter(out), "{},{},{},{}", card.model_id, card.permanent_id, dwellings, residents);
  for (const auto& sex : counts) {
    for (int count : sex) {
      fmt::format_to(std::back_inserter(out), ",{}", count);
    }
  }
  out += '\n';
  return static_cast<std::uint64_t>(residents);
}

}  // namespace datasets
