#pragma once

#include <algorithm>
#include <istream>
#include <string>
#include <vector>

#include "geo/io/citygml_reader.hpp"

/// All that reading a document gives: buildings in the order of their delivery, summary or refusal, findings.
struct CityGmlOutcome {
  std::vector<geo::RawBuilding> buildings;
  std::vector<geo::RawObject> objects;
  geo::CityGmlSummary summary;
  std::string refusal;  ///< code, message, place, value and remedy; empty: read to the end
  std::vector<std::string> findings;
};

inline CityGmlOutcome read_citygml_outcome(std::istream& in, geo::CityGmlOptions options, bool objects = false) {
  CityGmlOutcome out;
  if (objects) options.objects = [&](geo::RawObject&& raw) { out.objects.push_back(std::move(raw)); };
  twin::Diagnostics diagnostics;
  auto summary = geo::read_citygml(
      in, options, [&](geo::RawBuilding&& raw) { out.buildings.push_back(std::move(raw)); }, diagnostics);
  if (summary) {
    out.summary = std::move(*summary);
  } else {
    const auto& p = summary.problem();
    out.refusal = p.code + "\n" + p.message + "\n" + p.place + "\n" + p.value + "\n" + p.remedy;
  }
  for (const auto& f : diagnostics.findings) {
    out.findings.push_back(f.code + "\n" + std::string(twin::name_of(f.severity)) + "\n" + f.id + "\n" + f.lod + "\n" +
                           f.place + "\n" + f.value + "\n" + f.remedy);
  }
  return out;
}

inline CityGmlOutcome read_citygml_outcome(std::istream& in, bool by_expat) {
  geo::CityGmlOptions options;
  options.by_expat = by_expat;
  return read_citygml_outcome(in, options);
}

/// Empty when the two are the same in every respect, else what differs first.
inline std::string difference(const CityGmlOutcome& a, const CityGmlOutcome& b) {
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
  if (a.objects.size() != b.objects.size()) return std::to_string(a.objects.size()) + " and " + std::to_string(b.objects.size()) + " objects";
  for (std::size_t i = 0; i < a.objects.size(); ++i) {
    const auto &x = a.objects[i], &y = b.objects[i];
    if (x.type != y.type || x.parent != y.parent || !(x.model == y.model)) return "object " + x.model.id;
  }
  return a.summary == b.summary ? "" : "summary";
}
