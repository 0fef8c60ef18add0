#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>

#include "twin_core/city/record.hpp"
#include "twin_core/store/store.hpp"

namespace test {

inline twin::Instant at_second(std::int64_t second) {
  return twin::Instant{std::chrono::seconds{1'800'000'000 + second}};
}

inline twin::PlanUnit plan_unit(const std::string& id, double floor_area_ratio) {
  twin::PlanUnit unit;
  unit.id = id;
  unit.boundary.outer = {{25'496'000, 6'672'000}, {25'496'040, 6'672'000}, {25'496'040, 6'672'050}};
  twin::Regulation ratio;
  ratio.type = "tehokkuusluku";
  ratio.value = floor_area_ratio;
  unit.regulations.push_back(ratio);
  return unit;
}

inline twin::Command edit(const std::string& id, double ratio, const std::string& author = "maija",
                          const std::string& branch = "main") {
  twin::Command command;
  command.branch = branch;
  command.author = author;
  command.purpose = "edit";
  command.message = "e of " + id + " to " + std::to_string(ratio);
  command.writes.push_back({{twin::EntityKind::kPlanUnit, id}, twin::encode(plan_unit(id, ratio)), {}, {}});
  return command;
}

inline twin::Command removal(const std::string& id, const std::string& branch = "main") {
  twin::Command command;
  command.branch = branch;
  command.author = "maija";
  command.purpose = "edit";
  command.writes.push_back({{twin::EntityKind::kPlanUnit, id}, std::nullopt, {}, {}});
  return command;
}

inline twin::EntityKey unit_key(const std::string& id) { return {twin::EntityKind::kPlanUnit, id}; }

/// The plan unit's floor-area ratio on a branch; -1 when it is not there.
inline double ratio_of(const twin::Store& store, const std::string& id, const std::string& branch = "main") {
  const auto state = store.snapshot(branch);
  if (!state) return -1;
  const auto number = store.feature_number(unit_key(id));
  const twin::PlanUnit* unit = number ? (*state)->plan_unit(*number) : nullptr;
  return unit ? *unit->regulations.at(0).value : -1;
}

inline std::string describe(const twin::Store::Verification& verification) {
  std::string out;
  for (const twin::Finding& f : verification.findings) out += f.code + " at " + f.place + ": " + f.value + "\n";
  return out;
}

/// A folder of its own for each test, and a clock that the test moves.
class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("kaksonen-" + std::string(info->test_suite_name()) + "-" + info->name() + "-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    file_ = folder_ / "city.twin";
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  twin::Store& open(twin::Store::Mode mode = twin::Store::Mode::kCreateIfMissing) {
    store_.reset();
    auto opened = twin::Store::open(file_, mode, clock());
    EXPECT_TRUE(opened) << (opened ? "" : opened.problem().message + " " + opened.problem().value);
    store_ = std::move(*opened);
    return *store_;
  }

  twin::Clock clock() {
    return [this] { return at_second(second_.load()); };
  }

  std::filesystem::path folder_, file_;
  std::atomic<std::int64_t> second_{0};
  std::unique_ptr<twin::Store> store_;
};

}  // namespace test
