#pragma once

// The C interface of GDAL: its C++ headers take seconds to compile, and what they promise ends at the next release.
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <memory>
#include <string>

#include "twin_core/base/result.hpp"

namespace geo {

/// The functions of GDAL that we call.
#define GEO_GDAL_FUNCTIONS(X)                                                                                          \
  X(CPLErrorReset) X(CPLGetErrorHandlerUserData) X(CPLGetLastErrorType) X(CPLPopErrorHandler) X(CPLPushErrorHandlerEx) \
  X(CPLSetConfigOption) X(VSIFCloseL) X(VSIFileFromMemBuffer) X(VSIUnlink)                                             \
  X(GDALClose) X(GDALCreate) X(GDALDatasetCommitTransaction) X(GDALDatasetCreateLayer) X(GDALDatasetGetLayer)          \
  X(GDALDatasetGetLayerCount) X(GDALDatasetStartTransaction) X(GDALFlushCache) X(GDALGetDriverByName)                  \
  X(GDALGetGeoTransform) X(GDALGetRasterBand) X(GDALGetRasterCount) X(GDALGetRasterNoDataValue) X(GDALGetRasterOffset) \
  X(GDALGetRasterScale) X(GDALGetRasterUnitType) X(GDALGetRasterXSize) X(GDALGetRasterYSize) X(GDALGetSpatialRef)      \
  X(GDALOpenEx) X(GDALRasterIO) X(GDALSetGeoTransform) X(GDALSetRasterNoDataValue) X(GDALSetRasterUnitType)            \
  X(GDALSetSpatialRef)                                                                                                 \
  X(OGR_FD_GetFieldCount) X(OGR_FD_GetFieldDefn) X(OGR_Fld_Create) X(OGR_Fld_Destroy) X(OGR_Fld_GetNameRef)            \
  X(OGR_Fld_GetType) X(OGR_F_Create) X(OGR_F_Destroy) X(OGR_F_GetFID) X(OGR_F_GetFieldAsDateTime)                      \
  X(OGR_F_GetFieldAsDouble) X(OGR_F_GetFieldAsString) X(OGR_F_GetFieldAsStringList) X(OGR_F_GetFieldDefnRef)           \
  X(OGR_F_GetFieldIndex) X(OGR_F_GetGeometryRef) X(OGR_F_IsFieldSetAndNotNull) X(OGR_F_SetFieldDouble)                 \
  X(OGR_F_SetFieldInteger64) X(OGR_F_SetFieldString) X(OGR_F_SetGeometryDirectly)                                      \
  X(OGR_GT_Flatten) X(OGR_GT_IsSubClassOf) X(OGR_G_AddGeometry) X(OGR_G_AddGeometryDirectly) X(OGR_G_Buffer)           \
  X(OGR_G_CloseRings) X(OGR_G_CreateGeometry) X(OGR_G_DestroyGeometry) X(OGR_G_GetGeometryCount)                       \
  X(OGR_G_GetGeometryRef) X(OGR_G_GetGeometryType) X(OGR_G_GetPointCount) X(OGR_G_GetPoints) X(OGR_G_GetX)             \
  X(OGR_G_GetY) X(OGR_G_IsEmpty) X(OGR_G_SetPoint) X(OGR_G_SetPoint_2D) X(OGR_G_SetPoints) X(OGR_G_UnionCascaded)      \
  X(OGR_L_CreateFeature) X(OGR_L_CreateField) X(OGR_L_GetFeatureCount) X(OGR_L_GetGeomType) X(OGR_L_GetLayerDefn)       \
  X(OGR_L_GetName) X(OGR_L_GetNextFeature) X(OGR_L_GetSpatialRef) X(OGR_L_ResetReading)                                \
  X(OSRAutoIdentifyEPSG) X(OSRClone) X(OSRDestroySpatialReference) X(OSRGetAuthorityCode) X(OSRGetAuthorityName)       \
  X(OSRGetName) X(OSRImportFromEPSG) X(OSRIsCompound) X(OSRNewSpatialReference) X(OSRSetAxisMappingStrategy)           \
  X(OSRSetCompoundCS) X(OSRStripVertical)

/// GDAL's library, with its functions under their own names. It is opened when the first of them is needed: with the
/// hundred other libraries that it brings it takes 40 ms and 30 MiB, and most of what the program does can do without.
struct GdalLibrary {
#define GEO_GDAL_MEMBER(name) decltype(&::name) name = nullptr;
  GEO_GDAL_FUNCTIONS(GEO_GDAL_MEMBER)
#undef GEO_GDAL_MEMBER

  /// @param file  name of a shared library, looked for where the system has its own
  /// Error `library-missing`: there is none, or it lacks a function.
  static twin::Result<GdalLibrary> open(const char* file);

 private:
  void* handle_ = nullptr;  ///< never closed: the functions stay as long as the program

  friend twin::Status prepare_gdal();
};

/// The library, once `prepare_gdal` was Done.
const GdalLibrary& gdal();

/// Gives back what GDAL made.
template <auto kFunction>
struct GdalRelease {
  void operator()(void* thing) const { (gdal().*kFunction)(thing); }
};
template <auto kFunction>
using GdalOwned = std::unique_ptr<void, GdalRelease<kFunction>>;
using OwnedDataset = GdalOwned<&GdalLibrary::GDALClose>;
using OwnedFeature = GdalOwned<&GdalLibrary::OGR_F_Destroy>;
using OwnedGeometry = GdalOwned<&GdalLibrary::OGR_G_DestroyGeometry>;
using OwnedSystem = GdalOwned<&GdalLibrary::OSRDestroySpatialReference>;
using OwnedFieldDefinition = GdalOwned<&GdalLibrary::OGR_Fld_Destroy>;

/// A line or ring of positions, or of positions in plan; a ring is closed.
template <class Points>
OwnedGeometry gdal_line(OGRwkbGeometryType type, const Points& points) {
  constexpr int kStep = sizeof(typename Points::value_type);
  OwnedGeometry out(gdal().OGR_G_CreateGeometry(type));
  if (points.empty()) return out;
  const auto& first = points.front();
  const void* up = nullptr;
  if constexpr (requires { first.up; }) up = &first.up;
  gdal().OGR_G_SetPoints(out.get(), static_cast<int>(points.size()), &first.east, kStep, &first.north, kStep, up, kStep);
  if (type == wkbLinearRing) gdal().OGR_G_CloseRings(out.get());
  return out;
}

}  // namespace geo
