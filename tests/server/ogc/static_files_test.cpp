#include "server/ogc/static_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace server {
namespace {

class StaticFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "kaksonen-static-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    std::filesystem::create_directories(root_ / "dist/assets");
    write("dist/index.html", "<!doctype html><title>city</title>");
    write("dist/assets/main-1a2b.js", std::string(5000, 'x'));
    write("secret.txt", "secret");
    std::filesystem::create_symlink(root_ / "secret.txt", root_ / "dist/link.txt");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(root_ / name) << text; }
  static Request get(const std::string& path, const std::string& encoding = "") {
    Request out;
    out.method = "GET";
    out.path = path;
    out.headers = {{"host", "localhost:8080"}, {"accept-encoding", encoding}};
    return out;
  }
  static std::string header(const Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }
  std::filesystem::path root_;
};

TEST_F(StaticFilesTest, GivesTheFilesOfTheTableAndNothingElse) {
  const StaticFiles files(root_ / "dist");
  EXPECT_TRUE(files.has_page());
  const auto page = files.answer(get("/"));
  ASSERT_TRUE(page);
  EXPECT_EQ(*page->body, "<!doctype html><title>city</title>");
  EXPECT_NE(header(*page, "Content-Security-Policy").find("script-src 'self'"), std::string::npos);
  EXPECT_EQ(header(*page, "Cache-Control"), "no-cache");
  const auto script = files.answer(get("/assets/main-1a2b.js"));
  ASSERT_TRUE(script);
  EXPECT_EQ(header(*script, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_NE(header(*script, "Cache-Control").find("immutable"), std::string::npos);
  for (const char* path : {"/link.txt", "/secret.txt", "/../secret.txt", "/assets", "/assets/", "/Index.html", ""}) {
    EXPECT_FALSE(files.answer(get(path))) << path;
  }
}

TEST_F(StaticFilesTest, GzipIsPreparedAndTheETagSparesTheBody) {
  const StaticFiles files(root_ / "dist");
  const auto zipped = files.answer(get("/assets/main-1a2b.js", "gzip, br"));
  EXPECT_EQ(header(*zipped, "Content-Encoding"), "gzip");
  EXPECT_LT(zipped->body->size(), 200u);
  EXPECT_EQ(zipped->body->substr(0, 2), "\x1f\x8b");   // RFC 1952, the magic number of gzip
  EXPECT_EQ(files.answer(get("/", "gzip"))->body->size(), 34u);   // too short to gain anything
  Request again = get("/assets/main-1a2b.js");
  again.headers["if-none-match"] = header(*zipped, "ETag");
  EXPECT_EQ(files.answer(again)->status, 304);
  EXPECT_EQ(files.answer(again)->body, nullptr);
}

TEST_F(StaticFilesTest, WithoutAClientThePageSaysHowToBuildIt) {
  const StaticFiles files(root_ / "nowhere");
  EXPECT_FALSE(files.answer(get("/")));
  const Response page = files.page(get("/"));
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body->find("./kaksonen demo"), std::string::npos);
}

}  // namespace
}  // namespace server
