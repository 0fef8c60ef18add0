#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "server/app/twin_service.hpp"
#include "server/cli/arguments.hpp"

namespace server {

class LocalTwin;

/// The twin that `--twin` names: a file of ours, a file that a running server holds (reached through
/// that server), or an address. `created` tells that the file did not exist before.
struct OpenedTwin {
  std::shared_ptr<TwinService> service;
  std::shared_ptr<LocalTwin> local;   ///< null when the twin is reached through a server
  bool created = false;
};
twin::Result<OpenedTwin> open_twin(const std::string& where, bool create_if_missing);

/// Beside a served twin stands "<file>.address" with the server's address.
std::filesystem::path address_file_of(const std::filesystem::path& twin_file);

int run_import(const Arguments& arguments);
int run_validate(const Arguments& arguments);
int run_info(const Arguments& arguments);
int run_log(const Arguments& arguments);
int run_verify(const Arguments& arguments);
int run_undo(const Arguments& arguments);
int run_compare(const Arguments& arguments);
int run_diff(const Arguments& arguments);
int run_merge(const Arguments& arguments);
int run_revert(const Arguments& arguments);
int run_links(const Arguments& arguments);
int run_export(const Arguments& arguments);
int run_report(const Arguments& arguments);
int run_branch(const Arguments& arguments);
int run_plan(const Arguments& arguments);
int run_process(const Arguments& arguments);
int run_processes(const Arguments& arguments);
int run_series(const Arguments& arguments);
int run_tables(const Arguments& arguments);
int run_serve(const Arguments& arguments);
int run_synth(const Arguments& arguments);
int run_tiles(const Arguments& arguments);
int run_bench(const Arguments& arguments);

/// Written beside and moved into place, so that a failure leaves nothing half written. Error `file-not-writable`.
twin::Status write_file(const std::filesystem::path& path, std::string_view bytes);

/// The whole file, or standard input for "-". Error `file-unreadable`.
twin::Result<std::string> read_whole_file(const std::string& path);

}  // namespace server
