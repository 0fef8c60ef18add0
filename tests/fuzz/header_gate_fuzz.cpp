// A header block that passes the gate has one reading: exactly one host, at most one length, no controls.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/http/header_gate.hpp"
#include "server/http/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(server::check_unfinished_block(bytes));
  const auto end = server::end_of_header_block(bytes);
  if (!end) return 0;
  const auto head = server::check_header_block(bytes.substr(0, *end));
  if (!head) return 0;
  if (head->chunked && (head->content_length || head->minor_version == 0)) std::abort();
  const auto count = [&](std::string_view name) {
    return std::count_if(head->fields.begin(), head->fields.end(), [&](const auto& field) { return field.first == name; });
  };
  if (count("content-length") > 1 || count("transfer-encoding") > 1 || count("host") > 1) std::abort();
  const auto target = server::parse_target(head->target);
  if (target) {
    // A segment may hold a slash, as ids do, but nothing that climbs or hides.
    for (const std::string& segment : target->segments) {
      if (("/" + segment + "/").find("/../") != std::string::npos || ("/" + segment + "/").find("/./") != std::string::npos) std::abort();
      if (segment.find('\\') != std::string::npos || segment.find('\0') != std::string::npos) std::abort();
    }
  }
  return 0;
}
