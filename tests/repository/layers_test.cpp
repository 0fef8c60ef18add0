// Reads the include lines of every source file: knowledge points one way only.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// What a folder may include from our own tree. The longest matching folder counts; the first path
/// component of an include is the folder it reaches into, except geo/io, which is a layer of its own.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"twin_core", {"twin_core"}},
    {"geo", {"twin_core", "geo"}},
    {"geo/io", {"twin_core", "geo", "geo/io"}},
    {"sim", {"twin_core", "geo", "sim"}},
    {"datasets", {"twin_core", "geo", "datasets"}},
    {"viewer", {"proto", "viewer"}},
    {"server", {"twin_core", "geo", "geo/io", "sim", "datasets", "proto", "viewer/client", "server"}},
};

/// Libraries that only some folders may see.
const std::map<std::string, std::vector<std::string>> kLibraryOnlyIn = {
    {"boost/beast", {"server/http", "viewer/client"}}, {"boost/asio", {"server/http", "server/stream", "viewer/client"}},
    {"CGAL/", {"geo"}},                                {"embree3/", {"geo"}},
    {"CLI/", {"server/cli", "viewer/desktop"}},
    {"gdal", {"geo/io"}},                              {"ogr", {"geo/io"}},
    {"expat.h", {"geo/io"}},                           {"sqlite3.h", {"twin_core/store", "geo/io"}},
    {"proj.h", {"geo/crs"}},                           {"toml++", {"twin_core/base"}},
                              {"osg", {"viewer/desktop"}},
};

std::string layer_of(const std::string& path) {
  if (path.rfind("geo/io/", 0) == 0) return "geo/io";
  if (path.rfind("viewer/client/", 0) == 0) return "viewer/client";
  return path.substr(0, path.find('/'));
}

struct Include {
  std::string file, target;
  bool own = false;
};

std::vector<Include> includes_of_our_sources() {
  const fs::path root = KAKSONEN_SOURCE_DIR;
  std::vector<Include> out;
  const std::regex line_pattern("^\\s*#\\s*include\\s*([\"<])([^\">]+)[\">]");
  for (const char* folder : {"twin_core", "geo", "sim", "server", "viewer", "datasets"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".hpp" && extension != ".cpp") continue;
      const std::string file = fs::relative(entry.path(), root).generic_string();
      if (file.find("node_modules") != std::string::npos) continue;
      std::ifstream in(entry.path());
      std::string line;
      std::smatch match;
      while (std::getline(in, line)) {
        if (std::regex_search(line, match, line_pattern)) out.push_back({file, match[2], match[1] == "\""});
      }
    }
  }
  return out;
}

bool starts_with_any(const std::string& text, const std::vector<std::string>& prefixes) {
  for (const auto& prefix : prefixes) {
    if (text.rfind(prefix, 0) == 0) return true;
  }
  return false;
}

TEST(Layers, KnowledgePointsOneWay) {
  const auto includes = includes_of_our_sources();
  ASSERT_GT(includes.size(), 200U);
  for (const auto& include : includes) {
    if (!include.own) continue;
    std::string from = layer_of(include.file);
    if (from == "viewer/client") from = "viewer";
    const std::string to = layer_of(include.target);
    const auto& allowed = kMayInclude.at(from);
    const bool fine = allowed.count(to) > 0 || (from == "viewer" && to == "viewer/client");
    EXPECT_TRUE(fine) << include.file << " must not reach into " << include.target;
  }
}

TEST(Layers, OwnIncludesStartAtTheRoot) {
  for (const auto& include : includes_of_our_sources()) {
    if (!include.own || include.target.find(".pb.h") != std::string::npos) continue;
    EXPECT_TRUE(fs::exists(fs::path(KAKSONEN_SOURCE_DIR) / include.target) ||
                fs::exists(fs::path(KAKSONEN_BINARY_DIR) / "generated" / include.target))
        << include.file << " includes " << include.target;
  }
}

TEST(Layers, HeavyLibrariesStayInTheirRooms) {
  for (const auto& include : includes_of_our_sources()) {
    if (include.own) continue;
    for (const auto& [library, folders] : kLibraryOnlyIn) {
      if (include.target.rfind(library, 0) != 0) continue;
      EXPECT_TRUE(starts_with_any(include.file, folders)) << include.file << " includes " << include.target;
    }
  }
}

TEST(Layers, SlowHeadersAreInNoHeaderOfOurs) {
  for (const auto& include : includes_of_our_sources()) {
    if (include.file.size() < 4 || include.file.substr(include.file.size() - 4) != ".hpp") continue;
    if (include.file.rfind("server/http/connection", 0) == 0) continue;  // shared by the units of that room alone
    if (include.file == "geo/io/gdal_library.hpp") continue;  // GDAL's C interface, quick; shared by the sources that call it
    for (const char* slow : {"boost/beast", "boost/asio", "CLI/", "gdal", "ogr"}) {
      EXPECT_NE(include.target.rfind(slow, 0), 0U) << include.file << " includes " << include.target;
    }
  }
}

}  // namespace
