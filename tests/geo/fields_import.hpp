#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "geo/io/city_batch.hpp"

/// Helpers of the tests that import what lies over a whole city: streets, terrain, population.
namespace fields {

inline const std::string kShared = KAKSONEN_SOURCE_DIR "/../shared/data/";

inline geo::InputFile on_disk(const std::string& path) {
  return {std::filesystem::path(path).filename().string(), path, nullptr};
}

inline geo::InputFile in_memory(std::string name, std::string bytes) {
  return {std::move(name), "", std::make_shared<const std::string>(std::move(bytes))};
}

inline twin::Manifest helsinki() {
  twin::Manifest out;
  out.crs = "EPSG:3879";
  out.height_reference = "N2000";
  return out;
}

/// Into a twin of Helsinki, or into an empty one.
inline geo::CityBatch import(const std::vector<geo::InputFile>& files, std::optional<twin::Manifest> frame = std::nullopt) {
  geo::ReadOptions options;
  options.frame = std::move(frame);
  return geo::read_city(files, options);
}

inline const twin::Finding* find(const geo::FileReport& report, std::string_view code) {
  for (const auto& finding : report.diagnostics.findings) {
    if (finding.code == code) return &finding;
  }
  return nullptr;
}

inline std::size_t count(const geo::FileReport& report, std::string_view code) {
  std::size_t out = 0;
  for (const auto& finding : report.diagnostics.findings) out += finding.code == code ? 1 : 0;
  return out;
}

/// "read accepted repaired rejected"
inline std::string tally(const geo::FileReport& report) {
  const auto& t = report.diagnostics.tally;
  return std::to_string(t.read) + " " + std::to_string(t.accepted) + " " + std::to_string(t.repaired) + " " + std::to_string(t.rejected);
}

}  // namespace fields
