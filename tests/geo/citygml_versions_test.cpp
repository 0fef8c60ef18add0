// CityGML 3.0 beside 2.0 and 1.0: every shared file with the counts of the shared data's README (counted
// there by another tool; what lies in rooms, storeys and other objects was taken off with Python's
// ElementTree), the same building in two versions, and what is passed over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "geo/io/citygml_reader.hpp"
#include "twin_core/base/catalogue.hpp"
#include "twin_core/city/openings.hpp"

namespace {

using testing::ElementsAre;
using testing::Pair;
using twin::SurfaceKind;

struct Read {
  geo::CityGmlFile file;
  twin::Diagnostics diagnostics;

  const twin::Finding* find(std::string_view code) const {
    for (const auto& finding : diagnostics.findings) {
      if (finding.code == code) return &finding;
    }
    return nullptr;
  }
  std::size_t surfaces(SurfaceKind kind) const {
    return file.summary.surfaces[static_cast<std::size_t>(kind)];
  }
};

Read read(std::istream& in) {
  Read out;
  auto file = geo::read_citygml_file(in, {}, out.diagnostics);
  EXPECT_TRUE(file) << file.problem().message << ' ' << file.problem().place;
  if (file) out.file = std::move(file).value();
  for (const auto& finding : out.diagnostics.findings) {
    EXPECT_NE(twin::find_problem_kind(finding.code), nullptr) << finding.code;
  }
  return out;
}

Read read_text(const std::string& text) {
  std::istringstream in(text);
  return read(in);
}

std::filesystem::path shared(const std::string& name) {
  return std::filesystem::path(KAKSONEN_SOURCE_DIR) / ".." / "shared" / "data" / "citygml" / name;
}

Read read_shared(const std::string& name) {
  std::ifstream in(shared(name), std::ios::binary);
  EXPECT_TRUE(in) << name;
  return read(in);
}

#define NEED_SHARED()                                                \
  if (!std::filesystem::exists(shared("ogc_versioning_v3.gml"))) {   \
    GTEST_SKIP() << "not here: " << shared("ogc_versioning_v3.gml"); \
  }

std::string attribute(const geo::RawPart& part, const std::string& name) {
  for (const auto& each : part.attributes) {
    if (each.name == name) return each.type + ":" + each.value + each.unit;
  }
  return "none";
}

/// Every polygon as its positions, sorted: the same geometry whatever the order and the ids.
std::vector<std::vector<std::array<double, 3>>> geometry(const geo::CityGmlFile& file) {
  std::vector<std::vector<std::array<double, 3>>> out;
  for (const auto& building : file.buildings) {
    for (const auto& part : building.parts) {
      for (const auto& polygon : part.shape.polygons) {
        auto& points = out.emplace_back();
        for (const auto& p : polygon.exterior.points) points.push_back({p.east, p.north, p.up});
        for (const auto& ring : polygon.interiors) {
          for (const auto& p : ring.points) points.push_back({p.east, p.north, p.up});
        }
      }
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST(CityGmlVersions, EverySharedFileGivesItsCounts) {
  NEED_SHARED();
  struct Row {
    const char* name;
    const char* format;
    std::size_t buildings, parts, polygons, interiors, roofs, walls, grounds, solids;
    std::map<std::string, std::uint64_t> passed_over;
  };
  const std::map<std::string, std::uint64_t> none, relief{{"ReliefFeature", 1}};
  const Row rows[] = {
      {"b1_lod2_cs_w_sem.gml", "CityGML 2.0", 1, 0, 10, 0, 4, 4, 1, 2, none},
      {"berlin_open_data_sample.citygml", "CityGML 1.0", 61, 0, 1125, 5, 249, 793, 83, 0, none},
      {"bridge_and_building.gml", "CityGML 2.0", 1, 1, 1, 0, 0, 1, 0, 0, {{"Bridge", 1}}},
      {"c4j_invalid_building_v3.gml", "CityGML 3.0", 1, 0, 7, 0, 2, 4, 1, 0, none},
      {"c4j_lod2_buildings_v3.gml", "CityGML 3.0", 100, 0, 700, 0, 200, 400, 100, 100, none},
      {"c4j_lod3_building_v2.gml", "CityGML 2.0", 1, 0, 3092, 0, 2, 4, 1, 0, none},
      {"helsinki_kalasatama_2549_6674.gml", "CityGML 2.0", 61, 0, 1392, 3, 192, 850, 61, 61, none},
      {"ogc_Building_LOD3_v2.gml", "CityGML 2.0", 1, 0, 24, 3, 2, 4, 1, 1, relief},
      {"ogc_building_several_attributes_v3.gml", "CityGML 3.0", 1, 0, 11, 0, 2, 8, 1, 1, none},
      {"ogc_building_units_storeys_v3.gml",
       "CityGML 3.0",
       1,
       0,
       7,
       0,
       2,
       4,
       1,
       0,
       {{"BuildingRoom", 3}, {"BuildingUnit", 2}, {"Storey", 2}}},
      {"ogc_dynamizer_inline_timeseries_v3.gml", "CityGML 3.0", 1, 0, 11, 0, 2, 8, 1, 1, {}},
      // 2279 polygons and 1 interior ring, of which 2 exteriors and that ring have only two positions.
      {"ogc_opera_lyon_v3.gml", "CityGML 3.0", 1, 0, 2277, 0, 1, 2, 1, 0, none},
      {"ogc_pair_Building_LOD0-EPSG25832_v2.gml", "CityGML 2.0", 1, 0, 2, 0, 0, 0, 0, 0, relief},
      {"ogc_pair_Building_LOD0-EPSG25832_v3.gml", "CityGML 3.0", 1, 0, 2, 0, 1, 0, 0, 0, relief},
      {"ogc_pair_Building_LOD1-EPSG25832_v2.gml", "CityGML 2.0", 1, 0, 6, 0, 0, 0, 0, 1, relief},
      {"ogc_pair_Building_LOD1-EPSG25832_v3.gml", "CityGML 3.0", 1, 0, 6, 0, 0, 0, 0, 1, relief},
      {"ogc_pair_Building_LOD2-EPSG25832_v2.gml", "CityGML 2.0", 1, 0, 7, 0, 2, 4, 1, 1, relief},
      {"ogc_pair_Building_LOD2-EPSG25832_v3.gml", "CityGML 3.0", 1, 0, 7, 0, 2, 4, 1, 1, relief},
      {"ogc_versioning_v3.gml",
       "CityGML 3.0",
       4,
       5,
       50,
       1,
       14,
       31,
       5,
       5,
       {}},
      {"potsdam_lod1.gml", "CityGML 1.0", 97, 0, 1547, 0, 0, 0, 0, 97, none},
  };
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shared("."))) files += entry.is_regular_file();
  EXPECT_EQ(files, std::size(rows)) << "a shared file has no row here";
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const Read all = read_shared(row.name);
    EXPECT_EQ(all.file.summary.format, row.format);
    EXPECT_EQ(all.file.summary.read, row.buildings);
    EXPECT_EQ(all.file.summary.rejected, 0u);
    EXPECT_EQ(all.file.buildings.size(), row.buildings);
    std::size_t parts = 0, polygons = 0, interiors = 0, solids = 0;
    for (const auto& building : all.file.buildings) {
      parts += building.parts.size() - 1;
      for (const auto& part : building.parts) {
        polygons += part.shape.polygons.size();
        solids += part.shape.solids.size();
        for (const auto& polygon : part.shape.polygons) interiors += polygon.interiors.size();
      }
    }
    EXPECT_EQ(parts, row.parts);
    EXPECT_EQ(polygons, row.polygons);
    EXPECT_EQ(interiors, row.interiors);
    EXPECT_EQ(solids, row.solids);
    EXPECT_EQ(all.surfaces(SurfaceKind::kRoof), row.roofs);
    EXPECT_EQ(all.surfaces(SurfaceKind::kWall), row.walls);
    EXPECT_EQ(all.surfaces(SurfaceKind::kGround), row.grounds);
    EXPECT_EQ(all.file.summary.passed_over, row.passed_over);
    const auto told = std::count_if(all.diagnostics.findings.begin(), all.diagnostics.findings.end(),
                                    [](const auto& finding) { return finding.code == "object-passed-over"; });
    EXPECT_EQ(static_cast<std::size_t>(told), row.passed_over.size());
  }
}

TEST(CityGmlVersions, TheSameBuildingInTwoVersionsHasTheSameGeometryAndAddress) {
  NEED_SHARED();
  for (const std::string lod : {"0", "1", "2"}) {
    const Read old = read_shared("ogc_pair_Building_LOD" + lod + "-EPSG25832_v2.gml");
    const Read now = read_shared("ogc_pair_Building_LOD" + lod + "-EPSG25832_v3.gml");
    ASSERT_EQ(old.file.buildings.size(), 1u);
    ASSERT_EQ(now.file.buildings.size(), 1u);
    const auto &a = old.file.buildings[0], &b = now.file.buildings[0];
    EXPECT_EQ(geometry(old.file), geometry(now.file)) << lod;
    EXPECT_EQ(a.parts[0].shape.lod, lod);
    EXPECT_EQ(b.parts[0].shape.lod, lod);
    EXPECT_EQ(a.parts[0].shape.solids, b.parts[0].shape.solids) << lod;
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.srs_name, b.srs_name);
    EXPECT_EQ(a.parts[0].core.name, b.parts[0].core.name);
    EXPECT_EQ(a.parts[0].core.roof_type, b.parts[0].core.roof_type);
    EXPECT_EQ(a.parts[0].core.function, b.parts[0].core.function);
    EXPECT_EQ(a.parts[0].core.measured_height, "5.0");
    EXPECT_EQ(b.parts[0].core.measured_height, "5.0");
    EXPECT_EQ(a.parts[0].core.year_of_construction, "1985");
    EXPECT_EQ(attribute(b.parts[0], "con:dateOfConstruction"), "date:1985-01-01");
    ASSERT_EQ(a.addresses.size(), 1u);
    ASSERT_EQ(b.addresses.size(), 1u);
    EXPECT_EQ(a.addresses[0].text(), "Hermann-von-Helmholtz-Platz 1, 76344 Eggenstein-Leopoldshafen");
    EXPECT_EQ(b.addresses[0].text(), a.addresses[0].text());
    EXPECT_EQ(b.addresses[0].country, a.addresses[0].country);
  }
}

