// What plan files may say (`geo`) is what the engines know (`sim`): the two rooms do not know each other.
#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "geo/io/plan_known_codes.hpp"
#include "sim/zoning/regulation_types.hpp"

namespace {

TEST(PlanCodes, FilesAndEnginesKnowTheSameOnes) {
  std::set<std::string_view> in_files, in_engines;
  for (const auto code : geo::known_regulation_types()) EXPECT_TRUE(in_files.insert(code).second) << code;
  for (const auto code : geo::known_use_codes()) EXPECT_TRUE(in_files.insert(code).second) << code;
  for (const auto& type : sim::regulation_types()) in_engines.insert(type.code);
  for (const auto& type : sim::generic_types()) in_engines.insert(type.code);
  EXPECT_EQ(in_files, in_engines);
}

}  // namespace
