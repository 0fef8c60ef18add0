#pragma once

#include <algorithm>
#include <istream>
#include <string>
#include <vector>

#include "geo/io/cityjson_reader.hpp"

/// All that reading a document gives: buildings and objects in the order of their delivery, summary or refusal, findings.
/// Of a refused one not what was delivered: that has to be forgotten.
struct CityJsonOutcome {
  std::vector<geo::RawBuilding> buildings;
  std::vector<std::string> objects;  ///< class and owner of each; its model is among the buildings
  geo::CityJsonSummary summary;
  std::string refusal;  ///< code, message, place, value and remedy; empty: read to the end
  std::vector<std::string> findings;
};

inline CityJsonOutcome read_cityjson_outcome(std::istream& in, bool by_parser, bool with_objects = true) {
  CityJsonOutcome out;
  geo::CityJsonOptions options;
  options.by_parser = by_parser;
  if (with_objects) {
    options.objects = [&](geo::RawObject&& raw) {
      out.objects.push_back(raw.type + " of " + raw.parent);
      out.buildings.push_back(std::move(raw.model));
    };
  }
  twin::Diagnostics diagnostics;
  auto summary = geo::read_cityjson(
      in, options, [&](geo::RawBuilding&& raw) { out.buildings.push_back(std::move(raw)); }, diagnostics);
  if (summary) {
    out.summary = std::move(*summary);
  } else {
    const auto& p = summary.problem();
    out.refusal = p.code + "\n" + p.message + "\n" + p.place + "\n" + p.value + "\n" + p.remedy;
    out.buildings.clear();
    out.objects.clear();
  }
  for (const auto& f : diagnostics.findings) {
    out.findings.push_back(f.code + "\n" + std::string(twin::name_of(f.severity)) + "\n" + f.id + "\n" + f.lod + "\n" +
                           f.place + "\n" + f.value + "\n" + f.remedy);
  }
  return out;
}

/// Empty when the two are the same in every respect, else what differs first.
inline std::string difference(const CityJsonOutcome& a, const CityJsonOutcome& b) {
  if (a.refusal != b.refusal) return "refusal: " + a.refusal + "\n--- and ---\n" + b.refusal;
  if (a.findings != b.findings) {
    const auto [left, right] =
        std::mismatch(a.findings.begin(), a.findings.end(), b.findings.begin(), b.findings.end());
    return "finding: " + (left == a.findings.end() ? "none" : *left) + "\n--- and ---\n" +
           (right == b.findings.end() ? "none" : *right);
  }
  if (a.buildings.size() != b.buildings.size()) {
    return std::to_string(a.buildings.size()) + " and " + std::to_string(b.buildings.size()) + " buildings";
  }
  for (std::size_t i = 0; i < a.buildings.size(); ++i) {
    if (!(a.buildings[i] == b.buildings[i])) return "building " + a.buildings[i].id;
  }
  if (a.objects != b.objects) return "objects";
  return a.summary == b.summary ? "" : "summary";
}
