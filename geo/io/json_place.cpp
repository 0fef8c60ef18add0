#include "geo/io/json_place.hpp"

#include <vector>

#include "twin_core/base/text.hpp"

namespace geo {

std::string json_pointer_step(std::string_view member) {
  std::string out = "/";
  for (const char c : twin::excerpt(member)) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

std::string JsonPlace::text() const {
  std::vector<const JsonPlace*> steps;
  const JsonPlace* root = this;
  for (; root->up_ != nullptr; root = root->up_) steps.push_back(root);
  std::string pointer;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    pointer += (*step)->is_index_ ? "/" + std::to_string((*step)->index_) : json_pointer_step((*step)->name_);
  }
  if (pointer.empty()) pointer = "/";
  return root->name_.empty() ? pointer : std::string(root->name_) + ": " + pointer;
}

}  // namespace geo
