// Population on areas. Counts of the real files: shared/data/README.md, and sums by Python's json and sqlite3.
#include <gmock/gmock.h>

#include <numeric>

#include "fields_import.hpp"
#include "geo/io/grid_cell.hpp"
#include "geo/io/population_mapping.hpp"
#include "geo/io/population_rows.hpp"

namespace {

using fields::count;
using fields::find;
using fields::import;
using fields::in_memory;
using fields::kShared;
using fields::on_disk;
using fields::tally;
using testing::HasSubstr;

std::int64_t residents(const geo::CityBatch& batch) {
  return std::accumulate(batch.population_areas.begin(), batch.population_areas.end(), std::int64_t{0},
                         [](std::int64_t sum, const twin::PopulationArea& area) { return sum + area.residents.value_or(0); });
}

const twin::PopulationArea* area_of(const geo::CityBatch& batch, const std::string& id) {
  for (const auto& area : batch.population_areas) {
    if (area.id == id) return &area;
  }
  return nullptr;
}

geo::CityBatch import_csv(const std::string& text) { return import({in_memory("a.csv", text)}, fields::helsinki()); }

TEST(Population, TheGridOfTheCapitalRegion) {
  if (!std::filesystem::exists(kShared + "population")) GTEST_SKIP() << "SKIPPED: no ../shared/data/population";
  const auto batch = import({on_disk(kShared + "population/hsy_population_grid.geojson")}, fields::helsinki());
  ASSERT_FALSE(batch.refused) << batch.refused->message;
  const auto& file = batch.files[0];
  EXPECT_EQ(file.format, "GeoJSON population");
  EXPECT_EQ(file.mapping, "hsy_population_grid");
  EXPECT_EQ(tally(file), "2204 2204 0 0");
  EXPECT_EQ(residents(batch), 764'835);
  // The whole file has 33 such cells, its western part 32.
  EXPECT_EQ(count(file, "age-sum-differs"), 32u);
  const auto* cell = area_of(batch, "hsy-grid:3342");
  ASSERT_NE(cell, nullptr);
  EXPECT_EQ(cell->residents, 103);
  EXPECT_DOUBLE_EQ(*cell->floor_area_per_resident_m2, 48.98);
  ASSERT_EQ(cell->ages.size(), 9u);
  EXPECT_EQ(cell->ages[4].from, 40);
  EXPECT_EQ(*cell->ages[4].to, 49);
  EXPECT_EQ(cell->ages[4].count, 25);
  EXPECT_EQ(cell->ages[8].from, 80);
  EXPECT_FALSE(cell->ages[8].to);
  // 99 stands for "not told" only below 100 residents, and there is no such cell here: 23 cells count 99 of an age.
  std::size_t of_99 = 0, unknown = 0, without_area = 0;
  for (const auto& area : batch.population_areas) {
    bool any = false;
    for (const auto& age : area.ages) {
      any |= age.count == 99;
      unknown += !age.count;
    }
    of_99 += any;
    without_area += !area.floor_area_per_resident_m2;
  }
  EXPECT_EQ(of_99, 23u);
  EXPECT_EQ(unknown, 0u);
  EXPECT_GE(without_area, 5u) << "999999999 is no floor area";
}

TEST(Population, TheGeoPackageOf2020) {
  if (!std::filesystem::exists(kShared + "population")) GTEST_SKIP() << "SKIPPED: no ../shared/data/population";
  const auto batch = import({on_disk(kShared + "population/helsinki_population_grid_2020.gpkg")}, fields::helsinki());
  ASSERT_FALSE(batch.refused) << batch.refused->message;
  EXPECT_EQ(batch.files[0].format, "GeoPackage population");
  EXPECT_EQ(tally(batch.files[0]), "92 92 0 0");
  EXPECT_EQ(residents(batch), 71'724);
  EXPECT_EQ(*area_of(batch, "helsinki-grid-2020:3")->residents, 1476);
  EXPECT_EQ(area_of(batch, "helsinki-grid-2020:3")->year, 2020);
}

TEST(Population, PostalAreasAreDistrictsWithoutResidents) {
  if (!std::filesystem::exists(kShared + "population")) GTEST_SKIP() << "SKIPPED: no ../shared/data/population";
  const auto paavo = import({on_disk(kShared + "population/helsinki_postal_areas_paavo2023.geojson")}, fields::helsinki());
  ASSERT_FALSE(paavo.refused) << paavo.refused->message;
  EXPECT_EQ(tally(paavo.files[0]), "84 84 0 0");
  EXPECT_EQ(find(paavo.files[0], "value-missing")->place, "84 of 84 areas");
  const auto* centre = area_of(paavo, "postal:00100");
  ASSERT_NE(centre, nullptr);
  EXPECT_EQ(centre->name, "Helsinki keskusta - Etu-Töölö");
  EXPECT_EQ(centre->name_sv, "Helsingfors centrum - Främre Tölö");
  EXPECT_EQ(centre->year, 2023);
  const auto landcover = import({on_disk(kShared + "population/hsy_postal_areas_landcover.geojson")}, fields::helsinki());
  EXPECT_EQ(tally(landcover.files[0]), "172 172 0 0");
  EXPECT_EQ(landcover.files[0].mapping, "hsy_postal_areas");
  std::size_t in_pieces = 0;
  for (const auto& area : landcover.population_areas) in_pieces += area.boundary.size() == 2;
  EXPECT_EQ(in_pieces, 4u);
}

TEST(Population, SeriesOverYearsAreNoAreas) {
  if (!std::filesystem::exists(kShared + "population")) GTEST_SKIP() << "SKIPPED: no ../shared/data/population";
  for (const char* name : {"finland_regions/statfin_projection_2024.csv", "finland_regions/popF.txt"}) {
    const auto batch = import({on_disk(kShared + "population/" + name)});
    ASSERT_TRUE(batch.refused) << name;
    EXPECT_EQ(batch.refused->code, "format-unknown") << name;
    EXPECT_FALSE(batch.refused->remedy.empty());
  }
  // Names of regions, separated by tabs.
  const auto names = import({on_disk(kShared + "population/finland_regions/locations.txt")});
  ASSERT_TRUE(names.refused);
  EXPECT_EQ(names.refused->code, "column-missing");
}

TEST(Population, CellsOfTheStatisticalGridAreTheirId) {
  // The south-western corner of "250mN667175E38600" is (386000, 6671750): the zero that 250 ends in is left out.
  const auto cell = geo::grid_cell("250mN667175E38600");
  ASSERT_TRUE(cell);
  EXPECT_DOUBLE_EQ(cell->corner.east, 386'000);
  EXPECT_DOUBLE_EQ(cell->corner.north, 6'671'750);
  EXPECT_DOUBLE_EQ(cell->size_m, 250);
  EXPECT_DOUBLE_EQ(geo::grid_cell("1kmN6607E0529")->corner.east, 529'000);
  const auto inspire = geo::grid_cell("CRS3035RES200mN1453400E1452800");  // the example of Regulation 1089/2010
  ASSERT_TRUE(inspire);
  EXPECT_EQ(inspire->epsg, 3035);
  EXPECT_DOUBLE_EQ(inspire->corner.north, 1'453'400);
  for (const char* none : {"", "250m", "250mN1", "250mN1E", "250mN1E2x", "0mN1E1", "250mN-1E2", "CRS3067", "mN1E1", "99999999999kmN1E1"}) {
    EXPECT_FALSE(geo::grid_cell(none)) << none;
  }
}

TEST(Population, StatisticsFinlandsGridWithSuppressedAges) {
  const auto batch = import_csv("grd_id,vuosi,vaesto,miehet,naiset,ika_0_14,ika_15_64,ika_65_\n"
                                "250mN667175E38600,2023,1,-1,-1,-1,-1,-1\n"
                                "250mN667150E38600,2023,120,60,60,20,80,20\n"
                                "250mN667125E38600,2023,50,25,24,10,30,10\n");
  ASSERT_FALSE(batch.refused) << batch.refused->message;
  EXPECT_EQ(tally(batch.files[0]), "3 3 0 0");
  const auto* small = area_of(batch, "statfin-grid:250mN667175E38600");
  ASSERT_NE(small, nullptr);
  EXPECT_EQ(small->residents, 1);
  for (const auto& age : small->ages) EXPECT_FALSE(age.count);
  ASSERT_EQ(small->boundary.size(), 1u);
  const auto& corner = small->boundary[0].outer[0];
  // EPSG:3067 (386000, 6671750) in EPSG:3879 by gdaltransform.
  EXPECT_NEAR(corner.east, 25'496'980.116, 0.01);
  EXPECT_NEAR(corner.north, 6'672'647.079, 0.01);
  EXPECT_EQ(area_of(batch, "statfin-grid:250mN667150E38600")->ages[4].from, 65);
  const auto* differs = find(batch.files[0], "age-sum-differs");
  ASSERT_NE(differs, nullptr);
  EXPECT_EQ(differs->value, "49 of 50 residents") << "women and men";
  EXPECT_EQ(count(batch.files[0], "age-sum-differs"), 1u);
}

TEST(Population, HsyCellsBelowAHundredTellNoAges) {
  const auto batch = import({in_memory("a.geojson",
                                       R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"index":7,"asukkaita":42,"asvaljyys":30.5,"ika0_9":99,"ika_yli80":99},)"
                                       R"("geometry":{"type":"Polygon","coordinates":[[[24.9,60.1],[24.91,60.1],[24.91,60.11],[24.9,60.1]]]}}]})")},
                            fields::helsinki());
  ASSERT_EQ(batch.population_areas.size(), 1u);
  for (const auto& age : batch.population_areas[0].ages) EXPECT_FALSE(age.count);
  EXPECT_EQ(count(batch.files[0], "age-sum-differs"), 0u);
}

TEST(Population, UnusableRowsAreRejectedEachWithItsCode) {
  const auto batch = import_csv("grd_id,vaesto,ika_0_14\n"
                                "250mN667175E38600,-5,1\n"        // negative
                                "250mN667150E38600,many,1\n"      // no number
                                ",10,1\n"                          // no id
                                "nowhere,10,1\n"                   // no place
                                "1kmN6671E0385,10,1\n1kmN6671E0385,11,1\n"  // twice
                                "1kmN6672E0385,10.5,1\n"          // no whole number
                                "1kmN6673E0385,10,x\n"            // taken without its ages
                                "1kmN6674E0385,-1,1\n");          // not told
  const auto& file = batch.files[0];
  EXPECT_EQ(tally(file), "9 1 1 7");
  EXPECT_EQ(find(file, "value-out-of-range")->place, "row 2, column vaesto");
  EXPECT_EQ(count(file, "value-not-a-number"), 3u);
  EXPECT_EQ(find(file, "identifier-missing")->place, "row 4");
  EXPECT_EQ(find(file, "906")->place, "row 5");
  EXPECT_EQ(find(file, "duplicate-id")->place, "row 6, row 7");
  ASSERT_EQ(batch.population_areas.size(), 2u);
  EXPECT_FALSE(batch.population_areas[1].residents);
}

TEST(Population, ResidentsOfABuildingStandOnItsFootprint) {
  geo::ReadBuilding known;
  known.building.id = "b1";
  known.building.footprint.outer = {{25'497'000, 6'672'000}, {25'497'010, 6'672'000}, {25'497'010, 6'672'010}};
  geo::ReadOptions options;
  options.frame = fields::helsinki();
  const auto batch = geo::read_city({in_memory("residents.csv", "gml_id,VTJ_PRT,dwellings,residents,men_0_4,men_85_,women_0_4,women_85_\n"
                                                                "b1,1030000000,2,6,1,2,3,0\nb2,,1,1,0,0,0,1\n")},
                                    options, {known});
  EXPECT_EQ(batch.files[0].mapping, "building_residents");
  EXPECT_EQ(tally(batch.files[0]), "2 2 0 0");
  ASSERT_EQ(batch.population_areas.size(), 2u);
  const auto& area = batch.population_areas[0];
  EXPECT_EQ(area.id, "building:b1");
  EXPECT_EQ(area.boundary.size(), 1u);
  EXPECT_EQ(area.dwellings, 2);
  ASSERT_EQ(area.ages.size(), 4u);
  EXPECT_EQ(area.ages[2].sex, twin::Sex::kFemale);
  EXPECT_EQ(area.ages[2].count, 3);
  EXPECT_EQ(area.ages[1].from, 85);
  EXPECT_FALSE(area.ages[1].to);
  EXPECT_EQ(find(batch.files[0], "location-unusable")->id, "building:b2");
  EXPECT_EQ(count(batch.files[0], "age-sum-differs"), 0u);
}

TEST(PopulationMapping, BuiltInOnesAreInOrderAndOfTheirSource) {
  EXPECT_EQ(geo::built_in_population_mappings().size(), 7u);
  for (const auto& mapping : geo::built_in_population_mappings()) {
    EXPECT_FALSE(mapping->source.empty()) << mapping->name;
    EXPECT_EQ(mapping->id_prefix.empty(), mapping->name == "kaksonen-population") << mapping->name << ": ids of our exports have their prefix";
  }
  // A building register is none of them.
  EXPECT_EQ(geo::choose_population_mapping(std::vector<std::string>{"VTJ_PRT", "RATU", "gml_id", "kerrosala"}), nullptr);
}

TEST(PopulationMapping, OneOfTheUsersOwnIsTaken) {
  const std::string text = "kind = \"population\"\nname = \"mine\"\ncrs = \"EPSG:3879\"\ncell_m = 100\nneeds = [\"ruutu\"]\n"
                           "[[column]]\nfield = \"id\"\nnames = [\"ruutu\"]\n[[column]]\nfield = \"easting\"\nnames = [\"x\"]\n"
                           "[[column]]\nfield = \"northing\"\nnames = [\"y\"]\n[[column]]\nfield = \"residents\"\nnames = [\"n\"]\nunknown = [-9]\n";
  ASSERT_TRUE(geo::is_population_mapping(text));
  geo::ReadOptions options;
  options.frame = fields::helsinki();
  ASSERT_TRUE(geo::take_mapping("mine.toml", text, options));
  const auto batch = geo::read_city({in_memory("a.csv", "ruutu,x,y,n\nr1,25497000,6672000,12\nr2,25497100,6672000,-9\n")}, options);
  ASSERT_EQ(batch.population_areas.size(), 2u);
  EXPECT_EQ(batch.population_areas[0].residents, 12);
  EXPECT_DOUBLE_EQ(batch.population_areas[0].boundary[0].outer[2].east, 25'497'100);
  EXPECT_FALSE(batch.population_areas[1].residents);
}

TEST(PopulationMapping, MistakesAreToldWithTheirLine) {
  const auto problem = [](const std::string& text) {
    const auto mapping = geo::parse_population_mapping("m.toml", text);
    return mapping ? std::string("read") : mapping.problem().code + " " + mapping.problem().place;
  };
  const std::string start = "kind = \"population\"\nname = \"a\"\nneeds = [\"x\"]\n";
  const std::string column = "[[column]]\nfield = \"id\"\nnames = [\"x\"]\n";
  EXPECT_EQ(problem(start + column), "read");
  EXPECT_EQ(problem("kind = \"population\"\nname = \"a\"\n" + column), "mapping-invalid m.toml line 1");
  EXPECT_EQ(problem(start + "colour = 1\n" + column), "member-unknown m.toml line 4");
  EXPECT_EQ(problem(start + "[[column]]\nfield = \"soul\"\nnames = [\"x\"]\n"), "mapping-invalid m.toml line 5");
  EXPECT_EQ(problem(start + column + "sex = \"both\"\n"), "mapping-invalid m.toml line 7");
  EXPECT_EQ(problem(start + column + "unknown = 99\n"), "mapping-invalid m.toml line 7");
  EXPECT_EQ(problem(start + column + "from = 500\n"), "mapping-invalid m.toml line 7");
}

}  // namespace
