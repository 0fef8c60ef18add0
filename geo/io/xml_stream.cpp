#include "geo/io/xml_stream.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <exception>
#include <istream>
#include <vector>

#include "geo/io/xml_problem.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

constexpr char kNamespaceSeparator = '|';  // no character of a URI, so no URI can imitate it
constexpr int kBlock = 64 << 10;
constexpr std::uint64_t kProgressStep = 1 << 20;

struct ParserDeleter {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

}  // namespace

struct XmlStream::Impl {
  XmlStream& self;
  XmlHandler& handler;
  std::unique_ptr<XML_ParserStruct, ParserDeleter> parser;
  std::optional<twin::Problem> problem;
  std::exception_ptr thrown;                        ///< by a handler; expat is C and must not be unwound
  std::array<std::string, XmlLimits::kDepth> open;  ///< names of the elements around, outermost first
  std::size_t depth = 0;

  Impl(XmlStream& stream, XmlHandler& receiver)
      : self(stream), handler(receiver), parser(XML_ParserCreateNS(nullptr, kNamespaceSeparator)) {
    if (!parser) return;
    XML_SetUserData(parser.get(), this);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  }

  std::string innermost() const { return depth == 0 ? std::string() : open[depth - 1]; }

  void refuse_attributes(const char* const* attributes) {
    std::size_t count = 0;
    for (; attributes[2 * count]; ++count) {
      if (std::strlen(attributes[2 * count + 1]) > XmlLimits::kAttributeBytes) {
        self.stop(xml_problem::attribute_too_long());
        return;
      }
    }
    if (count > XmlLimits::kAttributes) self.stop(xml_problem::too_many_attributes(count));
  }

  /// Runs `event` unless the parse has ended already.
  template <class Event>
  static void guarded(void* user, Event event) {
    auto& impl = *static_cast<Impl*>(user);
    if (impl.problem || impl.thrown) return;
    try {
      event(impl);
    } catch (...) {
      impl.thrown = std::current_exception();
      XML_StopParser(impl.parser.get(), XML_FALSE);
    }
  }

  static void XMLCALL on_start(void* user, const char* name, const char** attributes) {
    guarded(user, [&](Impl& impl) {
      const std::string_view full(name);
      impl.refuse_attributes(attributes);
      if (impl.depth == XmlLimits::kDepth) impl.self.stop(xml_problem::too_deep());
      if (impl.problem) return;
      impl.open[impl.depth++].assign(full.substr(full.rfind(kNamespaceSeparator) + 1));
      impl.handler.start_element(impl.self, full, attributes);
    });
  }
  static void XMLCALL on_end(void* user, const char*) {
    guarded(user, [](Impl& impl) {
      impl.handler.end_element(impl.self);
      --impl.depth;
    });
  }
  static void XMLCALL on_text(void* user, const char* text, int length) {
    guarded(user, [&](Impl& impl) {
      impl.handler.text(impl.self, {text, static_cast<std::size_t>(length)});
    });
  }
  static void XMLCALL on_doctype(void* user, const char*, const char*, const char*, int) {
    guarded(user, [](Impl& impl) { impl.self.stop(xml_problem::doctype()); });
  }

  /// The bytes from the current event on, as far as they are in memory.
  std::string_view ahead() const {
    int offset = 0, size = 0;
    const char* context = XML_GetInputContext(parser.get(), &offset, &size);
    if (!context || offset < 0 || offset >= size) return {};
    return {context + offset, static_cast<std::size_t>(size - offset)};
  }

  twin::Problem failure() const {
    return xml_problem::from_expat(XML_GetErrorCode(parser.get()), ahead(), innermost());
  }
};

XmlStream::XmlStream(XmlHandler& handler) : impl_(std::make_unique<Impl>(*this, handler)) {}
XmlStream::~XmlStream() = default;

void XmlStream::stop(twin::Problem problem) {
  if (impl_->problem) return;
  if (problem.place.empty()) problem.place = place();
  impl_->problem = std::move(problem);
  XML_StopParser(impl_->parser.get(), XML_FALSE);
}

std::uint64_t XmlStream::line() const {
  return XML_GetCurrentLineNumber(impl_->parser.get());
}

std::string XmlStream::place() const {
  return fmt::format("line {}, column {}", line(), XML_GetCurrentColumnNumber(impl_->parser.get()) + 1);
}

twin::Status XmlStream::parse(std::istream& in, const std::function<void(std::uint64_t)>& progress) {
  XML_Parser parser = impl_->parser.get();
  std::uint64_t fed = 0, reported = 0;
  for (bool last = false; !last;) {
    void* block = parser ? XML_GetBuffer(parser, kBlock) : nullptr;
    if (!block) return xml_problem::out_of_memory();
    in.read(static_cast<char*>(block), kBlock);
    if (in.bad()) return xml_problem::unreadable();
    const auto size = in.gcount();
    last = !in;
    fed += static_cast<std::uint64_t>(size);
    if (XML_ParseBuffer(parser, static_cast<int>(size), last) != XML_STATUS_OK) {
      if (impl_->thrown) std::rethrow_exception(impl_->thrown);
      if (!impl_->problem) stop(impl_->failure());
      return *impl_->problem;
    }
    // A tag that does not end is kept whole by the parser: this is where a giant one is noticed.
    const auto done = XML_GetCurrentByteIndex(parser);
    if (!last && done >= 0 && fed - static_cast<std::uint64_t>(done) > XmlLimits::kMarkupBytes) {
      stop(xml_problem::markup_too_long(impl_->ahead()));
      return *impl_->problem;
    }
    if (progress && fed - reported >= kProgressStep) {
      progress(fed);
      reported = fed;
    }
  }
  if (progress) progress(fed);
  return twin::Done{};
}

const char* xml_attribute(const char* const* attributes, std::string_view name) {
  for (; *attributes; attributes += 2) {
    if (name == *attributes) return attributes[1];
  }
  return nullptr;
}

}  // namespace geo
