#include "twin_core/store/twin_mark.hpp"

#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "twin_core/base/text.hpp"

namespace twin {
namespace {

namespace fs = std::filesystem;

// https://www.sqlite.org/fileformat2.html, "The Database Header": the application's id stands at byte 68.
constexpr std::string_view kDatabase("SQLite format 3\0", 16);
constexpr std::string_view kMark = "KAKS";
constexpr std::size_t kMarkAt = 68;
constexpr std::array<std::string_view, 3> kBeside{"-wal", "-shm", "-journal"};

bool is_twin(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return false;
  std::array<char, kMarkAt + kMark.size()> head{};
  std::ifstream stream(file, std::ios::binary);
  if (!stream.read(head.data(), head.size())) return false;
  const std::string_view bytes(head.data(), head.size());
  if (!bytes.starts_with(kDatabase)) return false;
  return bytes.substr(kMarkAt) == kMark || fs::exists(file.string() + "-wal", error);
}

}  // namespace

bool is_part_of_twin(const fs::path& file) {
  // A link stands for what it leads to: "-wal" is beside that.
  std::error_code error;
  const auto real = fs::weakly_canonical(file, error);
  const std::string name = error ? file.string() : real.string();
  if (is_twin(name)) return true;
  for (const auto ending : kBeside) {
    if (name.ends_with(ending) && is_twin(name.substr(0, name.size() - ending.size()))) return true;
  }
  return false;
}

Status check_no_twin_at(const fs::path& target) {
  if (!is_part_of_twin(target)) return Done{};
  return Problem{"target-is-twin", "A twin, or a part of one, is kept in this file.", target.filename().string(), "",
                 "Write to another file. Nothing was changed."};
}

}  // namespace twin
