// val3dity's own test data and the codes its own tests expect (EXPECTED.csv beside the data).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "validate_cases.hpp"

namespace {

struct Case {
  std::string file;
  std::set<std::string> accepted;  ///< any one of these alone; empty: valid
};

std::vector<Case> cases_of_table() {
  std::vector<Case> out;
  std::istringstream table(cases::text_of(cases::data() / "geometry-validity" / "EXPECTED.csv"));
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::istringstream cells(line);
    Case row;
    std::string skipped, codes;
    std::getline(cells, row.file, ',');
    std::getline(cells, skipped, ',');
    std::getline(cells, skipped, ',');
    std::getline(cells, codes, ',');
    if (row.file.find(".city.json") == std::string::npos || row.file.find("native/") == 0) continue;
    std::istringstream words(codes);
    for (std::string word; words >> word;) {
      if (word != "or" && word != "VALID") row.accepted.insert(word);
    }
    out.push_back(row);
  }
  return out;
}

TEST(Val3dityCases, EveryFileGetsExactlyTheExpectedCode) {
  const auto folder = cases::data() / "geometry-validity" / "cityjson";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared val3dity files are not here: " << folder;
  const auto table = cases_of_table();
  ASSERT_EQ(table.size(), 35u);
  for (const auto& row : table) {
    const auto found = cases::codes_of(cases::load_solid(folder / row.file));
    if (row.accepted.empty()) {
      EXPECT_THAT(found, testing::IsEmpty()) << row.file;
    } else {
      ASSERT_EQ(found.size(), 1u) << row.file << ": " << testing::PrintToString(found);
      EXPECT_TRUE(row.accepted.contains(*found.begin())) << row.file << " gave " << *found.begin();
    }
  }
}

TEST(Val3dityCases, ATorusIsValid) {
  const auto file = cases::data() / "geometry-validity" / "native" / "torus.city.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the shared val3dity files are not here: " << file;
  EXPECT_THAT(cases::codes_of(cases::load_solid(file)), testing::IsEmpty());
}

}  // namespace
