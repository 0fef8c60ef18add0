#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>

#include "geo/io/city_batch.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

enum class FileKind : std::uint8_t { kXml, kJson, kCityJson, kTable, kUnknown };

/// An opened input, whichever way it came.
struct OpenInput {
  std::unique_ptr<std::istream> stream;  ///< at its beginning
  std::uint64_t size = 0;                ///< bytes
  /// By content: names and extensions do not count. A JSON text whose first 64 KiB do not tell is kJson.
  FileKind kind = FileKind::kUnknown;
};

/// Errors: `file-unreadable`, `902` (no bytes).
twin::Result<OpenInput> open_input(const InputFile& file);

/// All bytes of an input. Error `file-unreadable`.
twin::Result<std::shared_ptr<const std::string>> load_input(const InputFile& file);

}  // namespace geo
