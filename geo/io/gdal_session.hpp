#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/result.hpp"

namespace geo {

/// Opens GDAL's library (`gdal_library.hpp`) and registers the drivers we use (CSV, GPKG, GeoJSON, GML, ESRI Shapefile,
/// XLSX, GTiff), once per process, with everything that could reach out switched off (network file systems, PROJ's grid
/// download, sidecar files, probing of directories). Before it is Done nothing else of GDAL may be touched, also not
/// what is below. Error `library-missing`.
twin::Status prepare_gdal();

/// While alive, GDAL's messages of this thread are kept here and nothing goes to stderr.
class GdalMessages {
 public:
  GdalMessages();
  ~GdalMessages();
  GdalMessages(const GdalMessages&) = delete;
  GdalMessages& operator=(const GdalMessages&) = delete;

  /// The first message of warning or worse, or "".
  std::string first() const;

 private:
  std::vector<std::string> messages_;
};

/// Bytes as a file of GDAL's memory file system, gone at the end of the scope. The name says nothing
/// about the input, so no name sent by a user reaches GDAL.
class MemoryFile {
 public:
  MemoryFile(std::string_view bytes, std::string_view extension);
  /// Under a path of the caller's own making, for formats of several files. `bytes` outlive the file.
  static std::unique_ptr<MemoryFile> named(std::string_view bytes, std::string path);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  MemoryFile() = default;
  void put(std::string_view bytes);
  std::string path_;
};

}  // namespace geo
