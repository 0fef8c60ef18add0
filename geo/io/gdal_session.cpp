#include "geo/io/gdal_session.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_frmts.h>
#include <ogrsf_frmts.h>

#include <atomic>
#include <mutex>

namespace geo {
namespace {

extern "C" void keep_message(CPLErr severity, CPLErrorNum, const char* text) {
  auto* const messages = static_cast<std::vector<std::string>*>(CPLGetErrorHandlerUserData());
  if (severity >= CE_Warning && messages != nullptr && messages->size() < 16) messages->emplace_back(text);
}

}  // namespace

void prepare_gdal() {
  static std::once_flag once;
  std::call_once(once, [] {
    CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR");
    CPLSetConfigOption("GDAL_HTTP_MAX_RETRY", "0");
    CPLSetConfigOption("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "{none}");
    CPLSetConfigOption("PROJ_NETWORK", "OFF");
    CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
    CPLSetConfigOption("GML_SKIP_RESOLVE_ELEMS", "ALL");
    CPLSetConfigOption("GTIFF_REPORT_COMPD_CS", "YES");  // what heights are above
    // The formats this program reads and writes through GDAL; nothing else can be opened.
    RegisterOGRCSV();
    RegisterOGRGeoPackage();
    RegisterOGRGeoJSON();
    RegisterOGRGML();
    RegisterOGRShape();
    RegisterOGRXLSX();
    GDALRegister_GTiff();
  });
}

GdalMessages::GdalMessages() {
  CPLPushErrorHandlerEx(keep_message, &messages_);
}

GdalMessages::~GdalMessages() {
  CPLPopErrorHandler();
  CPLErrorReset();
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
  VSILFILE* const file = VSIFileFromMemBuffer(path_.c_str(), data, bytes.size(), FALSE);
  if (file != nullptr) VSIFCloseL(file);
}

MemoryFile::~MemoryFile() {
  VSIUnlink(path_.c_str());
}

}  // namespace geo
