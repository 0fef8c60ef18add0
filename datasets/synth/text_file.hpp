#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "twin_core/base/result.hpp"

namespace datasets {

/// A file that is written in one go and appears under its name only once it is complete.
class TextFile {
 public:
  /// Error `file-not-writable`.
  static twin::Result<TextFile> create(const std::filesystem::path& path);

  std::string& text() { return buffer_; }  ///< append here
  twin::Status flush_when_large();         ///< keeps the buffer below about a megabyte
  /// Puts as many bytes in the place of those at `at`, which have been appended before.
  twin::Status overwrite(std::uint64_t at, std::string_view text);
  twin::Status finish();
  std::uint64_t bytes() const { return bytes_; }

 private:
  twin::Status write_out();
  twin::Problem not_written() const;

  std::filesystem::path path_, partial_;
  std::ofstream stream_;
  std::string buffer_;
  std::uint64_t bytes_ = 0;
};

/// Appends millimetres as metres with three decimals.
void append_metres(std::string& out, std::int64_t millimetres);

}  // namespace datasets
