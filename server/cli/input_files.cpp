#include "server/cli/input_files.hpp"

#include <algorithm>
#include <filesystem>

#include "geo/io/input_file.hpp"

namespace server {

namespace {

/// The last `parts` parts of a path.
std::string tail_of(const std::filesystem::path& path, std::size_t parts) {
  std::filesystem::path out;
  auto part = path.end();
  while (parts-- > 0 && part != path.begin()) out = out.empty() ? *--part : *--part / out;
  return out.string();
}

}  // namespace

std::vector<geo::InputFile> input_files(const std::vector<std::string>& paths) {
  std::vector<std::filesystem::path> whole;
  for (const auto& path : paths) whole.push_back(std::filesystem::path(path).lexically_normal());
  std::vector<geo::InputFile> out;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::size_t parts = 1;
    const auto is_like_another = [&](const std::filesystem::path& other) {
      return other != whole[i] && tail_of(other, parts) == tail_of(whole[i], parts);
    };
    while (std::any_of(whole.begin(), whole.end(), is_like_another)) ++parts;
    out.push_back({tail_of(whole[i], parts), paths[i], nullptr});
  }
  return out;
}

twin::Result<std::string> mapping_text(const Arguments& arguments) {
  if (arguments.mapping.empty()) return std::string();
  auto text = geo::load_input({arguments.mapping, arguments.mapping, nullptr});
  if (!text) return text.problem();
  if ((*text)->empty()) return twin::Problem{"902", "The mapping is empty.", arguments.mapping, "", "Send a mapping."};
  return **text;
}

}  // namespace server
