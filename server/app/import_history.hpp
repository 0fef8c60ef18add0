#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// What of a batch lies in the past: several values of one building cannot go into one commit, so those that are not
/// the last one come before it, each in a commit of its own round, oldest first.
struct ImportHistory {
  std::vector<std::vector<twin::Write>> rounds;    ///< before the import's own commit, in this order
  std::vector<std::vector<twin::Bytes>> blobs;     ///< of each round
  std::vector<twin::Write> endings;                ///< of the own commit: buildings that are no more
  std::uint64_t values = 0;                        ///< in the rounds
};

/// Takes `batch.past` apart, and dates `batch.buildings` that came with it. What the branch already tells of a time is
/// not told again, so importing a file of versions twice changes nothing; from the first value that is new on, all of a
/// building are written, so that its last one stands at the end.
///
/// A value that the branch has with another time is kept as it is: the store drops a write that changes no value.
///
/// The twin's own buildings that only got a register row keep the time of the value that got it.
twin::Result<ImportHistory> take_history(const twin::Store& store, const std::string& branch, geo::CityBatch& batch);

}  // namespace server
