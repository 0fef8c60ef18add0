#pragma once

#include <filesystem>

#include "twin_core/base/result.hpp"

namespace server {

/// A new folder of this process, removed with the object. Error `file-not-writable`.
class TemporaryFolder {
 public:
  static twin::Result<TemporaryFolder> make();
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// The whole file as bytes; empty when it cannot be read.
std::string bytes_of(const std::filesystem::path& file);

}  // namespace server