TEST(CityGmlVersions, AttributesAndAddressesOfThreeComeOut) {
  NEED_SHARED();
  const Read all = read_shared("ogc_building_several_attributes_v3.gml");
  const auto& building = all.file.buildings.at(0);
  const auto& part = building.parts[0];
  EXPECT_EQ(building.id, "DEBY_LOD2_5744682");
  EXPECT_EQ(part.core.name, "DEBY_LOD2_5744682");
  EXPECT_EQ(part.core.creation_date, "2014-10-08T00:00:00");
  EXPECT_EQ(part.core.function, "31001_9998");
  EXPECT_EQ(part.core.roof_type, "3100");
  EXPECT_EQ(part.core.measured_height, "8.55");
  EXPECT_EQ(part.core.measured_height_unit, "urn:adv:uom:m");
  EXPECT_EQ(attribute(part, "con:height highestRoofEdge-lowestGroundPoint measured"),
            "measure:8.55urn:adv:uom:m");
  EXPECT_EQ(attribute(part, "StandLK"), "string:2014-07-28");
  EXPECT_EQ(attribute(part, "Gemeindeschluessel"), "string:09175128");
  ASSERT_EQ(building.references.size(), 1u);
  EXPECT_EQ(building.references[0].object, "urn:adv:oid:DEBYvAAAAAAS3QeS");
  EXPECT_EQ(building.references[0].information_system,
            "http://repository.gdi-de.org/schemas/adv/citygml/fdv/art.htm#_9100");
  ASSERT_EQ(building.addresses.size(), 1u);
  EXPECT_EQ(building.addresses[0].text(), "Am Hang 15, 85665 Moosach");

  const Read opera = read_shared("ogc_opera_lyon_v3.gml");
  EXPECT_EQ(std::count_if(opera.diagnostics.findings.begin(), opera.diagnostics.findings.end(),
                          [](const auto& finding) { return finding.code == "101"; }),
            3);
  EXPECT_EQ(opera.file.buildings.at(0).addresses.at(0).text(),
            "Place de la Com\xC3\xA9"
            "die 1, 69001 Lyon")
      << "the opera house is a place near by, not the street";

  const Read versions = read_shared("ogc_versioning_v3.gml");
  EXPECT_EQ(attribute(versions.file.buildings.at(0).parts[0], "core:terminationDate"),
            "date:2015-01-01T00:00:00");
  EXPECT_EQ(attribute(versions.file.buildings.at(0).parts[0], "gml:identifier"), "string:BU_69381AL47");
  EXPECT_EQ(versions.file.buildings.at(0).parts.at(1).core.measured_height, "13.015");
  EXPECT_TRUE(versions.file.summary.versions.versioned);
  EXPECT_THAT(versions.file.summary.versions.replaced, ElementsAre(Pair("BU_69381AL49_2000-01-01", "BU_69381AL49_2015-01-01")));
  EXPECT_TRUE(versions.file.summary.versions.dates_of_member.empty());  // its versions have no dates

  const Read dynamic = read_shared("ogc_dynamizer_inline_timeseries_v3.gml");
  EXPECT_EQ(attribute(dynamic.file.buildings.at(0).parts[0], "diffuse_irradiation"), "none")
      << "an attribute of a roof is none of the building";
}

