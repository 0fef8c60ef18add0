#pragma once

#include <memory>

#include "twin_core/base/result.hpp"
#include "twin_core/city/manifest.hpp"
#include "twin_core/history/branch_record.hpp"
#include "twin_core/history/branch_state.hpp"
#include "twin_core/history/commit.hpp"
#include "twin_core/store/feature_index.hpp"

namespace twin {

/// The decoded value of an entity: the member of its kind is set. An edit lock's value is kept as bytes.
struct EntityValue {
  FeatureValue feature;
  std::shared_ptr<const Manifest> manifest;
  std::shared_ptr<const BranchRecord> branch;

  /// Null where it is a feature of another kind, or none.
  template <class Record>
  const Record* as() const {
    const auto* found = std::get_if<std::shared_ptr<const Record>>(&feature);
    return found ? found->get() : nullptr;
  }
  Digest blob() const;  ///< of the heavy half that the value refers to; nothing: it refers to none
};

/// Error `record-malformed`: not the record of this kind, or of another entity than `entity`.
Result<EntityValue> decode_value(const EntityKey& entity, ByteView bytes);

/// The ledger that entities of a kind live on.
Ledger ledger_of(EntityKind kind);

/// Digest of a city entity's value in a state; nothing when it is not there.
Digest value_in(const BranchState& state, const FeatureIndex& features, const EntityKey& entity);

/// Brings one change of the city into a state. The entity's feature number must be known.
void write_change(BranchStateEditor& editor, const FeatureIndex& features, const Change& change, EntityValue value);

}  // namespace twin
