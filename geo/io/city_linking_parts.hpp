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
  bool settled = false;                       ///< a person or an identifier has decided, or asks
  bool free = false;                          ///< neither an identifier nor a person gave it a row
  std::string unlinked_note = {};             ///< why no identifier gave it a row
};

/// What becomes of a row.
struct RowFate {
  bool by_identifier = false;
  bool by_review = false;
  bool doubted = false;                        ///< an identifier names a building that contradicts it
  std::vector<std::string> buildings;          ///< by place or by a person
  std::vector<twin::RowCandidate> candidates;  ///< else the question, best first
};

/// An identifier's link that contradicts itself.
struct RowDoubt {
  std::size_t site = 0, row = 0;
  std::string note;               ///< of the identifier: "VTJ-PRT 103557252H in r.csv row 2"
  std::vector<std::string> said;  ///< what speaks against it (`link_doubts`)
};

/// Links sites that are not settled by identifiers, with the note that says which. A link with two doubts or more is not made:
/// its building stays without a row unless another identifier gives it one, and the row goes to the building that its other
/// identifiers name, if any.
std::vector<RowDoubt> link_by_identifier(std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows, std::vector<RowFate>& fates);

/// Rows of such links that no building has become questions: the building named, and the one whose RATU they carry.
void ask_about(const std::vector<RowDoubt>& doubts, const std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows,
               std::vector<RowFate>& fates);

/// Matches what is left by place: links free sites, and writes questions into fates and notes of buildings.
void link_by_place(std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows, std::vector<RowFate>& fates);

}  // namespace geo
