#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "geo/io/citygml_outlet.hpp"
#include "geo/io/ids_seen.hpp"

namespace geo {

/// A building or another city object with all that was read of it.
struct CityGmlMember {
  std::string object_type;  ///< empty: a building
  RawBuilding model;
  std::vector<RawObject> spaces;
  std::uint64_t spaces_read = 0;
  bool rejected = false;  ///< a finding says why; the spaces are then not filled in
};

/// Hands buildings, other city objects and spaces on as they come, ids that came before left out.
class CityGmlDelivery final : public CityGmlOutlet {
 public:
  CityGmlDelivery(const std::function<void(RawBuilding&&)>& sink, const std::function<void(RawObject&&)>& objects,
                  twin::Diagnostics& diagnostics)
      : sink_(sink), objects_(objects), diagnostics_(diagnostics) {}

  void add(twin::Finding&& finding) override { diagnostics_.add(std::move(finding)); }
  /// False when an object has had this id before.
  bool is_new(const std::string& id, std::uint64_t line);
  void deliver(CityGmlMember&& member);

  /// After the last object: what only the whole file tells.
  CityGmlSummary finish();

 private:
  const std::function<void(RawBuilding&&)>& sink_;
  const std::function<void(RawObject&&)>& objects_;
  twin::Diagnostics& diagnostics_;
  IdsSeen ids_seen_;
  std::map<std::string, std::string> lines_of_duplicate_;
};

}  // namespace geo