TEST(CityGmlVersions, AVersionMayHoldItsBuildingsAndHaveDates) {
  const auto building = [](const std::string& id) {
    return "<bldg:Building gml:id=\"" + id + R"("><lod0MultiSurface><gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior>
      <gml:LinearRing><gml:posList>0 0 0 5 0 0 5 3 0 0 0 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
      </gml:MultiSurface></lod0MultiSurface></bldg:Building>)";
  };
  const Read all = read_text(
      R"(<CityModel xmlns="http://www.opengis.net/citygml/3.0" xmlns:bldg="http://www.opengis.net/citygml/building/3.0"
      xmlns:vers="http://www.opengis.net/citygml/versioning/3.0" xmlns:gml="http://www.opengis.net/gml/3.2"
      xmlns:xlink="http://www.w3.org/1999/xlink"><versionMember><vers:Version gml:id="v1">
      <creationDate>1990-01-01</creationDate><terminationDate>2000-01-01</terminationDate><validFrom>1989</validFrom><validTo>1999</validTo>
      <vers:versionMember>)" + building("a") + R"(</vers:versionMember><vers:versionMember xlink:href="#b"/></vers:Version></versionMember>
      <versionTransitionMember><vers:VersionTransition><vers:from xlink:href="#v1"/><vers:transaction><vers:Transaction><vers:type>replace</vers:type>
      <vers:oldFeature xlink:href="#b"/><vers:newFeature>)" + building("c") + R"(</vers:newFeature></vers:Transaction></vers:transaction>
      </vers:VersionTransition></versionTransitionMember><cityObjectMember>)" + building("b") + "</cityObjectMember></CityModel>");
  ASSERT_EQ(all.file.buildings.size(), 3u);
  const auto& notes = all.file.summary.versions;
  EXPECT_THAT(notes.replaced, ElementsAre(Pair("b", "c")));
  ASSERT_EQ(notes.dates_of_member.size(), 2u);
  for (const char* id : {"a", "b"}) {
    const auto& dates = notes.dates_of_member.at(id);
    EXPECT_EQ(dates.valid_from + " " + dates.valid_to + " " + dates.created + " " + dates.terminated, "1989 1999 1990-01-01 2000-01-01");
  }
}

