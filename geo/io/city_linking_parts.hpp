#pragma once

#include <string>
#include <vector>

#include "geo/io/city_linking.hpp"
#include "geo/link/link.hpp"

namespace geo {

/// A building that takes part in linking.
struct LinkSite {
  twin::Building* building = nullptr;         ///< as it will be
  const twin::BuildingShape* shape = nullptr;
  LinkCandidate candidate;
  bool free = false;                          ///< neither an identifier nor a person gave it a row
};

/// What becomes of a row.
struct RowFate {
  bool by_identifier = false;
  bool by_review = false;
  std::vector<std::string> buildings;          ///< by place or by a person
  std::vector<twin::RowCandidate> candidates;  ///< else the question, best first
};

/// Matches what is left by place: links free sites, and writes questions into fates and notes of buildings.
void link_by_place(std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows, std::vector<RowFate>& fates);

}  // namespace geo
