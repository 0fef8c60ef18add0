// How often linking by place is right, on fixed draws small enough for every day; `bench linking` has the large ones.
#include <gtest/gtest.h>

#include <filesystem>

#include "datasets/synth/synthetic_city.hpp"
#include "server/app/linking_trial.hpp"

namespace {

class SyntheticTown : public testing::Test {
 protected:
  void SetUp() override {
    datasets::SynthOptions options;
    options.buildings = 600;
    options.seed = 7;
    options.out = folder_;
    ASSERT_TRUE(datasets::write_synthetic_city(options));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Of this test alone: tests of one file run side by side.
  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                        (std::string("linking_trial_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

void expect_right(const server::TrialResult& trial, std::size_t least_rows, double least_recall, double least_precision = 0.99) {
  std::printf("rows %zu, linked %zu, right %zu, precision %.4f, recall %.3f, review %zu (best right %zu), %.2f s\n", trial.rows, trial.linked,
              trial.right, trial.precision(), trial.recall(), trial.review, trial.review_right, trial.seconds);
  EXPECT_GE(trial.rows, least_rows);
  EXPECT_GE(trial.precision(), least_precision);
  EXPECT_GE(trial.recall(), least_recall);
}

TEST_F(SyntheticTown, RowsWithoutIdentifiersAreSeldomGivenToTheWrongBuilding) {
  const auto city = server::synthetic_taken_apart(folder_);
  ASSERT_TRUE(city);
  expect_right(server::try_linking(*city, {.draws = 5}), 2'700, 0.3);
  // A tenth of the buildings absent beside an error in every seventh row: some of those rows go to a neighbour.
  expect_right(server::try_linking(*city, {.absent_share = 0.1, .draws = 5}), 2'400, 0.3, 0.98);
}

TEST_F(SyntheticTown, AnImportWithItsErrorsIsRight) {
  const auto trial = server::try_import(folder_);
  ASSERT_TRUE(trial);
  expect_right(*trial, 540, 0.95);
}

TEST(KalasatamaTrial, RowsWithoutIdentifiersAreSeldomGivenToTheWrongBuilding) {
  const auto city = server::kalasatama_taken_apart(KAKSONEN_SOURCE_DIR "/../shared/data");
  if (!city) GTEST_SKIP() << "SKIPPED: the Kalasatama tile is not beside the project";
  expect_right(server::try_linking(*city, {.draws = 10}), 600, 0.5);
}

}  // namespace
