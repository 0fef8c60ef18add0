#include "server/http/outbox.hpp"

#include <gtest/gtest.h>

namespace server {
namespace {

std::shared_ptr<const std::string> text(const char* value) { return std::make_shared<const std::string>(value); }

TEST(Outbox, KeepsOrderAndReplacesStateInItsPlace) {
  Outbox box(100);
  EXPECT_TRUE(box.push(text("scene 1"), ""));
  EXPECT_TRUE(box.push(text("values old"), "year"));
  EXPECT_TRUE(box.push(text("scene 2"), ""));
  EXPECT_TRUE(box.push(text("values new"), "year"));
  EXPECT_TRUE(box.push(text("storeys"), "storeys"));
  EXPECT_EQ(*box.pop(), "scene 1");
  EXPECT_EQ(*box.pop(), "values new");
  EXPECT_TRUE(box.push(text("values newer"), "year"));
  EXPECT_TRUE(box.push(text("values newest"), "year"));
  EXPECT_EQ(*box.pop(), "scene 2");
  EXPECT_EQ(*box.pop(), "storeys");
  EXPECT_EQ(*box.pop(), "values newest");
  EXPECT_EQ(box.pop(), nullptr);
  EXPECT_EQ(box.replaced(), 2u);
}

TEST(Outbox, BoundsOnlyWhatMustNotBeLost) {
  Outbox box(7);
  EXPECT_TRUE(box.push(text("1234"), ""));
  EXPECT_TRUE(box.push(text("567"), ""));
  EXPECT_FALSE(box.push(text("8"), ""));
  EXPECT_TRUE(box.push(text("state is not counted"), "k"));
  EXPECT_EQ(box.ordered_bytes(), 7u);
  EXPECT_EQ(*box.pop(), "1234");
  EXPECT_TRUE(box.push(text("8"), ""));
}

}  // namespace
}  // namespace server
