#include "geo/io/xml_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <istream>

#include "geo/io/xml_problem.hpp"
#include "geo/io/xml_stretches.hpp"

namespace geo {
namespace {

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r');
}

/// Appends the character that a reference ("228" or "xE4") means. False when XML knows none.
bool append_character(std::string_view number, std::string& out) {
  const int base = number.starts_with('x') ? 16 : 10;
  if (base == 16) number.remove_prefix(1);
  std::uint32_t code = 0;
  const auto* const end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, code, base);
  if (error != std::errc{} || stop != end) return false;
  if (code < 0x20 && code != '\t' && code != '\n' && code != '\r') return false;
  if ((code >= 0xD800 && code <= 0xDFFF) || code == 0xFFFE || code == 0xFFFF || code > 0x10FFFF) return false;
  const auto tail = [&](int shift) { out.push_back(static_cast<char>(0x80 | (code >> shift & 0x3F))); };
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | code >> 12));
    tail(6), tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | code >> 18));
    tail(12), tail(6), tail(0);
  }
  return true;
}

const char* skip_blanks(const char* p) {
  while (is_blank(*p)) ++p;
  return p;
}

}  // namespace

XmlScan::XmlScan(XmlHandler& handler, XmlNames& names, Options options)
    : handler_(handler), options_(options), qnames_(names) {
  begin_ = at_ = limit_ = end_ = counted_ = line_begin_ = &covered_;
}

twin::Result<std::optional<XmlHandover>> XmlScan::read(std::istream& in,
                                                       const std::function<void(std::uint64_t)>& progress) {
  blocks_.emplace(in, options_.threads, options_.block);
  progress_ = &progress;
  const Step last = run();
  if (last == Step::kStopped) return *problem_;
  if (last == Step::kDeclined) return std::optional<XmlHandover>(handover());
  if (progress) progress(byte_ + static_cast<std::uint64_t>(end_ - begin_));
  return std::optional<XmlHandover>();
}

/// The name at `p`. First it is compared with what is likely to stand there, which spares the search for its end.
XmlScan::Named XmlScan::name_at(const char* p, XmlQName* guess) {
  if (guess != nullptr) {
    const std::size_t size = guess->text.size();
    if (static_cast<std::size_t>(limit_ - p) > size && guess->begins(p) && xml_bytes::ends_name(p[size])) {
      return {guess, p + size};
    }
  }
  const char* const end = xml_bytes::end_of_name(p);
  return {at_limit(end) ? nullptr : qnames_.find({p, static_cast<std::size_t>(end - p)}), end};
}

XmlScan::Passed XmlScan::attribute(const char* p) {
  XmlQName*& guess = given_count_ == 0 ? element_->first_attribute : given_[given_count_ - 1].name->next_attribute;
  const Named named = name_at(p, guess);
  XmlQName* const name = named.name;
  p = named.end;
  if (at_limit(p)) return {Step::kNeedsMore};
  if (!name || given_count_ == XmlLimits::kAttributes) return {Step::kDeclined};
  guess = name;
  p = skip_blanks(p);
  if (at_limit(p)) return {Step::kNeedsMore};
  if (*p != '=') return {Step::kDeclined};
  p = skip_blanks(p + 1);
  if (at_limit(p)) return {Step::kNeedsMore};
  const char quote = *p;
  if (quote != '"' && quote != '\'') return {Step::kDeclined};
  const char* const value = ++p;
  p = xml_bytes::end_of_value(p, quote);
  bool as_it_stands = true;
  while (*p != quote) {
    if (at_limit(p)) return {Step::kNeedsMore};
    if (*p == '<') return {Step::kDeclined};
    as_it_stands = false;
    p = xml_bytes::end_of_value(p + 1, quote);
  }
  const std::string_view raw(value, static_cast<std::size_t>(p - value));
  ++p;
  for (std::size_t i = 0; i < given_count_; ++i) {
    if (given_[i].name == name) return {Step::kDeclined};
  }
  Given& given = given_[given_count_++];
  given = {name, raw};
  if (name->declares) ++declared_count_;
  if (as_it_stands) return {Step::kTaken, p};
  if (values_.size() < XmlLimits::kAttributes) values_.resize(XmlLimits::kAttributes);
  std::string& own = values_[values_used_++];
  own.clear();
  if (!expand(raw, own, true)) return {Step::kDeclined};
  given.value = own;
  return {Step::kTaken, p};
}

