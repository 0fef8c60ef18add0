#include "geo/io/json_place.hpp"

#include <algorithm>

#include "twin_core/base/text.hpp"

namespace geo {
namespace {

/// Neither cut nor escaped, as nearly all names.
bool is_plain(std::string_view member) {
  constexpr std::size_t kShort = 80;
  return member.size() <= kShort &&
         std::all_of(member.begin(), member.end(), [](char c) { return c >= ' ' && c < '\x7F' && c != '~' && c != '/'; });
}

}  // namespace

std::string json_pointer_step(std::string_view member) {
  std::string out;
  append_json_pointer_step(member, out);
  return out;
}

void append_json_pointer_step(std::string_view member, std::string& out) {
  out.reserve(out.size() + member.size() + 1);
  out += '/';
  if (is_plain(member)) {
    out.append(member);
    return;
  }
  for (const char c : twin::excerpt(member)) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
}

void JsonPlace::write(std::string& out) const {
  if (up_ == nullptr) {
    if (!name_.empty()) out.append(name_).append(": ");
    return;
  }
  up_->write(out);
  if (is_index_) {
    out.append("/").append(std::to_string(index_));
  } else {
    append_json_pointer_step(name_, out);
  }
}

std::string JsonPlace::text() const {
  std::string out;
  write(out);
  return up_ == nullptr ? out + "/" : out;
}

}  // namespace geo
