// Packed files: tests/data/archive was packed by Python's zipfile and gzip; what is too large is packed here.
#include "geo/io/archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "geo/io/city_batch.hpp"
#include "geo/io/input_file.hpp"
#include "twin_core/base/catalogue.hpp"

namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

std::string packed(const std::string& name) {
  return (fs::path(KAKSONEN_SOURCE_DIR) / "tests" / "data" / "archive" / name).string();
}

/// A folder of this test's own, gone at its end.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("kaksonen-archive-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

geo::FileReport report(const std::string& path) {
  return geo::validate_files({{fs::path(path).filename().string(), path, nullptr}}, {}).at(0);
}

std::string code_of(const std::string& path) {
  auto input = geo::open_input({"a", path, nullptr});
  if (input) return "fine";
  EXPECT_NE(twin::find_problem_kind(input.problem().code), nullptr) << input.problem().code;
  EXPECT_FALSE(input.problem().remedy.empty());
  return input.problem().code;
}

TEST(Archive, PackedFilesAreReadAsIfTheyWereNot) {
  for (const auto& path : {packed("talo.gml.gz"), packed("one.zip"), packed("one.zip/kansio/talo.gml"),
                           packed("two.zip/pohjoinen/a.gml")}) {
    ASSERT_TRUE(geo::input_exists(path)) << path;
    const auto answer = report(path);
    EXPECT_EQ(answer.format, "CityGML 2.0") << path;
    EXPECT_EQ(answer.diagnostics.tally.read, 1u) << path;
    EXPECT_EQ(answer.diagnostics.tally.accepted, 1u) << path;
  }
  const auto rows = report(packed("two.zip/rekisteri.csv"));
  EXPECT_EQ(rows.format, "CSV register");
  EXPECT_EQ(rows.diagnostics.tally.read, 1u);
  EXPECT_EQ(*geo::load_input({"r", packed("two.zip/rekisteri.csv"), nullptr}).value(),
            "VTJ_PRT,storeys\n103557252H,4\n");
}

TEST(Archive, ARealTileGivesTheSamePackedAndNot) {
  const auto tile = fs::path(KAKSONEN_SOURCE_DIR) / ".." / "shared" / "data" / "citygml" /
                    "helsinki_kalasatama_2549_6674.gml";
  if (!fs::exists(tile)) GTEST_SKIP() << "not here: " << tile;
  const Folder folder;
  const auto path = (folder.path / "tile.gml.gz").string();
  const auto plain = bytes_of(tile.string());
  gzFile out = gzopen(path.c_str(), "wb6");
  ASSERT_EQ(gzwrite(out, plain.data(), static_cast<unsigned>(plain.size())), static_cast<int>(plain.size()));
  ASSERT_EQ(gzclose(out), Z_OK);
  EXPECT_EQ(*geo::load_input({"t", path, nullptr}).value(), plain);
  const auto a = report(path), b = report(tile.string());
  EXPECT_EQ(a.diagnostics.tally.read, 61u);
  EXPECT_EQ(a.diagnostics.tally.accepted, b.diagnostics.tally.accepted);
  EXPECT_EQ(a.diagnostics.findings.size(), b.diagnostics.findings.size());
}

TEST(Archive, AMemberIsNamedWhereThereAreSeveral) {
  auto several = geo::open_input({"two.zip", packed("two.zip"), nullptr});
  ASSERT_FALSE(several);
  EXPECT_EQ(several.problem().code, "archive-member");
  EXPECT_EQ(several.problem().place, "two.zip");
  EXPECT_EQ(several.problem().value, "pohjoinen/a.gml, rekisteri.csv");
  EXPECT_THAT(several.problem().remedy, HasSubstr("archive.zip/pohjoinen/a.gml"));
  EXPECT_EQ(code_of(packed("two.zip/pohjoinen/b.gml")), "archive-member");
  // Names inside are compared, never followed.
  EXPECT_EQ(code_of(packed("two.zip/../two.zip")), "archive-member");
  EXPECT_EQ(code_of(packed("two.zip//etc/hostname")), "archive-member");
  EXPECT_EQ(code_of(packed("none.zip")), "902");
  EXPECT_EQ(code_of(packed("talo.gml.gz/talo.gml")), "file-unreadable");
  EXPECT_FALSE(geo::input_exists(packed("absent.zip/talo.gml")));
}

TEST(Archive, FromTheNetworkNoneIsTaken) {
  for (const char* name : {"talo.gml.gz", "one.zip"}) {
    const auto bytes = std::make_shared<const std::string>(bytes_of(packed(name)));
    const geo::InputFile file{name, "", bytes};
    ASSERT_FALSE(geo::open_input(file));
    EXPECT_EQ(geo::open_input(file).problem().code, "archive-in-memory");
    EXPECT_EQ(geo::load_input(file).problem().code, "archive-in-memory");
  }
}

