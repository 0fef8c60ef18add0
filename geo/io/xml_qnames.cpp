#include "geo/io/xml_qnames.hpp"

#include <algorithm>
#include <cstring>

namespace geo {
namespace {

constexpr std::string_view kXmlSpace = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsSpace = "http://www.w3.org/2000/xmlns/";

constexpr std::size_t kWord = sizeof(std::uint64_t);

std::uint64_t word_at(const char* p) {
  std::uint64_t out;
  std::memcpy(&out, p, kWord);
  return out;
}

/// Calls with every word of a text of at least one; the last one may overlap the one before.
template <class Visit>
void for_each_word(std::size_t size, const Visit& visit) {
  for (std::size_t at = 0; at + kWord < size; at += kWord) visit(at);
  visit(size - kWord);
}

std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15;
  std::uint64_t hash = text.size();
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * kMix;
    hash ^= hash >> 32;
  };
  if (text.size() >= kWord) {
    for_each_word(text.size(), [&](std::size_t at) { mix(word_at(text.data() + at)); });
  } else {
    std::uint64_t word = 0;
    for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
    mix(word);
  }
  return hash;
}

/// Names are short: this is done before a library call would have begun.
bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  std::uint64_t difference = 0;
  if (a.size() >= kWord) {
    for_each_word(a.size(), [&](std::size_t at) { difference |= word_at(a.data() + at) ^ word_at(b.data() + at); });
  } else {
    for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  }
  return difference == 0;
}

constexpr bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}
constexpr bool is_inner(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}
bool is_plain_part(std::string_view part) {
  return !part.empty() && is_letter(part.front()) && std::all_of(part.begin(), part.end(), is_inner);
}

/// Of the characters that URIs are made of; the separator of `XmlName::full` is none of them.
bool is_plain_space(std::string_view space) {
  constexpr std::string_view kMarks = "-._~:/?#@!$*+,;=%";
  return !space.empty() && std::all_of(space.begin(), space.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
  });
}

}  // namespace

XmlQName* XmlQNames::find(std::string_view text) {
  const std::uint64_t hash = hash_of(text);
  std::size_t slot = hash % kSlots;
  for (; slots_[slot]; slot = (slot + 1) % kSlots) {
    XmlQName& known = *slots_[slot];
    if (known.hash == hash && same(known.text, text)) return &known;
  }
  const auto colon = text.find(':');
  const bool prefixed = colon != std::string_view::npos;
  if (prefixed && !is_plain_part(text.substr(0, colon))) return nullptr;
  if (!is_plain_part(prefixed ? text.substr(colon + 1) : text) || all_.size() == kMost) return nullptr;
  XmlQName& fresh = all_.emplace_back();
  fresh.text = text;
  fresh.hash = hash;
  fresh.prefix = prefixed ? colon : 0;
  fresh.declares = text == "xmlns" || fresh.prefix_text() == "xmlns";
  return slots_[slot] = &fresh;
}

const std::string* XmlQNames::space_of(std::string_view prefix) const {
  for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding) {
    if (binding->prefix == prefix) return &binding->space;
  }
  return nullptr;
}

const XmlName* XmlQNames::resolve(XmlQName& name, bool element) {
  const std::string_view prefix = name.prefix_text();
  const std::string_view local = std::string_view(name.text).substr(prefix.empty() ? 0 : prefix.size() + 1);
  full_.clear();
  if (prefix == "xml") {
    full_.append(kXmlSpace).append("|");
  } else if (element || !prefix.empty()) {  // the default namespace is not for attributes
    const std::string* space = space_of(prefix);
    if (!space && !prefix.empty()) return nullptr;
    if (space) full_.append(*space).append("|");
  }
  full_.append(local);
  const XmlName& found = names_.intern(full_);
  if (found.number == XmlName::kUnnumbered) return nullptr;  // it would not stay where it is
  (element ? name.element : name.attribute) = &found;
  (element ? name.element_scope : name.attribute_scope) = scope_;
  return &found;
}

bool XmlQNames::declare(const XmlQName& name, std::string_view space, std::size_t depth) {
  const std::string_view prefix = name.prefix == 0 ? std::string_view() : std::string_view(name.text).substr(name.prefix + 1);
  if (!is_plain_space(space) || space == kXmlSpace || space == kXmlnsSpace) return false;
  if (prefix == "xml" || prefix == "xmlns") return false;
  const std::string* known = space_of(prefix);
  if (known && *known == space) return true;  // says again what holds anyway
  bindings_.push_back({std::string(prefix), std::string(space), depth, scope_});
  scope_ = ++scopes_;
  return true;
}

void XmlQNames::leave(std::size_t depth) {
  while (!bindings_.empty() && bindings_.back().depth >= depth) {
    scope_ = bindings_.back().outer;
    bindings_.pop_back();
  }
}

}  // namespace geo
