#pragma once

#include <cstdint>
#include <optional>

#include "twin_core/store/twin_file.hpp"

namespace twin {

/// Reads records that are wanted in about the order in which they were written, as when a twin is opened: going on from
/// row to row touches each page once, and asks the index of digests only where the order breaks off.
///
/// The file must outlive it and must not be written meanwhile; for one thread, under the file's guard.
class ValueWalk {
 public:
  explicit ValueWalk(const TwinFile& file) : file_(file) {}

  /// The value, of either table, valid until the next call; nothing where the file does not have it.
  Result<std::optional<ByteView>> value(const Digest& digest);

 private:
  Status go_to(std::uint64_t row);

  const TwinFile& file_;
  std::optional<SqliteStatement> rows_, by_digest_;
  bool on_row_ = false;  ///< of `rows_`, not yet asked for
  Bytes elsewhere_;
};

}  // namespace twin
