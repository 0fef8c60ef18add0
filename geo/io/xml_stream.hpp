#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "geo/io/xml_events.hpp"
#include "geo/io/xml_handover.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// One pass over one document with bounded memory (expat). No document type declaration, hence no
/// entities but the five of XML; nothing outside the stream is ever opened.
class XmlStream final : public XmlSource {
 public:
  XmlStream(XmlHandler& handler, XmlNames& names);
  ~XmlStream() override;
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  /// Errors, with line and column: `xml-doctype-forbidden`, `xml-malformed`, `xml-namespace-missing`
  /// (an undeclared prefix), `xml-too-deep`, `xml-too-many-attributes`, `xml-attribute-too-long`,
  /// `xml-text-too-long`, `encoding-invalid`, `encoding-unsupported`, `file-unreadable`, or what
  /// `stop` was given.
  twin::Status parse(std::istream& in, const std::function<void(std::uint64_t)>& progress);

  /// Goes on with a document whose beginning the handler has heard of already.
  twin::Status resume(const XmlHandover& from, std::istream& in,
                      const std::function<void(std::uint64_t)>& progress);

  void stop(twin::Problem problem) override;
  std::uint64_t line() override;
  std::string place();  ///< "line 12, column 5"

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace geo
