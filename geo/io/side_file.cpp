#include "geo/io/side_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <ostream>

namespace geo {

SideFile::SideFile(const std::filesystem::path& folder) {
  static std::atomic<unsigned> count{0};
  const auto path = folder / fmt::format(".kaksonen-{}-{}.side", ::getpid(), ++count);
  stream_.open(path, std::ios::binary | std::ios::in | std::ios::out | std::ios::trunc);
  std::error_code ignored;
  std::filesystem::remove(path, ignored);  // what is open stays readable
}

void SideFile::copy_to(std::ostream& out) {
  std::array<char, 1u << 16> buffer{};
  stream_.seekg(0);
  while (stream_ && out) {
    stream_.read(buffer.data(), buffer.size());
    out.write(buffer.data(), stream_.gcount());
  }
  if (stream_.eof()) stream_.clear();
}

}  // namespace geo
