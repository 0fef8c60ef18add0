#pragma once

#include <filesystem>
#include <fstream>
#include <iosfwd>
#include <string_view>

namespace geo {

/// A file without a name, for what must be kept aside while something else is written. It is gone when this object is.
class SideFile {
 public:
  explicit SideFile(const std::filesystem::path& folder);
  SideFile(SideFile&&) = default;

  void write(std::string_view text) { stream_ << text; }
  void copy_to(std::ostream& out);
  bool good() const { return !stream_.fail(); }

 private:
  std::fstream stream_;
};

}  // namespace geo