TEST(CityGmlVersions, WhatASchemaForbidsIsSaid) {
  NEED_SHARED();
  // The file's own comments name two defects: an id that starts with a number, a status that is no value of
  // its enumeration. Lines counted with grep -n.
  const Read all = read_shared("c4j_invalid_building_v3.gml");
  const auto* id = all.find("name-invalid");
  ASSERT_NE(id, nullptr);
  EXPECT_EQ(id->place, "line 5");
  EXPECT_EQ(id->id, "1F3E679D-E226-4535-926C-7390977FB25A");
  EXPECT_EQ(id->severity, twin::Severity::kWarning);
  const auto* status = all.find("code-unknown");
  ASSERT_NE(status, nullptr);
  EXPECT_EQ(status->place, "line 132");
  EXPECT_EQ(status->value, "unknown");
  EXPECT_EQ(all.diagnostics.findings.size(), 2u);
  EXPECT_EQ(all.file.buildings.at(0).parts[0].core.measured_height, "11.0");
}

std::string three(const std::string& inside) {
  return "<k:CityModel xmlns:k=\"http://www.opengis.net/citygml/3.0\" "
         "xmlns:r=\"http://www.opengis.net/citygml/construction/3.0\" "
         "xmlns:talo=\"http://www.opengis.net/citygml/building/3.0\" "
         "xmlns:y=\"http://www.opengis.net/citygml/generics/3.0\" "
         "xmlns:a=\"urn:oasis:names:tc:ciq:xal:3\" xmlns:oma=\"https://example.org/laajennus/1.0\" "
         "xmlns:g=\"http://www.opengis.net/gml/3.2\" xmlns:x=\"http://www.w3.org/1999/xlink\">"
         "<k:cityObjectMember>" +
         inside + "</k:cityObjectMember></k:CityModel>";
}

