#pragma once

#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "datasets/synth/synthetic_city.hpp"

namespace datasets::test {

/// Easting, northing, height in millimetres, as written.
using Point = std::array<std::int64_t, 3>;

struct WrittenPolygon {
  std::string surface;                    ///< "GroundSurface", "WallSurface", "RoofSurface"
  std::vector<std::vector<Point>> rings;  ///< first point repeated at the end, as in the file
};

struct WrittenSolid {
  std::vector<WrittenPolygon> polygons;
  std::size_t links = 0;  ///< xlinks of its shell
};

struct WrittenBuilding {
  std::string text;
  std::vector<WrittenSolid> solids;
};

struct WrittenCity {
  SynthSummary summary;
  std::string gml, csv, plan, truth, residents, services, streets, blocks, house;
};

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A folder of its own that is removed with the object.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("kaksonen-synth-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// `errors_percent` of the buildings bear each kind of error; none, so that the city itself can be judged.
inline WrittenCity write_city(int buildings, std::uint64_t seed, double errors_percent = 0) {
  const Folder folder(std::to_string(buildings) + "-" + std::to_string(seed) + "-" + std::to_string(errors_percent));
  const auto summary = write_synthetic_city({.buildings = buildings,
                                             .seed = seed,
                                             .out = folder.path(),
                                             .progress = {},
                                             .errors_percent = errors_percent});
  if (!summary) {
    throw std::runtime_error(summary.problem().code + ": " + summary.problem().message);
  }
  auto text = [&](const char* name) { return slurp(folder.path() / name); };
  return {*summary,           text("city.gml"),         text("register.csv"), text("plan.json"),      text("truth.csv"),
          text("residents.csv"), text("services.geojson"), text("streets.osm"),  text("blocks.geojson"), text("house.json")};
}

/// The pieces of a text between two marks.
inline std::vector<std::string> pieces(const std::string& text, const std::string& from,
                                       const std::string& to) {
  std::vector<std::string> out;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    at += from.size();
    const std::size_t end = text.find(to, at);
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

inline std::vector<Point> read_ring(const std::string& numbers) {
  std::vector<Point> out;
  const char* at = numbers.c_str();
  auto next = [&] {
    char* end = nullptr;
    const double metres = std::strtod(at, &end);
    if (end == at) {
      throw std::runtime_error("not a number in a posList");
    }
    at = end;
    return static_cast<std::int64_t>(std::llround(metres * 1000));
  };
  while (*at != '\0') {
    const std::int64_t northing = next(), easting = next(), height = next();
    out.push_back({easting, northing, height});
  }
  return out;
}

inline WrittenSolid read_solid(const std::string& text) {
  WrittenSolid solid;
  solid.links = pieces(text, "xlink:href=\"", "\"").size();
  for (const std::string& boundary : pieces(text, "<bldg:boundedBy>", "</bldg:boundedBy>")) {
    WrittenPolygon polygon;
    polygon.surface = boundary.substr(6, boundary.find(' ') - 6);
    for (const std::string& ring : pieces(boundary, "<gml:posList srsDimension=\"3\">", "</gml:posList>")) {
      polygon.rings.push_back(read_ring(ring));
    }
    solid.polygons.push_back(std::move(polygon));
  }
  return solid;
}

inline std::vector<WrittenBuilding> read_buildings(const std::string& gml) {
  std::vector<WrittenBuilding> out;
  for (const std::string& text : pieces(gml, "<core:cityObjectMember>", "</core:cityObjectMember>")) {
    if (!text.starts_with("<bldg:Building ")) {
      continue;
    }
    WrittenBuilding building;
    building.text = text;
    const auto parts = pieces(text, "<bldg:BuildingPart ", "</bldg:BuildingPart>");
    if (parts.empty()) {
      building.solids.push_back(read_solid(text));
    }
    for (const std::string& part : parts) {
      building.solids.push_back(read_solid(part));
    }
    out.push_back(std::move(building));
  }
  return out;
}

inline std::vector<std::vector<std::string>> read_csv(const std::string& csv) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool is_quoted = false;
  for (char c : csv) {
    if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == ',' && !is_quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !is_quoted) {
      rows.emplace_back(1);
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

}  // namespace datasets::test
