#include "geo/io/gdal_library.hpp"

#include <dlfcn.h>

#include <cassert>

#include "geo/io/gdal_session.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

twin::Problem missing(const char* file) {
  const char* const why = dlerror();
  return {"library-missing", "Tables, GeoPackages and GeoTIFFs need the library GDAL, which cannot be opened.", file,
          twin::excerpt(why != nullptr ? why : ""), "Install GDAL in the version that this program was built with (Debian: libgdal32)."};
}

/// Of the formats this program reads and writes through GDAL; nothing else can be opened.
constexpr const char* kDrivers[] = {"RegisterOGRCSV", "RegisterOGRGeoPackage", "RegisterOGRGeoJSON",
                                    "RegisterOGRGML", "RegisterOGRShape",      "RegisterOGRXLSX",       "GDALRegister_GTiff"};

const GdalLibrary* opened = nullptr;  // written once, within prepare_gdal

}  // namespace

twin::Result<GdalLibrary> GdalLibrary::open(const char* file) {
  GdalLibrary out;
  out.handle_ = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
  if (out.handle_ == nullptr) return missing(file);
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(out.handle_, name));
    return function != nullptr;
  };
#define GEO_GDAL_FIND(name) \
  if (!find(out.name, #name)) return missing(file);
  GEO_GDAL_FUNCTIONS(GEO_GDAL_FIND)
#undef GEO_GDAL_FIND
  for (const char* const driver : kDrivers) {
    if (dlsym(out.handle_, driver) == nullptr) return missing(file);
  }
  return out;
}

const GdalLibrary& gdal() {
  assert(opened != nullptr);
  return *opened;
}

twin::Status prepare_gdal() {
  static const twin::Status done = []() -> twin::Status {
    static twin::Result<GdalLibrary> library = GdalLibrary::open(KAKSONEN_GDAL_LIBRARY);
    if (!library) return library.problem();
    const auto option = library->CPLSetConfigOption;
    option("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR");
    option("GDAL_HTTP_MAX_RETRY", "0");
    option("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "{none}");
    option("PROJ_NETWORK", "OFF");
    option("GDAL_PAM_ENABLED", "NO");
    option("GML_SKIP_RESOLVE_ELEMS", "ALL");
    option("GTIFF_REPORT_COMPD_CS", "YES");  // what heights are above
    for (const char* const driver : kDrivers) reinterpret_cast<void (*)()>(dlsym(library->handle_, driver))();
    opened = &*library;
    return twin::Done{};
  }();
  return done;
}

}  // namespace geo
