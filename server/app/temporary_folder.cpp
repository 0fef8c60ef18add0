#include "server/app/temporary_folder.hpp"

#include <stdlib.h>

#include <fstream>
#include <iterator>

namespace server {

twin::Result<TemporaryFolder> TemporaryFolder::make() {
  std::error_code error;
  std::string pattern = (std::filesystem::temp_directory_path(error) / "kaksonen-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr) {
    return twin::Problem{"file-not-writable", "A temporary folder is needed.", pattern, "",
                         "Free some space or set TMPDIR to a writable folder."};
  }
  return TemporaryFolder(pattern);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace server
