#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace geo {

/// What a file says of versions beside its buildings (the Versioning module of CityGML 3.0). Ids are gml:ids.
struct VersionNotes {
  struct Dates {
    std::string valid_from, valid_to, created, terminated;  ///< as sent
    bool operator==(const Dates&) const = default;
    bool empty() const { return valid_from.empty() && valid_to.empty() && created.empty() && terminated.empty(); }
  };

  bool versioned = false;                                     ///< it has a Version or a VersionTransition
  std::vector<std::pair<std::string, std::string>> replaced;  ///< by a transaction: old feature, new feature
  std::map<std::string, Dates> dates_of_member;               ///< of the Version that a feature is a member of
  bool operator==(const VersionNotes&) const = default;
};

}  // namespace geo
