#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/history/commit.hpp"

namespace twin {

/// Reads the canonical bytes of a commit from the beginning to the end, holding a small stretch of them at a time: the
/// commit of a whole city's import is as long as everything that it changed.
///
///   TWIN_TRY(Commit commit, reader.head());                        // all that stands before the changes
///   while (true) { TWIN_TRY(auto change, reader.next()); if (!change) break; … }
///   TWIN_CHECK(reader.tail(commit));                               // claims, expects, key, and nothing behind them
///
/// In this order, each once. Errors: `record-malformed` as decode_commit, and those of the source.
class CommitReader {
 public:
  /// Exactly `size` bytes from `offset`; both lie within the commit.
  using Source = std::function<Result<Bytes>(std::size_t offset, std::size_t size)>;

  CommitReader(std::size_t size, Source source) : size_(size), source_(std::move(source)) {}

  Result<Commit> head();                 ///< `changes`, `claims`, `expects` and `key` are empty
  Result<std::optional<Change>> next();  ///< nothing behind the last one
  Status tail(Commit& commit);

  bool has_spans() const { return has_spans_; }  ///< a change so far says when it holds in the real world

 private:
  std::size_t left() const { return size_ - offset_ + (held_.size() - begin_); }  ///< of the commit, unread
  bool at_end() const { return offset_ == size_; }
  Status hold(std::size_t bytes);
  Status take(const std::function<void(ByteReader&)>& read);

  std::size_t size_;
  Source source_;
  std::size_t offset_ = 0;  ///< first byte that has not been held yet
  Bytes held_;
  std::size_t begin_ = 0;   ///< first byte of `held_` that has not been read
  std::uint64_t changes_ = 0;
  bool has_spans_ = false;
};

}  // namespace twin
