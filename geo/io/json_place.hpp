#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace geo {

/// Where in a JSON document a reader stands: a chain of frames on the call stack, written out as a
/// JSON pointer (RFC 6901) only when something must be told. What it is made from must outlive it.
class JsonPlace {
 public:
  /// The document itself; `origin` is said before the pointer: "" or "line 3".
  explicit JsonPlace(std::string_view origin) : name_(origin) {}
  JsonPlace(const JsonPlace& up, std::string_view member) : up_(&up), name_(member) {}
  JsonPlace(const JsonPlace& up, std::size_t index) : up_(&up), index_(index), is_index_(true) {}

  /// "/CityObjects/a~1b/geometry/0", in a sequence "line 3: /CityObjects/…"; the document is "/".
  std::string text() const;

 private:
  void write(std::string& out) const;

  const JsonPlace* up_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
  bool is_index_ = false;
};

/// One step of a JSON pointer, "/" before it; long names are cut as in messages.
std::string json_pointer_step(std::string_view member);
void append_json_pointer_step(std::string_view member, std::string& out);

}  // namespace geo
