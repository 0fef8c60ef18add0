#include <gtest/gtest.h>
TEST(C, D) {}
