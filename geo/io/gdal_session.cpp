#include "geo/io/gdal_session.hpp"

#include <fmt/format.h>

#include <atomic>

#include "geo/io/gdal_library.hpp"

namespace geo {
namespace {

extern "C" void keep_message(CPLErr severity, CPLErrorNum, const char* text) {
  auto* const messages = static_cast<std::vector<std::string>*>(gdal().CPLGetErrorHandlerUserData());
  if (severity >= CE_Warning && messages != nullptr && messages->size() < 16) messages->emplace_back(text);
}

}  // namespace

GdalMessages::GdalMessages() {
  gdal().CPLPushErrorHandlerEx(keep_message, &messages_);
}

GdalMessages::~GdalMessages() {
  gdal().CPLPopErrorHandler();
  gdal().CPLErrorReset();
}

std::string GdalMessages::first() const {
  return messages_.empty() ? "" : messages_.front();
}

MemoryFile::MemoryFile(std::string_view bytes, std::string_view extension) {
  static std::atomic<unsigned long> count{0};
  path_ = fmt::format("/vsimem/kaksonen-{}.{}", ++count, extension);
  put(bytes);
}

std::unique_ptr<MemoryFile> MemoryFile::named(std::string_view bytes, std::string path) {
  std::unique_ptr<MemoryFile> out(new MemoryFile);
  out->path_ = std::move(path);
  out->put(bytes);
  return out;
}

void MemoryFile::put(std::string_view bytes) {
  // GDAL only reads these bytes; its interface takes them without const.
  auto* const data = reinterpret_cast<GByte*>(const_cast<char*>(bytes.data()));
  VSILFILE* const file = gdal().VSIFileFromMemBuffer(path_.c_str(), data, bytes.size(), FALSE);
  if (file != nullptr) gdal().VSIFCloseL(file);
}

MemoryFile::~MemoryFile() {
  gdal().VSIUnlink(path_.c_str());
}

}  // namespace geo
