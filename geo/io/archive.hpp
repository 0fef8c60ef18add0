#pragma once

#include <atomic>
#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "twin_core/base/result.hpp"

namespace geo {

/// Bounds on what an archive may become.
struct ArchiveLimits {
  std::uint64_t bytes = std::uint64_t{64} << 30;       ///< unpacked
  std::uint64_t ratio = 200;                           ///< unpacked to packed, once past `free_bytes`
  std::uint64_t free_bytes = std::uint64_t{16} << 20;  ///< unpacked bytes that no ratio is asked of
};

enum class ArchiveKind : std::uint8_t { kNone, kGzip, kZip };

/// By the first bytes of a file.
ArchiveKind archive_kind(std::string_view head);

/// A path that may go on inside a `.zip`: "tiles.zip/north/a.gml".
struct ArchivePath {
  std::string file;    ///< a regular file
  std::string member;  ///< inside it, as the archive spells it; empty: the file itself
};
/// Nothing when neither the path nor one of its parents is a regular file.
std::optional<ArchivePath> split_archive_path(const std::string& path);

/// A member being unpacked as it is read, forwards only. Once the stream is bad, `failure` says why:
/// `archive-too-large` (a limit) or `file-unreadable` (cut off, damaged, encrypted).
struct ArchiveStream {
  std::unique_ptr<std::istream> stream;
  std::shared_ptr<const std::optional<twin::Problem>> failure;
  std::uint64_t size = 0;  ///< unpacked, as the archive says; 0: not known
};

/// Memory is that of a few blocks whatever the size. Names inside an archive are compared and shown,
/// never used as paths. Errors: `file-unreadable`; `archive-member` (no such member, or none named where
/// there are several; the value lists what there is); `902` (no file in it).
/// `trailing_bytes`, if any, is set once the end is read: to the number of bytes behind it that belong to nothing (padding with zeros is none).
twin::Result<ArchiveStream> open_gzip(const std::string& path, const ArchiveLimits& limits = {},
                                      std::shared_ptr<std::atomic<std::uint64_t>> trailing_bytes = nullptr);
twin::Result<ArchiveStream> open_zip(const ArchivePath& path, const ArchiveLimits& limits = {});

}  // namespace geo