/// Puts the declarations of the tag in force and fills `attributes_`. False for what expat has to judge.
bool XmlScan::declare_and_resolve() {
  for (std::size_t i = 0; declared_count_ > 0 && i < given_count_; ++i) {
    const Given& each = given_[i];
    if (!each.name->declares) continue;
    if (!qnames_.declare(*each.name, each.value, depth_)) return false;
    open_[depth_].declarations.append(" ").append(each.name->text).append("=\"").append(each.value).append("\"");
  }
  for (std::size_t i = 0; i < given_count_; ++i) {
    const Given& each = given_[i];
    if (each.name->declares) continue;
    const XmlName* name = qnames_.attribute(*each.name);
    if (!name) return false;
    attributes_[attribute_count_++] = {name->full, each.value};
  }
  // Two prefixes may stand for one namespace.
  for (std::size_t i = 1; i < attribute_count_; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (attributes_[i].name == attributes_[j].name) return false;
    }
  }
  return true;
}

/// The innermost element ends.
void XmlScan::close() {
  handler_.end_element(*this);
  --depth_;
  qnames_.leave(depth_);
  root_closed_ = depth_ == 0;
  if (depth_ == 1) child_ = open_[1].name;
}

XmlScan::Step XmlScan::start_tag() {
  auto [name, p] = name_at(at_ + 1, element_->next_element);
  if (at_limit(p)) return Step::kNeedsMore;
  if (!name || name->declares || root_closed_ || depth_ == XmlLimits::kDepth) return Step::kDeclined;
  element_->next_element = name;
  element_ = name;
  given_count_ = declared_count_ = values_used_ = 0;
  bool empty = false;
  for (;;) {
    if (*p == '>') break;
    const char* const before = p;
    p = skip_blanks(p);
    if (*p == '>') break;
    if (*p == '/' && p[1] == '>') {
      empty = true;
      ++p;
      break;
    }
    if (at_limit(p) || (*p == '/' && at_limit(p + 1))) return Step::kNeedsMore;
    if (p == before) return Step::kDeclined;
    const Passed passed = attribute(p);
    if (passed.step != Step::kTaken) return passed.step;
    p = passed.end;
  }
  if (static_cast<std::size_t>(p - at_) > kMostTagBytes) return Step::kDeclined;
  open_[depth_].declarations.clear();
  attribute_count_ = 0;
  const XmlName* element = given_count_ == 0 || declare_and_resolve() ? qnames_.element(*name) : nullptr;
  if (!element) {
    qnames_.leave(depth_);
    return Step::kDeclined;
  }
  open_[depth_].name = name;
  ++depth_;
  handler_.start_element(*this, *element, XmlAttributes({attributes_.data(), attribute_count_}));
  if (!problem_ && empty) close();
  if (problem_) return Step::kStopped;
  at_ = p + 1;
  return Step::kTaken;
}

XmlScan::Step XmlScan::end_tag() {
  if (depth_ == 0) return Step::kDeclined;
  const XmlQName& name = *open_[depth_ - 1].name;
  const char* p = at_ + 2;
  if (static_cast<std::size_t>(limit_ - p) <= name.text.size()) return Step::kNeedsMore;
  if (!name.begins(p)) return Step::kDeclined;
  p += name.text.size();
  if (*p != '>') {
    p = skip_blanks(p);
    if (at_limit(p)) return Step::kNeedsMore;
    if (*p != '>') return Step::kDeclined;
  }
  close();
  if (problem_) return Step::kStopped;
  at_ = p + 1;
  return Step::kTaken;
}

