#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/xml_bytes.hpp"
#include "geo/io/xml_events.hpp"

namespace geo {

/// A name as it stands in tags: "bldg:Building".
struct XmlQName {
  std::string text;
  std::uint64_t hash = 0;
  std::uint64_t first = 0, last = 0;  ///< its first eight bytes and its last eight; of a shorter one `last` is 0
  std::size_t prefix = 0;  ///< its length; 0: none
  bool declares = false;   ///< xmlns or xmlns:…
  // What it meant as an element and as an attribute when last asked.
  const XmlName* element = nullptr;
  const XmlName* attribute = nullptr;
  std::uint64_t element_scope = 0, attribute_scope = 0;
  // What came after it when it was last met, which most often is what comes next: after an element the next element
  // of the document and its own first attribute, after an attribute the next one of the same tag.
  XmlQName* next_element = nullptr;
  XmlQName* first_attribute = nullptr;
  XmlQName* next_attribute = nullptr;

  std::string_view prefix_text() const { return std::string_view(text).substr(0, prefix); }

  /// True when the text at `p` begins with this name; as many bytes may be looked at, and never fewer than eight.
  bool begins(const char* p) const {
    using xml_bytes::first_word, xml_bytes::detail::load;
    const std::size_t size = text.size();
    if (size < sizeof first) return first_word(p, size) == first;
    if (load(p) != first || load(p + size - sizeof last) != last) return false;
    for (std::size_t at = sizeof first; at + sizeof last < size; at += sizeof first) {
      if (load(p + at) != load(text.data() + at)) return false;
    }
    return true;
  }
};

/// The qualified names of one document and what they mean under the namespace declarations in force: a
/// table look-up per tag. Takes plain names only: of ASCII, one colon at most.
class XmlQNames {
 public:
  explicit XmlQNames(XmlNames& names) : names_(names) { slots_.fill(nullptr); }

  /// Null for what is no plain name, and for a document of too many names.
  /// @param text  of at least eight bytes that may be looked at, its own or others behind it
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
  void leave(std::size_t depth) {
    while (!bindings_.empty() && bindings_.back().depth >= depth) {
      scope_ = bindings_.back().outer;
      bindings_.pop_back();
    }
  }

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
