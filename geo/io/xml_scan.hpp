#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/xml_blocks.hpp"
#include "geo/io/xml_bytes.hpp"
#include "geo/io/xml_events.hpp"
#include "geo/io/xml_forks.hpp"
#include "geo/io/xml_handover.hpp"
#include "geo/io/xml_qnames.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// The quick way through a document: takes what nearly all city models consist of (UTF-8, elements,
/// attributes, text, comments, the five entities and character references) and hands over to `XmlStream`
/// in front of the first thing that is anything else, also of everything that is wrong: what the handler
/// hears and what is refused are the same as with `XmlStream` alone.
///
/// Memory is that of `XmlBlocks`. A tag, text or comment of more than `XmlBlock::kMostKept` is handed over.
class XmlScan final : public XmlSource {
 public:
  struct Options {
    XmlForks* forks = nullptr;  ///< of the handler: others may hear for it
    std::size_t threads = 0;    ///< as in `XmlBlocks`
    std::size_t block = XmlBlock::kUsual;
  };
  /// An open element, as `XmlHandover::Open`, around a stretch of a document.
  using Around = XmlHandover::Open;

  XmlScan(XmlHandler& handler, XmlNames& names, Options options);
  XmlScan(XmlHandler& handler, XmlNames& names) : XmlScan(handler, names, Options{}) {}

  /// @returns nothing when the document has been read to its end, else where expat has to go on
  /// Errors: `file-unreadable`, or what `stop` was given.
  twin::Result<std::optional<XmlHandover>> read(std::istream& in,
                                                const std::function<void(std::uint64_t)>& progress);

  /// Instead of `read`, for stretches within that element: true when the stretch was heard and ends between two of its
  /// children, as it has to begin.
  bool hear(const XmlBlock& stretch, const Around& around);

  void stop(twin::Problem problem) override;
  std::uint64_t line() override;

 private:
  /// What became of the markup or text at `at_`; all but kTaken leave `at_` where it was.
  enum class Step : std::uint8_t { kTaken, kNeedsMore, kDeclined, kStopped };
  struct Open {
    const XmlQName* name = nullptr;
    std::string declarations;
  };

  static constexpr std::size_t kMostTagBytes = 32 << 10;

  // Those that are `inline` are for every tag, and for xml_scan.cpp only.
  Step run();
  Step go_on();
  inline Step next();
  inline Step text();
  inline Step deliver(std::string_view run, const char* end);
  inline Step start_tag();
  inline Step end_tag();
  Step comment();
  Step xml_declaration();
  /// What stands behind a name or an attribute; without a name, and without kTaken, it was none that can be taken.
  struct Named {
    XmlQName* name = nullptr;
    const char* end = nullptr;
  };
  struct Passed {
    Step step = Step::kTaken;
    const char* end = nullptr;
  };
  inline Named name_at(const char* p, XmlQName* guess);
  Passed attribute(const char* p);
  bool expand(std::string_view raw, std::string& out, bool in_attribute) const;
  bool declare_and_resolve();
  inline void close();

  bool refill();
  void let_others_hear();
  /// Makes it as if the block had been gone through. False when it has to be.
  bool pass(XmlBlocks::Block& block);
  void look_at(const XmlBlock& block, std::size_t kept);
  bool step_into(const Around& around);
  void advance_line();
  std::uint64_t characters_before() const;
  XmlHandover handover();
  /// True when this byte is no byte of the document but ends what may be looked at.
  bool at_limit(const char* p) const { return p == limit_; }

  XmlHandler& handler_;
  const Options options_;
  XmlQNames qnames_;
  const std::function<void(std::uint64_t)>* progress_ = nullptr;

  // Of the block, what is kept of the one before in front of it: [at_, limit_) may be looked at; *limit_ is 0, a byte
  // that no document holds.
  std::optional<XmlBlocks> blocks_;
  const char* begin_ = nullptr;
  const char* at_ = nullptr;
  const char* limit_ = nullptr;  ///< the end of what was read, or the first byte that is no character
  const char* end_ = nullptr;
  char covered_ = 0;  ///< the byte of the document at `limit_`
  bool input_ended_ = false, input_bad_ = false, cut_ = false;
  bool ampersand_ = false, bracket_ = false, carriage_return_ = false;  ///< somewhere in the block

  // Lines are counted up to `counted_`; the last of them begins at `line_begin_`, or `characters_` before that.
  const char* counted_ = nullptr;
  const char* line_begin_ = nullptr;
  std::uint64_t line_ = 1, characters_ = 0;
  std::uint64_t byte_ = 0;  ///< of the document at `begin_`

  std::array<Open, XmlLimits::kDepth> open_;
  std::size_t depth_ = 0;
  XmlQName nothing_;               ///< stands for the element before the first one
  XmlQName* element_ = &nothing_;  ///< of the last start tag
  bool root_closed_ = false;
  const XmlQName* child_ = nullptr;  ///< of the root element, the last one that ended
  const XmlQName* cut_behind_ = nullptr;
  bool others_hear_ = false;
  std::size_t passed_ = 0, heard_in_vain_ = 0;

  // The tag at hand.
  struct Given {
    XmlQName* name = nullptr;
    std::string_view value;
  };
  std::array<Given, XmlLimits::kAttributes> given_;
  std::array<XmlAttribute, XmlLimits::kAttributes> attributes_;
  std::size_t given_count_ = 0, declared_count_ = 0, attribute_count_ = 0;
  std::vector<std::string> values_;  ///< attribute values that are not as they stand in the file
  std::size_t values_used_ = 0;
  std::string text_;

  std::optional<twin::Problem> problem_;
};

}  // namespace geo
