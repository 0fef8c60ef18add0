#include "geo/io/xml_events.hpp"

namespace geo {

const XmlName& XmlNames::intern(std::string_view full) {
  const auto found = names_.find(full);
  if (found != names_.end()) return found->second;
  const auto fill = [](XmlName& name, std::string_view text, std::uint32_t number) -> XmlName& {
    name.full.assign(text);
    name.local = std::string_view(name.full).substr(name.full.rfind('|') + 1);
    name.number = number;
    return name;
  };
  if (names_.size() >= kMost) return fill(unnumbered_, full, XmlName::kUnnumbered);
  const auto number = static_cast<std::uint32_t>(names_.size());
  return fill(names_[std::string(full)], full, number);
}

}  // namespace geo