std::string surfaces(const std::string& id, const std::string& positions) {
  return "<g:MultiSurface g:id=\"" + id +
         "\"><g:surfaceMember><g:Polygon><g:exterior><g:LinearRing><g:posList>" + positions +
         "</g:posList></g:LinearRing></g:exterior></g:Polygon></g:surfaceMember></g:MultiSurface>";
}

TEST(CityGmlVersions, FillingsInstallationsSetsAndFreeAddresses) {
  const Read all = read_text(three(
      "<talo:Building g:id=\"a\">"
      "<k:genericAttribute><y:GenericAttributeSet><y:name>Energia</y:name><y:genericAttribute>"
      "<y:MeasureAttribute><y:name>kulutus</y:name><y:value uom=\"kWh\">12.5</y:value></y:MeasureAttribute>"
      "</y:genericAttribute></y:GenericAttributeSet></k:genericAttribute>"
      "<k:boundary><r:WallSurface><r:fillingSurface><r:WindowSurface><k:lod3MultiSurface>" +
      surfaces("w", "0 0 1 1 0 1 1 0 2 0 0 1") +
      "</k:lod3MultiSurface></r:WindowSurface></r:fillingSurface></r:WallSurface></k:boundary>"
      "<k:boundary><r:InteriorWallSurface/></k:boundary><k:boundary><k:ClosureSurface/></k:boundary>"
      "<talo:storeysAboveGround>4</talo:storeysAboveGround>"
      "<talo:buildingInstallation><talo:BuildingInstallation><k:lod3MultiSurface>" +
      surfaces("i", "0 0 5 1 0 5 1 1 5 0 0 5") +
      "</k:lod3MultiSurface></talo:BuildingInstallation></talo:buildingInstallation>"
      "<talo:address><k:Address><k:xalAddress><a:Address><a:FreeTextAddress><a:AddressLine>Hermannin "
      "rantatie "
      "2</a:AddressLine><a:AddressLine>00580 Helsinki</a:AddressLine></a:FreeTextAddress></a:Address>"
      "</k:xalAddress></k:Address></talo:address></talo:Building>"));
  const auto& building = all.file.buildings.at(0);
  EXPECT_EQ(attribute(building.parts[0], "Energia/kulutus"), "measure:12.5kWh");
  EXPECT_EQ(building.parts[0].core.storeys_above_ground, "4");
  ASSERT_EQ(building.parts[0].shape.polygons.size(), 2u);
  EXPECT_EQ(building.parts[0].shape.lod, "3");
  EXPECT_EQ(building.parts[0].shape.polygons[0].kind, SurfaceKind::kWindow);
  EXPECT_EQ(building.parts[0].shape.polygons[0].wall, 1u) << "of a wall without a surface of its own";
  EXPECT_EQ(all.surfaces(SurfaceKind::kWindow), 1u);
  EXPECT_EQ(building.addresses.at(0).text(), "Hermannin rantatie 2, 00580 Helsinki");
  EXPECT_EQ(all.surfaces(SurfaceKind::kClosure), 1u);
  EXPECT_THAT(all.file.summary.passed_over, ElementsAre(Pair("InteriorWallSurface", 1u)));
}

