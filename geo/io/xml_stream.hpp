#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "twin_core/base/result.hpp"

namespace geo {

/// Bounds on any XML document; beyond them it is refused.
struct XmlLimits {
  static constexpr std::size_t kDepth = 64;
  static constexpr std::size_t kAttributes = 64;  ///< of one element
  static constexpr std::size_t kAttributeBytes = 64 << 10;
  static constexpr std::size_t kMarkupBytes = 1 << 20;  ///< one tag, comment or instruction
};

class XmlStream;

/// Receives a document. Names are "namespace|local", or "local" without a namespace; views and
/// pointers live for the call.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  /// `attributes` is name, value, name, value, …, null.
  virtual void start_element(XmlStream& stream, std::string_view name, const char* const* attributes) = 0;
  virtual void end_element(XmlStream& stream) = 0;
  /// A piece of text; one run of text may come in several.
  virtual void text(XmlStream& stream, std::string_view piece) = 0;
};

/// One pass over one document with bounded memory (expat). No document type declaration, hence no
/// entities but the five of XML; nothing outside the stream is ever opened.
class XmlStream {
 public:
  explicit XmlStream(XmlHandler& handler);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  /// Errors, with line and column: `xml-doctype-forbidden`, `xml-malformed`, `xml-namespace-missing`
  /// (an undeclared prefix), `xml-too-deep`, `xml-too-many-attributes`, `xml-attribute-too-long`,
  /// `xml-text-too-long`, `encoding-invalid`, `encoding-unsupported`, `file-unreadable`, or what
  /// `stop` was given.
  twin::Status parse(std::istream& in, const std::function<void(std::uint64_t)>& progress);

  /// For handlers: ends the parse with this problem; an empty place becomes the present one.
  void stop(twin::Problem problem);

  std::uint64_t line() const;  ///< of what is being handled, from 1
  std::string place() const;   ///< "line 12, column 5"

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Value of an attribute by its "namespace|local" name; null when absent.
const char* xml_attribute(const char* const* attributes, std::string_view name);

}  // namespace geo