XmlScan::Step XmlScan::deliver(std::string_view run, const char* end) {
  if (bracket_ && run.find("]]>") != std::string_view::npos) return Step::kDeclined;
  if ((ampersand_ && run.find('&') != std::string_view::npos) ||
      (carriage_return_ && run.find('\r') != std::string_view::npos)) {
    text_.clear();
    if (!expand(run, text_, false)) return Step::kDeclined;
    run = text_;
  }
  handler_.text(*this, run);
  // What stops a text is found by expat again, which says where in the text.
  if (problem_) {
    problem_.reset();
    return Step::kDeclined;
  }
  at_ = end;
  return Step::kTaken;
}

XmlScan::Step XmlScan::text() {
  const auto* end = static_cast<const char*>(std::memchr(at_, '<', static_cast<std::size_t>(limit_ - at_)));
  const bool to_the_end = end == nullptr;
  if (to_the_end) {
    if (depth_ > 0 || !input_ended_ || limit_ != end_) return Step::kNeedsMore;
    end = limit_;
  }
  const std::string_view run(at_, static_cast<std::size_t>(end - at_));
  if (depth_ == 0) {
    if (!std::all_of(run.begin(), run.end(), is_blank)) return Step::kDeclined;
    if (!root_closed_ && to_the_end) return Step::kDeclined;
    if (to_the_end && run.empty()) return Step::kNeedsMore;
    at_ = end;
    return Step::kTaken;
  }
  return deliver(run, end);
}

XmlScan::Step XmlScan::next() {
  if (*at_ != '<') return text();
  const char c = at_[1];
  if (c == '/') return end_tag();
  if (c == '!') return comment();
  return start_tag();
}

/// As far as what is in memory goes.
XmlScan::Step XmlScan::go_on() {
  Step step = Step::kTaken;
  while (step == Step::kTaken) step = next();
  return step;
}

XmlScan::Step XmlScan::run() {
  refill();
  Step step = xml_declaration();
  for (;;) {
    if (step == Step::kTaken) step = go_on();
    if (step != Step::kNeedsMore) return step;
    if (refill()) {
      step = Step::kTaken;  // of what was there nothing was: again from there
      continue;
    }
    if (input_bad_ && (limit_ == end_ || cut_)) {
      problem_ = xml_problem::unreadable();
      return Step::kStopped;
    }
    const bool complete = at_ == end_ && input_ended_ && root_closed_ && depth_ == 0;
    return complete ? Step::kTaken : Step::kDeclined;
  }
}