/// Counted in the files with a script over their XML: polygons below Window and Door, by the surface around.
TEST(CityGmlVersions, WindowsAndDoorsKnowTheirWall) {
  struct Case {
    const char* name;
    std::size_t windows_in_walls, windows_in_roofs, doors_in_walls;
  };
  for (const auto& [name, in_walls, in_roofs, doors] : {Case{"ogc_Building_LOD3_v2.gml", 2, 0, 1}, Case{"c4j_lod3_building_v2.gml", 187, 12, 134}}) {
    const auto path = std::filesystem::path(KAKSONEN_SOURCE_DIR) / "../shared/data/citygml" / name;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "shared data is not beside the repository";
    std::ifstream in(path, std::ios::binary);
    twin::Diagnostics diagnostics;
    const auto file = geo::read_citygml_file(in, {}, diagnostics);
    ASSERT_TRUE(file);
    std::map<std::pair<SurfaceKind, SurfaceKind>, std::size_t> openings;  // by kind, and what they are in
    for (const auto& part : file->buildings.at(0).parts) {
      const auto skin = twin::skin_kinds(part.shape);
      for (std::size_t i = 0; i < part.shape.polygons.size(); ++i) {
        const auto& polygon = part.shape.polygons[i];
        if (!twin::is_opening(polygon.kind)) continue;
        EXPECT_GT(polygon.wall, 0u);
        ++openings[{polygon.kind, skin[i]}];
      }
    }
    EXPECT_EQ((openings[{SurfaceKind::kWindow, SurfaceKind::kWall}]), in_walls) << name;
    EXPECT_EQ((openings[{SurfaceKind::kWindow, SurfaceKind::kRoof}]), in_roofs) << name;
    EXPECT_EQ((openings[{SurfaceKind::kDoor, SurfaceKind::kWall}]), doors) << name;
  }
}

TEST(CityGmlVersions, TextsOfAnExtensionAreKeptUnderTheNamesOfTheirElements) {
  const Read all =
      read_text(three("<talo:Building g:id=\"a\"><oma:pysyvaTunnus>103557252H</oma:pysyvaTunnus>"
                      "<oma:tilavuus uom=\"m3\"> 420 </oma:tilavuus><oma:tyhja/>"
                      "<oma:sisakkainen>alku<oma:lehti>1</oma:lehti>loppu</oma:sisakkainen>"
                      "<k:tuntematon>ei</k:tuntematon></talo:Building>"));
  const auto& attributes = all.file.buildings.at(0).parts[0].attributes;
  ASSERT_EQ(attributes.size(), 3u);
  EXPECT_EQ(attribute(all.file.buildings[0].parts[0], "laajennus:pysyvaTunnus"), "string:103557252H");
  EXPECT_EQ(attribute(all.file.buildings[0].parts[0], "laajennus:tilavuus"), "measure:420m3");
  EXPECT_EQ(attribute(all.file.buildings[0].parts[0], "laajennus:sisakkainen.lehti"), "string:1");
}

