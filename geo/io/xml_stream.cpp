#include "geo/io/xml_stream.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <array>
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
  XmlNames& names;
  std::unique_ptr<XML_ParserStruct, ParserDeleter> parser;
  std::optional<twin::Problem> problem;
  std::exception_ptr thrown;                        ///< by a handler; expat is C and must not be unwound
  std::array<std::string, XmlLimits::kDepth> open;  ///< names of the elements around, outermost first
  std::size_t depth = 0;
  std::vector<XmlAttribute> attributes;  ///< of the start tag at hand
  // Of a document taken over in the middle: tags that the handler has heard of already.
  bool muted = false;
  std::uint64_t lines_before = 0, characters_before = 0;
  std::size_t prologue = 0;  ///< bytes of them

  Impl(XmlStream& stream, XmlHandler& receiver, XmlNames& known)
      : self(stream), handler(receiver), names(known), parser(XML_ParserCreateNS(nullptr, kNamespaceSeparator)) {
    if (!parser) return;
    XML_SetUserData(parser.get(), this);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  }

  std::string innermost() const { return depth == 0 ? std::string() : open[depth - 1]; }

  /// Refuses what is too much.
  void take_attributes(const char* const* given) {
    attributes.clear();
    for (; *given; given += 2) {
      attributes.push_back({given[0], given[1]});
      if (attributes.back().value.size() > XmlLimits::kAttributeBytes) {
        self.stop(xml_problem::attribute_too_long());
        return;
      }
    }
    if (attributes.size() > XmlLimits::kAttributes) {
      self.stop(xml_problem::too_many_attributes(attributes.size()));
    }
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
      impl.take_attributes(attributes);
      if (impl.depth == XmlLimits::kDepth) impl.self.stop(xml_problem::too_deep());
      if (impl.problem) return;
      const XmlName& known = impl.names.intern(name);
      impl.open[impl.depth++].assign(known.local);
      if (!impl.muted) impl.handler.start_element(impl.self, known, XmlAttributes(impl.attributes));
    });
  }
  static void XMLCALL on_end(void* user, const char*) {
    guarded(user, [](Impl& impl) {
      if (!impl.muted) impl.handler.end_element(impl.self);
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

XmlStream::XmlStream(XmlHandler& handler, XmlNames& names)
    : impl_(std::make_unique<Impl>(*this, handler, names)) {}
XmlStream::~XmlStream() = default;

void XmlStream::stop(twin::Problem problem) {
  if (impl_->problem) return;
  if (problem.place.empty()) problem.place = place();
  impl_->problem = std::move(problem);
  XML_StopParser(impl_->parser.get(), XML_FALSE);
}

std::uint64_t XmlStream::line() {
  return XML_GetCurrentLineNumber(impl_->parser.get()) + impl_->lines_before;
}

std::string XmlStream::place() {
  std::uint64_t column = XML_GetCurrentColumnNumber(impl_->parser.get()) + 1;
  if (XML_GetCurrentLineNumber(impl_->parser.get()) == 1) {
    column = column - impl_->prologue + impl_->characters_before;
  }
  return fmt::format("line {}, column {}", line(), column);
}

twin::Status XmlStream::parse(std::istream& in, const std::function<void(std::uint64_t)>& progress) {
  return resume({}, in, progress);
}

twin::Status XmlStream::resume(const XmlHandover& from, std::istream& in,
                               const std::function<void(std::uint64_t)>& progress) {
  XML_Parser parser = impl_->parser.get();
  if (!parser) return xml_problem::out_of_memory();
  std::string prologue;
  for (const auto& open : from.open) prologue += "<" + open.name + open.declarations + ">";
  if (from.root_closed) prologue = "<closed/>";
  impl_->muted = true;
  if (XML_Parse(parser, prologue.data(), static_cast<int>(prologue.size()), XML_FALSE) != XML_STATUS_OK) {
    return impl_->failure();
  }
  impl_->muted = false;
  impl_->prologue = prologue.size();
  impl_->lines_before = from.line - 1;
  impl_->characters_before = from.characters;

  std::string_view rest = from.rest;
  std::uint64_t fed = from.byte, reported = from.byte;
  for (bool last = false; !last;) {
    // Blocks end where they would if the whole document were read here.
    const auto block_size = static_cast<int>(kBlock - fed % kBlock);
    void* block = XML_GetBuffer(parser, block_size);
    if (!block) return xml_problem::out_of_memory();
    const std::size_t size = rest.copy(static_cast<char*>(block), static_cast<std::size_t>(block_size));
    rest.remove_prefix(size);
    std::streamsize read = 0;
    if (const auto room = block_size - static_cast<std::streamsize>(size); room > 0) {
      in.read(static_cast<char*>(block) + size, room);
      if (in.bad()) return xml_problem::unreadable();
      read = in.gcount();
      last = !in;
    }
    fed += size + static_cast<std::uint64_t>(read);
    if (XML_ParseBuffer(parser, static_cast<int>(size) + static_cast<int>(read), last) != XML_STATUS_OK) {
      if (impl_->thrown) std::rethrow_exception(impl_->thrown);
      if (!impl_->problem) stop(impl_->failure());
      return *impl_->problem;
    }
    // A tag that does not end is kept whole by the parser: this is where a giant one is noticed.
    const auto done = XML_GetCurrentByteIndex(parser);
    const auto before = static_cast<std::uint64_t>(impl_->prologue);
    if (!last && done >= 0 && fed - from.byte + before - static_cast<std::uint64_t>(done) > XmlLimits::kMarkupBytes) {
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

}  // namespace geo
