#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "geo/io/cityjson_parsed.hpp"
#include "twin_core/base/diagnostics.hpp"

namespace geo::cityjson {

/// One member of "CityObjects". Its heavy members are kept as they stand in the text, which must stay; the others
/// were checked.
struct CityObject {
  std::string_view id, type;
  std::string_view text;                           ///< the whole object
  std::string_view geometry, attributes, address;  ///< empty: not there, or null
  std::string_view child_names, parent_names;      ///< likewise
  std::vector<std::size_t> children;  ///< by number, those of "children" first, then who names it a parent
  std::optional<std::size_t> parent;  ///< the first that it names, else the first that names it; no group
  bool doubled = false;               ///< its id stands twice
  bool orphan = false;                ///< names parents, and none of them exists
  bool child_missing = false;
  bool extended = false;              ///< has members whose names begin with "+"
};

/// The city objects of one document or feature, and who belongs to whom.
class Family {
 public:
  std::vector<CityObject> objects;
  bool related = false;  ///< some object names children or parents

  /// Room for as many objects.
  void reserve(std::size_t count);
  std::optional<std::size_t> number_of(std::string_view id) const;
  /// Enters the last object. @returns the number of the one that has its id already
  std::optional<std::size_t> enter_last();

 private:
  struct Slot {
    std::uint32_t hash = 0, number = 0;  ///< number + 1; 0: empty
  };
  static std::uint64_t hash_of(std::string_view id);
  std::size_t slot_of(std::string_view id, std::uint64_t hash) const;
  void make_slots(std::size_t count);
  std::vector<Slot> slots_;  ///< a power of two of them, at most half used
};

/// What an object is a part of: its parent, or where that is itself taken into another (a BuildingPart), that one.
std::optional<std::size_t> owner_of(const Family& family, std::size_t number);

/// Takes "CityObjects", which begins at `p`, apart. Texts with escapes go to `parsers.texts`, which must outlive the family.
/// Errors: `input-invalid`, `value-missing`, `json-malformed` and `json-duplicate-key` in what it looks at. Finding:
/// `duplicate-id`.
/// @returns the byte behind it
twin::Result<const char*> split_objects(const char* p, const char* end, const JsonPlace& place, Parsers& parsers,
                                        twin::Diagnostics& diagnostics, Family& out);

/// The same, and who belongs to whom. Findings also: `child-missing`, `parent-missing`, `family-one-sided` (taken as a family
/// all the same).
twin::Result<Family> read_family(std::string_view city_objects, const JsonPlace& place, Parsers& parsers,
                                 twin::Diagnostics& diagnostics);

}  // namespace geo::cityjson