TEST(CityGmlVersions, AnImplicitGeometryStandsWhereItsMatrixPutsIt) {
  // A quarter turn to the left about the up axis, twice as large, moved to (100, 200, 10): (1, 2, 3) goes to
  // (100 - 4, 200 + 2, 10 + 6). The second one uses the same shape, mirrored in east: (1, 2, 3) to (-1, 2,
  // 3).
  const std::string point = "<g:Point><g:pos>";
  const auto implicit = [&](const std::string& matrix, const std::string& geometry,
                            const std::string& anchor) {
    return "<talo:buildingInstallation><talo:BuildingInstallation><k:lod2ImplicitRepresentation>"
           "<k:ImplicitGeometry><k:transformationMatrix>" +
           matrix + "</k:transformationMatrix><k:referencePoint>" + point + anchor +
           "</g:pos></g:Point></k:referencePoint>" + geometry +
           "</k:ImplicitGeometry></k:lod2ImplicitRepresentation></talo:BuildingInstallation>"
           "</talo:buildingInstallation>";
  };
  const std::string shape =
      "<k:relativeGeometry>" + surfaces("malli", "1 2 3 0 0 0 0 1 0 1 2 3") + "</k:relativeGeometry>";
  const Read all = read_text(
      three("<talo:Building g:id=\"a\">" + implicit("0 -2 0 0 2 0 0 0 0 0 2 0 0 0 0 1", shape, "100 200 10") +
            implicit("-1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1", "<k:relativeGeometry x:href=\"#malli\"/>", "0 0 0") +
            implicit("1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1", "<k:relativeGeometry x:href=\"#poissa\"/>", "0 0 0") +
            "</talo:Building>"));
  const auto& building = all.file.buildings.at(0);
  const auto& polygons = building.parts[0].shape.polygons;
  ASSERT_EQ(polygons.size(), 2u);
  EXPECT_EQ(polygons[0].exterior.points,
            (std::vector<twin::WorkingPosition>{{96, 202, 16}, {100, 200, 10}, {98, 200, 10}}));
  EXPECT_EQ(polygons[1].exterior.points,
            (std::vector<twin::WorkingPosition>{{0, 1, 0}, {0, 0, 0}, {-1, 2, 3}}))
      << "a mirrored ring runs the other way";
  EXPECT_FALSE(building.repaired) << "what is left out is not mended";
  ASSERT_NE(all.find("xlink-unresolved"), nullptr);
  EXPECT_EQ(all.find("xlink-unresolved")->value, "#poissa");

  const Read bad = read_text(
      three("<talo:Building g:id=\"a\">" + implicit("1 0 0 0", shape, "0 0 0") + "</talo:Building>"));
  EXPECT_EQ(bad.file.summary.rejected, 1u);
  ASSERT_NE(bad.find("coordinate-count"), nullptr);
  EXPECT_EQ(bad.find("coordinate-count")->value, "4 and 3 numbers");
}

TEST(CityGmlVersions, ClassesPassedOverAreBounded) {
  std::string members;
  for (int i = 0; i < 300; ++i) {
    members += "</k:cityObjectMember><k:cityObjectMember><k:C" + std::to_string(i) + "/>";
  }
  const Read all = read_text(three("<k:C0/>" + members));
  EXPECT_EQ(all.file.summary.other_objects, 301u);
  EXPECT_EQ(all.file.summary.passed_over.at("C0"), 2u);
  EXPECT_EQ(all.file.summary.passed_over.at("other"), 100u);
  EXPECT_EQ(all.diagnostics.findings.size(), 201u);
}

}  // namespace
