// The library that is opened when it is first needed.
#include "geo/io/gdal_library.hpp"

#include <gtest/gtest.h>

#include <string>

#include "geo/io/gdal_session.hpp"
#include "twin_core/base/catalogue.hpp"

namespace {

TEST(GdalLibrary, OneThatIsNotThereIsToldWithItsName) {
  const auto library = geo::GdalLibrary::open("libnowhere.so.7");
  ASSERT_FALSE(library);
  EXPECT_EQ(library.problem().code, "library-missing");
  EXPECT_EQ(library.problem().place, "libnowhere.so.7");
  EXPECT_NE(library.problem().value.find("libnowhere.so.7"), std::string::npos) << library.problem().value;
  EXPECT_NE(twin::find_problem_kind("library-missing"), nullptr);
}

TEST(GdalLibrary, OneThatLacksAFunctionIsRefused) {
  const auto library = geo::GdalLibrary::open("libc.so.6");
  ASSERT_FALSE(library);
  EXPECT_EQ(library.problem().code, "library-missing");
  EXPECT_NE(library.problem().value.find("CPLErrorReset"), std::string::npos) << library.problem().value;
}

TEST(GdalLibrary, OnlyTheDriversThatWeUseAreThere) {
  ASSERT_TRUE(geo::prepare_gdal());
  for (const char* const name : {"CSV", "GPKG", "GeoJSON", "GML", "ESRI Shapefile", "XLSX", "GTiff"}) {
    EXPECT_NE(geo::gdal().GDALGetDriverByName(name), nullptr) << name;
  }
  for (const char* const name : {"HTTP", "PostgreSQL", "WFS", "VRT", "OGR_VRT"}) {
    EXPECT_EQ(geo::gdal().GDALGetDriverByName(name), nullptr) << name;
  }
}

}  // namespace
