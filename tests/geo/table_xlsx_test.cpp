// Workbooks, read back by GDAL's reader.
#include "geo/io/table_xlsx.hpp"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <unistd.h>

#include <filesystem>

namespace {

class Workbook : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("kaksonen-xlsx-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(Workbook, KeepsNumbersTextsAndWhatIsNotKnown) {
  const geo::Table table{"Tunnusluvut", {{"Tunnusluku", false}, {"main", true}}, {{std::string("Asunnot, kpl"), 32.5}, {std::string("=1+1"), {}}, {std::string("Pyöräpaikat"), -7.0}}};
  const auto path = folder_ / "table.xlsx";
  for (int time = 0; time < 2; ++time) {  // the second replaces the first
    const auto written = geo::write_xlsx(table, path);
    ASSERT_TRUE(written) << written.problem().value;
  }
  const char* const drivers[] = {"XLSX", nullptr};
  const GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR, drivers));
  ASSERT_TRUE(dataset);
  ASSERT_EQ(dataset->GetLayerCount(), 1);
  OGRLayer* const layer = dataset->GetLayer(0);
  EXPECT_STREQ(layer->GetName(), "Tunnusluvut");
  ASSERT_EQ(layer->GetFeatureCount(), 3);
  const OGRFeatureUniquePtr first(layer->GetNextFeature()), second(layer->GetNextFeature()), third(layer->GetNextFeature());
  EXPECT_STREQ(first->GetFieldAsString(0), "Asunnot, kpl");
  EXPECT_EQ(first->GetFieldAsDouble(1), 32.5);
  EXPECT_STREQ(second->GetFieldAsString(0), "=1+1");  // a text, not the sum
  EXPECT_FALSE(second->IsFieldSetAndNotNull(1));
  EXPECT_STREQ(third->GetFieldAsString(0), "Pyöräpaikat");
}

TEST_F(Workbook, SaysWhenItCannotBeWritten) {
  EXPECT_EQ(geo::write_xlsx({"t", {{"a", false}}, {}}, folder_ / "none" / "table.xlsx").problem().code, "file-not-writable");
}

}  // namespace
