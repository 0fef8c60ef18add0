#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/xml_events.hpp"

namespace geo {

/// A name as it stands in tags: "bldg:Building".
struct XmlQName {
  std::string text;
  std::uint64_t hash = 0;
  std::size_t prefix = 0;  ///< its length; 0: none
  bool declares = false;   ///< xmlns or xmlns:…
  // What it meant as an element and as an attribute when last asked.
  const XmlName* element = nullptr;
  const XmlName* attribute = nullptr;
  std::uint64_t element_scope = 0, attribute_scope = 0;

  std::string_view prefix_text() const { return std::string_view(text).substr(0, prefix); }
};

/// The qualified names of one document and what they mean under the namespace declarations in force: a
/// table look-up per tag. Takes plain names only: of ASCII, one colon at most.
class XmlQNames {
 public:
  explicit XmlQNames(XmlNames& names) : names_(names) { slots_.fill(nullptr); }

  /// Null for what is no plain name, and for a document of too many names.
  XmlQName* find(std::string_view text);

  /// Null when the prefix is not declared.
  const XmlName* element(XmlQName& name) {
    return name.element_scope == scope_ ? name.element : resolve(name, true);
  }
  const XmlName* attribute(XmlQName& name) {
    return name.attribute_scope == scope_ ? name.attribute : resolve(name, false);
  }

  /// A declaration of the tag at hand, in force until `leave`.
  /// @returns false for what is left to expat: reserved prefixes, no or odd namespaces
  bool declare(const XmlQName& name, std::string_view space, std::size_t depth);
  /// The element at this depth has ended.
  void leave(std::size_t depth);

 private:
  static constexpr std::size_t kSlots = 4096, kMost = 2048;

  struct Binding {
    std::string prefix, space;
    std::size_t depth = 0;
    std::uint64_t outer = 0;  ///< the scope before
  };

  const XmlName* resolve(XmlQName& name, bool element);
  const std::string* space_of(std::string_view prefix) const;

  XmlNames& names_;
  std::deque<XmlQName> all_;
  std::array<XmlQName*, kSlots> slots_;
  std::vector<Binding> bindings_;
  std::uint64_t scope_ = 1, scopes_ = 1;
  std::string full_;
};

}  // namespace geo
