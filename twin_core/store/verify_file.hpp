#pragma once

#include "twin_core/store/store.hpp"
#include "twin_core/store/twin_file.hpp"

namespace twin {

/// Recomputes from the file's bytes what the file claims: SQLite's own structure, the digest of every
/// value, hash, parents and before-digests of every commit, that expectations held and claims did not
/// collide, feature numbers, heads, and that every value named is there, shapes of buildings included.
///
/// Findings: `store-corrupt`, `blob-corrupt`, `blob-missing`, `chain-broken`, `claim-collision`,
/// `feature-number-wrong`, `head-wrong`; at most 1,000.
Store::Verification verify_file(const TwinFile& file);

}  // namespace twin
