#pragma once

#include <string>

#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"

namespace server {

/// A member of an answer as people read it; null is "-".
inline std::string text(const twin::Json& value) {
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// Opens, asks, prints: as JSON or by `show`.
template <class Ask, class Show>
int ask_and_show(const Arguments& arguments, Ask ask, Show show) {
  auto opened = open_twin(arguments.twin, false);
  if (!opened) return fail(opened.problem(), arguments.json);
  const twin::Result<twin::Json> answer = ask(*opened->service);
  if (!answer) return fail(answer.problem(), arguments.json);
  if (arguments.json) {
    print_json(*answer);
  } else {
    show(*answer);
  }
  return kExitFine;
}

}  // namespace server
