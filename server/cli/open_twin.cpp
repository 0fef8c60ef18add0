#include <fstream>
#include <iostream>
#include <iterator>

#include "server/app/local_twin.hpp"
#include "server/app/remote_twin.hpp"
#include "server/cli/commands.hpp"
#include "twin_core/store/store.hpp"

namespace server {

using twin::Problem;
using twin::Result;

namespace {

/// "localhost:8080", "10.0.0.7:80": a name, a colon and a port.
bool looks_like_address(const std::string& where) {
  const auto colon = where.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == where.size()) return false;
  return where.find_first_not_of("0123456789", colon + 1) == std::string::npos && where.find('/') == std::string::npos;
}

}  // namespace

std::filesystem::path address_file_of(const std::filesystem::path& twin_file) {
  std::filesystem::path out = twin_file;
  out += ".address";
  return out;
}

Result<OpenedTwin> open_twin(const std::string& where, bool create_if_missing) {
  OpenedTwin opened;
  if (where.find("://") != std::string::npos) {
    TWIN_TRY(opened.service, RemoteTwin::connect(where));
    return opened;
  }
  const std::filesystem::path file = where;
  std::error_code ignored;
  opened.created = !std::filesystem::exists(file, ignored);
  const auto mode = create_if_missing ? twin::Store::Mode::kCreateIfMissing : twin::Store::Mode::kOpenExisting;
  auto store = twin::Store::open(file, mode);
  if (store) {
    opened.local = std::make_shared<LocalTwin>(std::move(*store), file.stem().string());
    opened.service = opened.local;
    return opened;
  }
  if (store.problem().code == "twin-missing" && looks_like_address(where)) {
    Problem problem = store.problem();
    problem.remedy = "The address of a server is written http://" + where + ".";
    return problem;
  }
  if (store.problem().code != "twin-busy") return store.problem();
  std::ifstream in(address_file_of(file));
  std::string address;
  if (!(in >> address)) return store.problem();
  auto remote = RemoteTwin::connect(address);
  if (!remote || !(*remote)->info()) return store.problem();
  opened.service = std::move(*remote);
  opened.created = false;
  return opened;
}

Result<std::string> read_whole_file(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  std::error_code ignored;
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path, ignored)) {
    return Problem{"file-unreadable", "The file cannot be opened.", path, "", "Check the name and that you may read it."};
  }
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

}  // namespace server