/// Text or value as the handler is to see it. False for references other than the five and to characters.
bool XmlScan::expand(std::string_view raw, std::string& out, bool in_attribute) const {
  static constexpr std::pair<std::string_view, char> kEntities[] = {
      {"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"apos;", '\''}, {"quot;", '"'}};
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (c == '\r') {
      if (i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
      out.push_back(in_attribute ? ' ' : '\n');
    } else if (in_attribute && (c == '\n' || c == '\t')) {
      out.push_back(' ');
    } else if (c != '&') {
      out.push_back(c);
    } else if (raw.substr(i).starts_with("&#")) {
      const auto end = raw.find(';', i);
      if (end == std::string_view::npos || !append_character(raw.substr(i + 2, end - i - 2), out)) return false;
      i = end;
    } else {
      const auto rest = raw.substr(i + 1);
      const auto* const entity = std::find_if(std::begin(kEntities), std::end(kEntities),
                                              [&](const auto& each) { return rest.starts_with(each.first); });
      if (entity == std::end(kEntities)) return false;
      out.push_back(entity->second);
      i += entity->first.size();
    }
  }
  return true;
}

XmlScan::Step XmlScan::comment() {
  constexpr std::string_view kBegin = "<!--", kEnd = "-->";
  const std::string_view ahead(at_, static_cast<std::size_t>(limit_ - at_));
  if (ahead.size() < kBegin.size()) return Step::kNeedsMore;
  if (!ahead.starts_with(kBegin)) return Step::kDeclined;
  const auto dashes = ahead.find("--", kBegin.size());
  if (dashes == std::string_view::npos || dashes + kEnd.size() > ahead.size()) return Step::kNeedsMore;
  if (!ahead.substr(dashes).starts_with(kEnd) || dashes + kEnd.size() > XmlLimits::kMarkupBytes) return Step::kDeclined;
  at_ += dashes + kEnd.size();
  return Step::kTaken;
}

/// The first line and a byte-order mark; there need be neither.
XmlScan::Step XmlScan::xml_declaration() {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  constexpr std::size_t kLongest = 80;
  std::string_view ahead(at_, static_cast<std::size_t>(limit_ - at_));
  if (ahead.starts_with(kMark)) ahead.remove_prefix(kMark.size());
  if (ahead.starts_with("<?")) {
    std::string written(ahead.substr(0, std::min(kLongest, ahead.find("?>") + 2)));
    if (written.find('"') != std::string::npos && written.find('\'') != std::string::npos) return Step::kDeclined;
    std::replace(written.begin(), written.end(), '\'', '"');
    std::string_view rest = written;
    const auto take = [&](std::string_view what) {
      const bool there = rest.starts_with(what);
      if (there) rest.remove_prefix(what.size());
      return there;
    };
    if (!take("<?xml version=\"1.0\"")) return Step::kDeclined;
    if (!take(" encoding=\"UTF-8\"")) take(" encoding=\"utf-8\"");
    if (!take(" standalone=\"yes\"")) take(" standalone=\"no\"");
    take(" ");
    if (!take("?>")) return Step::kDeclined;
    ahead.remove_prefix(written.size() - rest.size());
  }
  at_ = ahead.data();
  return Step::kTaken;
}

void XmlScan::stop(twin::Problem problem) {
  if (problem_) return;
  if (problem.place.empty()) {
    const auto at_line = line();
    problem.place = fmt::format("line {}, column {}", at_line, characters_before() + 1);
  }
  problem_ = std::move(problem);
}

std::uint64_t XmlScan::line() {
  advance_line();
  return line_;
}

void XmlScan::advance_line() {
  const std::string_view passed(counted_, static_cast<std::size_t>(at_ - counted_));
  std::size_t last_begin = 0;
  if (const auto lines = xml_bytes::count_lines(passed, carriage_return_, last_begin); lines > 0) {
    line_ += lines;
    line_begin_ = counted_ + last_begin;
    characters_ = 0;
  }
  counted_ = at_;
}

/// Characters of the line before `counted_`.
std::uint64_t XmlScan::characters_before() const {
  return characters_ + xml_bytes::count_characters({line_begin_, static_cast<std::size_t>(counted_ - line_begin_)});
}

/// Gets more of the document behind what is not taken yet. False when there is no more to be had or no
/// room. Before the root element nothing is let go, so that all of it can be handed over.
bool XmlScan::refill() {
  if (input_ended_ || limit_ != end_) return false;
  const bool keep_all = depth_ == 0 && !root_closed_;
  const std::string_view kept(keep_all ? begin_ : at_, static_cast<std::size_t>(end_ - (keep_all ? begin_ : at_)));
  if (kept.size() > XmlBlock::kMostKept) return false;
  if (!keep_all) {
    advance_line();
    characters_ = characters_before();
    byte_ += static_cast<std::uint64_t>(at_ - begin_);
    begin_ = counted_ = line_begin_ = at_;
    const auto left = xml_bytes::check(kept);
    ampersand_ = left.ampersand;
    bracket_ = left.bracket;
    carriage_return_ = left.carriage_return;
    let_others_hear();
  }
  XmlBlocks::Block block = blocks_->next(kept);
  if (depth_ == 1 && kept.empty()) {
    while (!block.ended && pass(block)) block = blocks_->next({});
  } else if (block.heard) {
    ++heard_in_vain_;
  }
  look_at(block, kept.size());
  if (block.size > 0 && *progress_) (*progress_)(byte_ + static_cast<std::uint64_t>(end_ - begin_));
  return block.size > 0;
}

void XmlScan::look_at(const XmlBlock& block, std::size_t kept) {
  const auto move = [&, to = block.begin - kept, from = begin_](const char* p) { return to + (p - from); };
  at_ = move(at_);
  counted_ = move(counted_);
  line_begin_ = move(line_begin_);
  begin_ = block.begin - kept;
  limit_ = block.begin + block.checked.good;
  end_ = block.begin + block.size;
  input_bad_ = block.bad;
  input_ended_ = block.ended;
  cut_ = block.checked.cut && block.ended;
  ampersand_ |= block.checked.ampersand;
  bracket_ |= block.checked.bracket;
  carriage_return_ |= block.checked.carriage_return;
  char& covered = block.begin[block.checked.good];
  covered_ = covered;
  covered = '\0';
}

/// Once a child of the root element has ended, blocks can end where another of its kind does.
void XmlScan::let_others_hear() {
  constexpr std::size_t kFew = 4;
  if (options_.forks == nullptr || child_ == nullptr || depth_ == 0) return;
  if (!others_hear_ && cut_behind_ == nullptr) {
    const Around around{open_[0].name->text, open_[0].declarations};
    blocks_->hear_ahead("</" + child_->text + ">", [&]() -> XmlBlocks::Hearing {
      const auto stretches = std::make_shared<XmlStretches>(options_.forks->fork(), around);
      return [stretches](const XmlBlock& block) { return stretches->hear(block); };
    });
    others_hear_ = true;
  } else if (others_hear_ && child_ != cut_behind_) {
    blocks_->cut_behind("</" + child_->text + ">");
  }
  cut_behind_ = child_;
  if (others_hear_ && heard_in_vain_ > kFew + passed_ / kFew) {  // this document is none to be heard in stretches
    blocks_->stop_hearing();
    others_hear_ = false;
  }
}

bool XmlScan::pass(XmlBlocks::Block& block) {
  if (!block.heard || !options_.forks->take(*block.heard)) {
    heard_in_vain_ += block.tried ? 1 : 0;
    return false;
  }
  ++passed_;
  line_ += block.lines;
  if (block.lines > 0) characters_ = 0;
  characters_ += xml_bytes::count_characters(block.text().substr(block.last_line));
  byte_ += block.size;
  if (*progress_) (*progress_)(byte_);
  return true;
}

bool XmlScan::step_into(const Around& around) {
  // Names are looked at eight bytes at a time.
  const auto named = [&](std::string_view text) {
    const std::string padded = std::string(text) + std::string(sizeof(std::uint64_t), '\0');
    return qnames_.find(std::string_view(padded).substr(0, text.size()));
  };
  open_[0].name = named(around.name);
  depth_ = 1;
  std::string_view rest = around.declarations;
  while (!rest.empty()) {  // ` xmlns:a="…"` again and again
    const auto quote = rest.find('"'), end = rest.find('"', quote + 1);
    const XmlQName* name = named(rest.substr(1, quote - 2));
    if (name == nullptr || !qnames_.declare(*name, rest.substr(quote + 1, end - quote - 1), 0)) return false;
    rest.remove_prefix(end + 1);
  }
  return open_[0].name != nullptr;
}

bool XmlScan::hear(const XmlBlock& stretch, const Around& around) {
  if (depth_ == 0 && !step_into(around)) return false;
  qnames_.leave(1);
  depth_ = 1;
  problem_.reset();
  ampersand_ = bracket_ = carriage_return_ = false;
  begin_ = at_ = counted_ = line_begin_ = stretch.begin;
  look_at(stretch, 0);
  line_ = stretch.line;
  const Step step = go_on();
  const bool whole = step == Step::kNeedsMore && at_ == end_ && depth_ == 1;
  if (root_closed_) depth_ = 0;
  root_closed_ = false;
  return whole;
}

XmlHandover XmlScan::handover() {
  if (depth_ == 0 && !root_closed_) {
    at_ = begin_;  // nothing was heard of yet: from the beginning
  } else {
    advance_line();
  }
  XmlHandover out;
  for (std::size_t i = 0; i < depth_; ++i) out.open.push_back({open_[i].name->text, open_[i].declarations});
  out.root_closed = root_closed_;
  out.line = line_;
  out.characters = characters_before();
  out.byte = byte_ + static_cast<std::uint64_t>(at_ - begin_);
  out.rest.assign(at_, end_);
  if (limit_ != end_) out.rest[static_cast<std::size_t>(limit_ - at_)] = covered_;
  out.rest += blocks_->rest();
  return out;
}

}  // namespace geo
