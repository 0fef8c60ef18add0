#include "geo/io/xml_qnames.hpp"

#include <algorithm>

namespace geo {
namespace {

constexpr std::string_view kXmlSpace = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsSpace = "http://www.w3.org/2000/xmlns/";

using xml_bytes::first_word, xml_bytes::detail::load;
constexpr std::size_t kWord = sizeof(std::uint64_t);

std::uint64_t hash_of(std::string_view text, std::uint64_t first, std::uint64_t last) {
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15;
  std::uint64_t hash = text.size();
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * kMix;
    hash ^= hash >> 32;
  };
  mix(first);
  mix(last);
  for (std::size_t at = kWord; at + kWord < text.size(); at += kWord) mix(load(text.data() + at));
  return hash;
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
  const std::uint64_t first = first_word(text.data(), text.size());
  const std::uint64_t last = text.size() < kWord ? 0 : load(text.data() + text.size() - kWord);
  const std::uint64_t hash = hash_of(text, first, last);
  std::size_t slot = hash % kSlots;
  for (; slots_[slot]; slot = (slot + 1) % kSlots) {
    XmlQName& known = *slots_[slot];
    if (known.hash == hash && known.text.size() == text.size() && known.begins(text.data())) return &known;
  }
  const auto colon = text.find(':');
  const bool prefixed = colon != std::string_view::npos;
  if (prefixed && !is_plain_part(text.substr(0, colon))) return nullptr;
  if (!is_plain_part(prefixed ? text.substr(colon + 1) : text) || all_.size() == kMost) return nullptr;
  XmlQName& fresh = all_.emplace_back();
  fresh.text = text;
  fresh.hash = hash;
  fresh.first = first;
  fresh.last = last;
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

}  // namespace geo