TEST(Archive, WhatIsCutOffOrDamagedIsSaid) {
  EXPECT_EQ(code_of(packed("wrong_sum.zip")), "file-unreadable");
  const Folder folder;
  for (const char* name : {"talo.gml.gz", "one.zip"}) {
    const std::string whole = bytes_of(packed(name));
    // The last three bytes of a .zip are half its comment's length: nothing is lost with them.
    const std::size_t needed = whole.size() - (whole.starts_with("PK") ? 3 : 0);
    for (std::size_t size = 5; size < needed; size += 3) {
      write(folder.path / name, whole.substr(0, size));
      ASSERT_EQ(code_of((folder.path / name).string()), "file-unreadable") << name << ' ' << size;
    }
    // A changed byte may lie where nothing depends on it; it never does more than fail.
    for (std::size_t i = 4; i < whole.size(); i += 3) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ 0x55);
      write(folder.path / name, changed);
      (void)geo::load_input({"a", (folder.path / name).string(), nullptr});
    }
  }
}

TEST(Archive, ABombIsNotUnpacked) {
  // 256 MiB of blanks inside a well-formed beginning packs about 1000 : 1.
  const Folder folder;
  const auto path = (folder.path / "pommi.gml.gz").string();
  gzFile out = gzopen(path.c_str(), "wb1");
  const std::string head = "<CityModel xmlns=\"http://www.opengis.net/citygml/2.0\">", blanks(1 << 20, ' ');
  gzwrite(out, head.data(), static_cast<unsigned>(head.size()));
  for (int i = 0; i < 256; ++i) gzwrite(out, blanks.data(), static_cast<unsigned>(blanks.size()));
  ASSERT_EQ(gzclose(out), Z_OK);
  const auto start = std::chrono::steady_clock::now();
  const auto answer = report(path);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  ASSERT_TRUE(answer.unreadable);
  EXPECT_EQ(answer.diagnostics.findings.at(0).code, "archive-too-large");
  EXPECT_EQ(geo::load_input({"a", path, nullptr}).problem().code, "archive-too-large");
}

TEST(Archive, WhatFollowsTheEndOfAGzipIsTold) {
  const Folder folder;
  const auto path = (folder.path / "talo.gml.gz").string();
  const std::string whole = bytes_of(packed("talo.gml.gz"));
  const auto told = [&](const std::string& behind) {
    write(path, whole + behind);
    const auto answer = report(path);
    EXPECT_EQ(answer.diagnostics.tally.accepted, 1u) << behind.size();
    std::vector<std::string> out;
    for (const auto& finding : answer.diagnostics.findings) {
      if (finding.code == "archive-trailing-bytes") out.push_back(finding.value);
    }
    return out;
  };
  EXPECT_THAT(told(""), testing::IsEmpty());
  EXPECT_THAT(told("garbage"), testing::ElementsAre("7 bytes"));
  EXPECT_THAT(told("x"), testing::ElementsAre("1 bytes"));
  EXPECT_THAT(told(std::string(200'000, 'x')), testing::ElementsAre("200000 bytes"));
  EXPECT_THAT(told(std::string(1024, '\0')), testing::IsEmpty()) << "padding, as tapes have it";
}

TEST(Archive, MembersOfAGzipAreOneText) {
  // RFC 1952: a file may hold several, one behind the other.
  const Folder folder;
  const auto path = (folder.path / "r.csv.gz").string();
  for (const char* const text : {"VTJ_PRT,storeys\n", "103557252H,4\n"}) {
    gzFile out = gzopen(path.c_str(), "ab");
    gzputs(out, text);
    ASSERT_EQ(gzclose(out), Z_OK);
  }
  EXPECT_EQ(*geo::load_input({"r", path, nullptr}).value(), "VTJ_PRT,storeys\n103557252H,4\n");
  EXPECT_EQ(report(path).diagnostics.tally.accepted, 1u);
}

TEST(Archive, LimitsHoldExactly) {
  const auto size = geo::load_input({"a", packed("talo.gml.gz"), nullptr}).value()->size();
  const auto fails = [&](const geo::ArchiveLimits& limits) {
    auto archive = geo::open_gzip(packed("talo.gml.gz"), limits);
    EXPECT_TRUE(archive);
    std::string all(size + 1, '\0');
    archive->stream->read(all.data(), static_cast<std::streamsize>(all.size()));
    EXPECT_EQ(archive->stream->bad(), archive->failure->has_value());
    return archive->failure->has_value();
  };
  // `gzip -l` says 326 and 714 bytes: a ratio of 2.2.
  EXPECT_EQ(size, 714u);
  EXPECT_FALSE(fails({714, 200, 1 << 20}));
  EXPECT_TRUE(fails({713, 200, 1 << 20}));
  EXPECT_FALSE(fails({714, 3, 0}));
  EXPECT_TRUE(fails({714, 2, 0}));
  EXPECT_FALSE(fails({714, 2, 714})) << "no ratio is asked of the first bytes";
}

}  // namespace
