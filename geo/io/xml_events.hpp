#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "twin_core/base/result.hpp"

namespace geo {

/// Bounds on any XML document; beyond them it is refused.
struct XmlLimits {
  static constexpr std::size_t kDepth = 64;
  static constexpr std::size_t kAttributes = 64;  ///< of one element
  static constexpr std::size_t kAttributeBytes = 64 << 10;
  static constexpr std::size_t kMarkupBytes = 1 << 20;  ///< one tag, comment or instruction
};

/// Name of an element with its namespace resolved: "namespace|local", or "local" without one.
struct XmlName {
  static constexpr std::uint32_t kUnnumbered = 0xFFFFFFFF;

  std::string full;
  std::string_view local;  ///< the part after the namespace
  /// The same for the same name, small and dense, so that a handler can look up once what a name means.
  std::uint32_t number = kUnnumbered;
};

/// The names of one document, each once. Past `kMost` different ones names come without a number.
class XmlNames {
 public:
  static constexpr std::size_t kMost = 4096;
  XmlNames() = default;
  XmlNames(const XmlNames&) = delete;
  XmlNames& operator=(const XmlNames&) = delete;

  /// A numbered name stays where it is; an unnumbered one until the next call.
  const XmlName& intern(std::string_view full);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::unordered_map<std::string, XmlName, Hash, std::equal_to<>> names_;
  XmlName unnumbered_;
};

struct XmlAttribute {
  std::string_view name;  ///< as `XmlName::full`
  std::string_view value;
};

/// The attributes of one start tag, namespace declarations not among them.
class XmlAttributes {
 public:
  XmlAttributes() = default;
  explicit XmlAttributes(std::span<const XmlAttribute> all) : all_(all) {}

  /// Null when absent.
  const std::string_view* find(std::string_view name) const {
    for (const auto& each : all_) {
      if (each.name == name) return &each.value;
    }
    return nullptr;
  }

 private:
  std::span<const XmlAttribute> all_;
};

/// What handlers may ask and tell of the document being read.
class XmlSource {
 public:
  virtual ~XmlSource() = default;
  /// Ends the reading with this problem; an empty place becomes the present one.
  virtual void stop(twin::Problem problem) = 0;
  virtual std::uint64_t line() = 0;  ///< of the tag being handled, from 1
};

/// Receives a document. Views and references live for the call. A handler that stops the reading in
/// `text` has not taken that piece.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start_element(XmlSource& source, const XmlName& name, const XmlAttributes& attributes) = 0;
  virtual void end_element(XmlSource& source) = 0;
  /// A piece of text; one run of text may come in several.
  virtual void text(XmlSource& source, std::string_view piece) = 0;
};

}  // namespace geo
