#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/json.hpp"
#include "twin_core/history/attributes.hpp"
#include "twin_core/store/store.hpp"

namespace twin {

/// What to do where both sides changed the same attribute: nothing at all, or take one side's value.
enum class Take { kNone, kOurs, kTheirs };

/// An attribute that both sides gave another value. "Ours" is the branch that is written to.
struct Conflict {
  EntityKey entity;
  std::string attribute;    ///< of history/attributes.hpp; "": one side removed the entity, the other changed it
  /// Null: no value there. Where one side removed the entity: null on that side, on the other one the attributes that it
  /// changed as {name: value}, and in `base` what these were.
  Json base, ours, theirs;
};

/// Three values of one entity; nothing: it is not there.
struct ThreeValues {
  Digest base, ours, theirs;
};

/// What one entity comes to. Without `bytes`, the value is one that the twin has (or nothing).
struct MergedEntity {
  Digest value;
  std::optional<Bytes> bytes;
  std::optional<Bytes> shape;  ///< a building's shape that the twin may not have yet
};

/// Merges attribute by attribute: what only one side changed since `base` is taken, what both changed
/// alike too; what they changed differently is a conflict, decided by `take` (`kNone`: as ours).
///
/// Holds (tested): merge(b, a, a) = a; merge(b, a, b) = a; merge(b, b, a) = a; without conflicts the
/// attributes do not depend on which side is whose.
Result<MergedEntity> merge_entity(const Store& store, const EntityKey& entity, const ThreeValues& values, Take take,
                                  std::vector<Conflict>& conflicts);

/// A building with its shape, when it has one.
Result<WholeBuilding> whole_building(const Store& store, const Building& building);

}  // namespace twin
