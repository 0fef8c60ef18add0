#pragma once

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "geo/io/input_file.hpp"

/// Small CityGML files and what is asked of their import.
namespace import_city {

using geo::CityBatch;
using geo::InputFile;
using geo::ReadOptions;
using twin::Severity;

inline const std::string kShared = KAKSONEN_SOURCE_DIR "/../shared/data/";
inline const std::string kTile = kShared + "citygml/helsinki_kalasatama_2549_6674.gml";
inline const std::string kRegister = kShared + "registry/helsinki_kalasatama_register.csv";

inline InputFile on_disk(const std::string& path) {
  return {std::filesystem::path(path).filename().string(), path, nullptr};
}

inline InputFile in_memory(std::string name, std::string text) {
  return {std::move(name), "", std::make_shared<const std::string>(std::move(text))};
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

/// A closed box of 10 x 8 x 6 m at (x, y), numbers in the order given; faces seen from outside turn left.
inline std::string box(const std::string& id, double x, double y, bool northing_first, const std::string& extra = "",
                double scale = 1, double low = 0, double high = 6) {
  const auto position = [&](double east, double north, double up) {
    const double easting = x + scale * east, northing = y + scale * north;
    const double first = northing_first ? northing : easting;
    const double second = northing_first ? easting : northing;
    return std::to_string(first) + " " + std::to_string(second) + " " + std::to_string(low + up) + " ";
  };
  const double e = 10, n = 8, h = high - low;
  const std::vector<std::vector<std::array<double, 3>>> faces{
      {{0, 0, 0}, {0, n, 0}, {e, n, 0}, {e, 0, 0}}, {{0, 0, h}, {e, 0, h}, {e, n, h}, {0, n, h}},
      {{0, 0, 0}, {e, 0, 0}, {e, 0, h}, {0, 0, h}}, {{e, 0, 0}, {e, n, 0}, {e, n, h}, {e, 0, h}},
      {{e, n, 0}, {0, n, 0}, {0, n, h}, {e, n, h}}, {{0, n, 0}, {0, 0, 0}, {0, 0, h}, {0, n, h}}};
  std::string out = "<core:cityObjectMember><bldg:Building gml:id=\"" + id + "\">" + extra +
                    "<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>";
  for (const auto& face : faces) {
    out += "<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>";
    for (const auto& p : face) out += position(p[0], p[1], p[2]);
    out += position(face[0][0], face[0][1], face[0][2]);
    out += "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>";
  }
  return out +
         "</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid></bldg:Building></"
         "core:cityObjectMember>";
}

inline std::string city(const std::string& srs, const std::string& members) {
  const std::string envelope =
      srs.empty() ? ""
                  : "<gml:boundedBy><gml:Envelope srsName=\"" + srs +
                        "\" srsDimension=\"3\"><gml:lowerCorner>0 0 0</gml:lowerCorner>"
                        "<gml:upperCorner>1 1 1</gml:upperCorner></gml:Envelope></gml:boundedBy>";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><core:CityModel "
         "xmlns:core=\"http://www.opengis.net/citygml/2.0\" "
         "xmlns:bldg=\"http://www.opengis.net/citygml/building/2.0\" "
         "xmlns:gen=\"http://www.opengis.net/citygml/generics/2.0\" "
         "xmlns:gml=\"http://www.opengis.net/gml\">" +
         envelope + members + "</core:CityModel>";
}

inline const std::string kGk25 = "urn:ogc:def:crs:EPSG::3879";

inline std::string text_attribute(const std::string& name, const std::string& value) {
  return "<gen:stringAttribute name=\"" + name + "\"><gen:value>" + value +
         "</gen:value></gen:stringAttribute>";
}

inline ReadOptions in_frame(const std::string& crs) {
  ReadOptions out;
  out.frame = twin::Manifest{};
  out.frame->crs = crs;
  out.frame->height_reference = crs == "local" ? "" : "N2000";
  return out;
}

inline void expect_balanced(const CityBatch& batch) {
  for (const auto& file : batch.files) EXPECT_TRUE(file.diagnostics.tally.balances()) << file.name;
}

}  // namespace import_city
