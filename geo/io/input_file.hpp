#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>

#include "geo/io/city_batch.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

enum class FileKind : std::uint8_t { kXml, kOsmXml, kOsmPbf, kJson, kCityJson, kTiff, kTable, kUnknown };

/// An opened input, whichever way it came.
struct OpenInput {
  std::unique_ptr<std::istream> stream;  ///< at its beginning
  std::uint64_t size = 0;                ///< bytes; 0: not known
  /// By content: names and extensions do not count. A JSON text whose first 64 KiB do not tell is kJson.
  FileKind kind = FileKind::kUnknown;
  bool is_utf16 = false;  ///< what is no XML has to become UTF-8 first
  /// Of an archive: what broke the stream, once it is bad.
  std::shared_ptr<const std::optional<twin::Problem>> failure;
};

/// True when there is a file to read at this path, which may go on inside a `.zip`.
bool input_exists(const std::string& path);

/// A path may name a `.gz`, a `.zip` of one file or a member of one ("tiles.zip/a.gml"): such are
/// unpacked as they are read, within `ArchiveLimits`. Archives in memory, that is from the network, are
/// refused.
/// Errors: `file-unreadable`, `902` (no bytes), `archive-in-memory`, `archive-member`.
twin::Result<OpenInput> open_input(const InputFile& file);

/// All bytes of an input, unpacked; at most 1 GiB out of an archive. Errors: as `open_input`, and
/// `archive-too-large`.
twin::Result<std::shared_ptr<const std::string>> load_input(const InputFile& file);

}  // namespace geo
