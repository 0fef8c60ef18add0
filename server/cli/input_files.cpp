#include "server/cli/input_files.hpp"

#include <filesystem>

#include "geo/io/input_file.hpp"

namespace server {

std::vector<geo::InputFile> input_files(const std::vector<std::string>& paths) {
  std::vector<geo::InputFile> out;
  for (const auto& path : paths) out.push_back({std::filesystem::path(path).filename().string(), path, nullptr});
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
