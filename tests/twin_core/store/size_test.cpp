// A city of 80,000 buildings: what it costs to open and to keep.
#include <malloc.h>
#include <sqlite3.h>

#include <chrono>
#include <ctime>
#include <fstream>

#include "tests/twin_core/store/store_fixture.hpp"

namespace {

using namespace test;

class StoreSize : public StoreTest {};

constexpr int kBuildings = 80'000;
constexpr int kFootprintCorners = 8;

/// As Kalasatama's tile and a register give it, with every field of the card filled.
twin::Building typical(int i) {
  twin::Building out;
  const std::string number = std::to_string(100'000'000 + i);
  out.id = "BID_94b8dc01-7f31-4ea2-b3e1-" + number + "b5a";
  out.bounds.add(twin::WorkingPosition{25'499'000.0 + i, 6'674'000, 2});
  out.bounds.add(twin::WorkingPosition{25'499'020.0 + i, 6'674'015, 24});
  out.roof_type = "1000";
  out.card.permanent_id = number + "H";
  out.card.municipal_number = "64497";
  out.card.property_id = "091-010-0598-" + std::to_string(1000 + i % 9000);
  out.card.use_code_2018 = "0121";
  out.card.total_area_m2 = 1596;
  out.card.basement_area_m2 = 120;
  out.card.volume_m3 = 4765;
  out.card.dwellings = 24;
  out.card.completion_year = 2015;
  out.card.facade_material = "Tiili";
  out.card.heating_mode = "Vesikeskuslämmitys";
  out.card.heating_source = "Kauko- tai aluelämpö";
  out.card.lift = true;
  out.card.connections = {true, true, true, false, true};
  out.card.owner_type = "Asunto-osakeyhtiö";
  out.card.address_sv = "Arcturusgatan " + std::to_string(i % 150);
  out.card.use_code = "039";
  out.card.use_text = "Muut asuinkerrostalot";
  out.card.floor_area_m2 = 1195;
  out.card.storeys = 4;
  out.card.completed = "2015-06-12";
  out.card.material = "Betoni tai kevytbetoni";
  out.card.address = "Arcturuksenkatu " + std::to_string(i % 150) + " B";
  out.card.status = "voimassa";
  out.card.source = "helsinki_register.csv row " + std::to_string(i + 2);
  out.link = twin::LinkReason::kById;
  out.link_note = "VTJ-PRT " + number + "H in helsinki_register.csv row " + std::to_string(i + 2);
  out.card.updated = "2015-06-" + std::to_string(10 + i % 20);
  out.surveyed = "2019-07-04";
  out.from_model.add(twin::CardField::kVolume);
  if (i % 20 == 0) {  // what few links have to tell
    twin::LinkDetails details;
    details.row = "RATU " + number;
    details.probability = 0.973;
    details.runner_up = twin::LinkChoice{false, out.id + "-2", 0.021};
    details.conflicts = {{twin::CardField::kStoreys, false, "18.2 m high"}};
    out.details = std::move(details);
  }
  for (int k = 0; k < kFootprintCorners; ++k) out.footprint.outer.push_back({25'499'000.0 + k, 6'674'000.0 + i});
  out.source = "helsinki_kalasatama_2549_6674.gml";
  return out;
}

std::size_t heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

/// What the process has in memory by a name of /proc/self/status (VmRSS, VmHWM), in bytes; 0 where it is not told.
std::size_t told_by_system(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) return std::stoul(line.substr(name.size() + 1)) * 1024;
  }
  return 0;
}

/// Begins a new peak; false where the system has none to begin.
bool forget_peak() {
  std::ofstream("/proc/self/clear_refs") << "5";
  return told_by_system("VmHWM") < told_by_system("VmRSS") + (1U << 20U);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST_F(StoreSize, EightyThousandBuildingsOpenInThreeSecondsAndStaySmall) {
  open();
  auto start = std::chrono::steady_clock::now();
  {
    twin::Command import;
    import.author = "maija";
    import.purpose = "import";
    for (int i = 0; i < kBuildings; ++i) {
      const twin::Building building = typical(i);
      import.writes.push_back({{twin::EntityKind::kBuilding, building.id}, twin::encode(building), {}, {}});
    }
    ASSERT_TRUE(store_->commit(std::move(import)));
  }
  const double import_seconds = seconds_since(start);
  ASSERT_TRUE(store_->create_branch("tower", "main", "matti", ""));
  store_.reset();
  malloc_trim(0);
  const std::size_t before = heap_bytes();
  const bool has_peak = forget_peak();
  const std::size_t resident_before = told_by_system("VmRSS");
  start = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  open();
  const double open_seconds = seconds_since(start);
  const double open_processor_seconds = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  // Opening holds nothing for a while that the state does not keep, but for stretches of commits and the like.
  const std::size_t kept = told_by_system("VmRSS") - resident_before, peak = told_by_system("VmHWM") - resident_before;
  malloc_trim(0);
  // SQLite's page cache is bounded by itself (1 MiB), whatever the size of the city.
  const auto page_cache = static_cast<std::size_t>(sqlite3_memory_used());
  const std::size_t per_building =
      (heap_bytes() - before - page_cache) / kBuildings - kFootprintCorners * sizeof(twin::PlanPosition);
  ASSERT_EQ((*store_->snapshot("tower"))->building_count(), static_cast<std::size_t>(kBuildings));
  RecordProperty("import_seconds", std::to_string(import_seconds));
  RecordProperty("open_seconds", std::to_string(open_seconds));
  RecordProperty("bytes_per_building", std::to_string(per_building));
  std::printf("import %.2f s, open %.2f s (processor %.2f s), %zu bytes per building beside its footprint\n", import_seconds, open_seconds,
              open_processor_seconds, per_building);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(open_processor_seconds, 3.0);  // processor time, so that a busy machine does not fail it
  EXPECT_LT(page_cache, 2U << 20);
  EXPECT_TRUE(!has_peak || peak <= kept + (4U << 20)) << peak << " at the peak, " << kept << " kept";
  EXPECT_LE(per_building, 1024U);  // the budget of DESIGN
#endif

  start = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(store_->commit(edit("AK-1", i)));
  std::printf("one edit %.2f ms\n", seconds_since(start) * 1000 / 20);
  start = std::chrono::steady_clock::now();
  EXPECT_EQ(describe(store_->verify()), "");
  std::printf("verify %.2f s\n", seconds_since(start));
}

}  // namespace
