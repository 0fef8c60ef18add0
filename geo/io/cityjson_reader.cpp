#include "geo/io/cityjson_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <set>
#include <unordered_map>

#include "geo/io/cityjson_building.hpp"
#include "geo/io/cityjson_classes.hpp"
#include "geo/io/cityjson_header.hpp"
#include "geo/io/cityjson_names.hpp"
#include "geo/io/cityjson_outline.hpp"
#include "geo/io/cityjson_relatives.hpp"
#include "geo/io/cityjson_vocabulary.hpp"
#include "geo/io/ids_seen.hpp"
#include "geo/io/json_fault.hpp"
#include "geo/io/json_text.hpp"
#include "geo/io/line_source.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using namespace cityjson;
using twin::Problem;
using twin::Severity;
using twin::Status;

constexpr std::string_view kUnnamed = "unnamed-";
constexpr std::size_t kMaxHeader = 64u << 10;  ///< of the headers that one meets
/// A file can name classes without end: those beyond any model's number are not told apart.
constexpr std::size_t kMaxClasses = 1'000;
constexpr std::size_t kMaxDocument = 1u << 30, kMaxLine = 256u << 20;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view view(LineSource::Text& text) { return {text.data(), text.size()}; }

/// The text, with zeros behind it for those who read without looking for its end.
std::string_view padded(LineSource::Text& text) {
  std::memset(text.room(json_text::kPadding), 0, json_text::kPadding);
  return view(text);
}

class Reader {
 public:
  Reader(std::istream& in, const CityJsonOptions& options, const std::function<void(RawBuilding&&)>& sink,
         twin::Diagnostics& diagnostics)
      : lines_(in, options.progress),
        sink_(sink),
        objects_(options.objects),
        quick_(!options.by_parser),
        diagnostics_(diagnostics) {}

  twin::Result<CityJsonSummary> run() {
    LineSource::Text text;
    do {
      const auto got = lines_.next(text, kMaxDocument);
      if (got == LineSource::Got::kTooLong) return too_long(kMaxDocument);
      if (got == LineSource::Got::kEnd) {
        return Problem{"902", "The file is empty.", "line 1", "", "Send a file with content."};
      }
    } while (is_blank(view(text)));
    first_line_ = lines_.number();
    const JsonPlace place("");
    auto written = padded(text);
    bool whole = take_apart(written, parsers_, outline_);
    // A first line that is no JSON is no header, even with all its brackets: the fault is then looked for in all of the text.
    if (written.size() <= kMaxHeader && ParsedValue().parse_only(written)) whole = false;
    LineSource::Text line;
    if (!whole) {
      // Not complete on one line: a document over many.
      if (!lines_.rest(text, kMaxDocument)) return too_long(kMaxDocument);
      written = padded(text);
      whole = take_apart(written, parsers_, outline_);
    } else {
      TWIN_TRY(sequence_, next_line(line));
    }
    TWIN_CHECK(read_text(written, whole, place, first_line_, [&] { return read_root(place); }));
    if (sequence_) TWIN_CHECK(read_features(line));
    conclude();
    return std::move(summary_);
  }

 private:
  Problem too_long(std::size_t limit) const {
    return {"object-too-large", "The text is longer than what is read at once.",
            fmt::format("line {}", lines_.number()), fmt::format("more than {} MiB", limit >> 20),
            "Split the file, or write it as CityJSONSeq, one feature a line."};
  }

  /// False at the end.
  twin::Result<bool> next_line(LineSource::Text& line) {
    for (;;) {
      const auto got = lines_.next(line, kMaxLine);
      if (got == LineSource::Got::kTooLong) return too_long(kMaxLine);
      if (got == LineSource::Got::kEnd) return false;
      if (!is_blank(view(line))) return true;
    }
  }

  /// Reads a document or feature of which `outline_` has the parts. Their faults come in the order of the parts: what
  /// is wrong with the text as a whole is asked only when something is, and said first.
  template <class Read>
  Status read_text(std::string_view text, bool whole, const JsonPlace& place, std::size_t line, Read&& read) {
    const auto before = static_cast<std::ptrdiff_t>(diagnostics_.findings.size());
    if (!quick_) TWIN_CHECK(check_whole(text, place, line));
    Status status = whole && !outline_.doubled && simdjson::validate_utf8(text) ? read() : Status(unsound(place));
    if (status) return status;
    auto fault = check_whole(text, place, line);
    if (fault) return status;
    diagnostics_.findings.erase(diagnostics_.findings.begin() + before, diagnostics_.findings.end());
    return fault;
  }

  static Status check_whole(std::string_view text, const JsonPlace& place, std::size_t line) {
    ParsedValue parsed;
    if (parsed.parse_only(text)) return json_fault(text, kMaxDepth, line);
    TWIN_CHECK(check_members(parsed.root(), place));
    TWIN_CHECK(as_object(parsed.root(), place));
    return twin::Done{};
  }

  Status read_root(const JsonPlace& place) {
    TWIN_CHECK(first_.parse(outline_.rest_text(), place));
    TWIN_TRY(const Object object, as_object(first_.root(), place));
    TWIN_TRY(const Element type, require(object, "type", place));
    TWIN_TRY(const std::string_view name, as_text(type, JsonPlace(place, "type")));
    line_ = first_line_;
    if (name == "CityJSONFeature") {
      summary_.format = "CityJSONSeq";
      geometry_.emplace(header_.templates, false, quick_);
      return read_feature(object, place);
    }
    if (name != "CityJSON") {
      return Problem{"format-unknown", "This JSON is no CityJSON.", "/type", shown(type),
                     "The root's \"type\" is \"CityJSON\"."};
    }
    TWIN_TRY(header_, read_header(object, place, diagnostics_));
    has_header_ = true;
    summary_.format = (sequence_ ? "CityJSONSeq " : "CityJSON ") + header_.version;
    summary_.srs_name = header_.srs_name;
    geometry_.emplace(header_.templates, header_.version == "1.0", quick_);
    TWIN_CHECK(geometry_->check_templates());
    // The header of a sequence may leave out the empty members.
    if (!sequence_) {
      if (!outline_.objects) return require(object, "CityObjects", place).problem();
      if (!outline_.vertices) return require(object, "vertices", place).problem();
    }
    return read_objects(object, place);
  }

  Status read_features(LineSource::Text& line) {
    do {
      line_ = lines_.number();
      const std::string origin = fmt::format("line {}", line_);
      const JsonPlace place(origin);
      const auto text = padded(line);
      const bool whole = take_apart(text, parsers_, outline_);
      TWIN_CHECK(read_text(text, whole, place, line_, [&] { return read_line(place); }));
      TWIN_TRY(const bool more, next_line(line));
      if (!more) return twin::Done{};
    } while (true);
  }

  Status read_line(const JsonPlace& place) {
    TWIN_CHECK(parsers_.document.parse(outline_.rest_text(), place));
    TWIN_TRY(const Object object, as_object(parsers_.document.root(), place));
    TWIN_TRY(const Element type, require(object, "type", place));
    const JsonPlace at_type(place, "type");
    TWIN_TRY(const std::string_view name, as_text(type, at_type));
    if (name != "CityJSONFeature") {
      return Problem{"input-invalid", "After the first line of a sequence each line is a CityJSONFeature.",
                     at_type.text(), shown(type), "Keep one header, and write one feature a line."};
    }
    return read_feature(object, place);
  }

  Status read_feature(Object feature, const JsonPlace& place) {
    TWIN_TRY(const Element written, require(feature, "id", place));
    const JsonPlace at_id(place, "id");
    TWIN_TRY(const std::string_view id, as_text(written, at_id));
    if (!outline_.objects) return require(feature, "CityObjects", place).problem();
    const JsonPlace at_objects(place, "CityObjects");
    if (outline_.objects->front() != '{') {
      TWIN_CHECK(parsers_.section.parse(*outline_.objects, at_objects));
      TWIN_CHECK(as_object(parsers_.section.root(), at_objects));
    }
    if (!has_object(*outline_.objects, id)) {
      return Problem{"feature-root-missing", "The id of a feature is that of one of its city objects.",
                     at_id.text(), shown(written), "Name the main city object, or add it."};
    }
    if (outline_.vertices && !has_header_) {
      const JsonPlace at_vertices(place, "vertices");
      TWIN_CHECK(parsers_.section.parse(*outline_.vertices, at_vertices));
      TWIN_TRY(const Array items, as_array(parsers_.section.root(), at_vertices));
      if (items.size() > 0) {
        return Problem{"header-missing", "Without a header nobody knows the transform of these vertices.",
                       at_vertices.text(), fmt::format("{} vertices", items.size()),
                       "Put the CityJSON object with version and transform before the features."};
      }
    }
    return read_objects(feature, place);
  }

  /// Nearly always it is the first.
  bool has_object(std::string_view objects, std::string_view id) {
    const char* const end = objects.data() + objects.size();
    bool found = false;
    json_text::each_member(objects.data(), end, [&](const json_text::Member& member, const char* at) -> const char* {
      const auto name = member.plain ? std::optional(member.name) : parsers_.texts.add(member.name);
      found = name && *name == id;
      return found ? nullptr : json_text::end_of_value(at, end);
    });
    return found;
  }

  Status read_vertices_of(const JsonPlace& place) {
    vertices_.clear();
    if (!outline_.vertices) return twin::Done{};
    const JsonPlace here(place, "vertices");
    if (!quick_ || !read_plain_vertices(*outline_.vertices, header_.transform, vertices_)) {
      TWIN_CHECK(parsers_.section.parse(*outline_.vertices, here));
      TWIN_TRY(const auto vertices, read_vertices(parsers_.section.root(), header_.transform, here));
      vertices_.clear();
      for (const auto& vertex : vertices) vertices_.add(vertex);
    }
    return twin::Done{};
  }

  Status read_objects(Object root, const JsonPlace& place) {
    TWIN_CHECK(read_vertices_of(place));
    summary_.vertices += vertices_.size();
    // A feature may bring tables of its own; without, it means those of the header.
    const auto look = read_appearance(root);
    const bool own = !look.materials.empty() || !look.textures.empty();
    geometry_->use(vertices_.items(), own ? &look : &header_.templates.look);
    if (!outline_.objects) return twin::Done{};
    const JsonPlace here(place, "CityObjects");
    TWIN_TRY(const Family family, family_of(here));
    BuildingAssembly assembly(family, here, *geometry_, parsers_, quick_, diagnostics_);
    std::vector<Turn> turns;
    turns.reserve(family.objects.size());
    std::array<bool, 3> any{};
    for (const auto& object : family.objects) {
      note_class(object, here);
      turns.push_back(turn_of(object.type));
      any[static_cast<std::size_t>(turns.back())] = true;
    }
    // What takes parts in comes before the parts themselves.
    for (const auto wanted : {Turn::kBuildings, Turn::kConstructions, Turn::kOthers}) {
      if (!any[static_cast<std::size_t>(wanted)]) continue;
      for (std::size_t number = 0; number < turns.size(); ++number) {
        if (turns[number] != wanted || assembly.used(number)) continue;
        TWIN_CHECK(wanted == Turn::kBuildings
                       ? read_building(assembly, number)
                       : read_other(assembly, family, number, JsonPlace(here, family.objects[number].id)));
      }
    }
    return assembly.check_unread();
  }

  twin::Result<Family> family_of(const JsonPlace& here) {
    if (!outline_.family) return read_family(*outline_.objects, here, parsers_, diagnostics_);
    auto family = std::move(*outline_.family);
    if (family.related) TWIN_CHECK(link_relatives(family, here, parsers_.member, diagnostics_));
    return family;
  }

  enum class Turn : std::uint8_t { kBuildings, kConstructions, kOthers };
  static Turn turn_of(std::string_view type) {
    if (json_text::is(type, "Building")) return Turn::kBuildings;
    return type == "Bridge" || type == "Tunnel" ? Turn::kConstructions : Turn::kOthers;
  }

  Status read_building(BuildingAssembly& assembly, std::size_t number) {
    ++summary_.read;
    RawBuilding building;
    TWIN_TRY(const bool taken, assembly.read(number, false, building));
    if (!taken || !is_new(building, "building")) {
      ++summary_.rejected;
      return twin::Done{};
    }
    building.srs_name = header_.srs_name;
    sink_(std::move(building));
    return twin::Done{};
  }

  Status read_other(BuildingAssembly& assembly, const Family& family, std::size_t number, const JsonPlace& place) {
    const auto& object = family.objects[number];
    const bool known = is_class(object.type) || object.type.starts_with('+');
    if (!objects_ || !known || object.type == "BuildingPart" || object.type == "CityObjectGroup") {
      TWIN_CHECK(assembly.check_geometry(number));
      pass_over(object, place);
      return twin::Done{};
    }
    auto told = told_of(object, parsers_.member);
    if (is_plan_class(told.type)) {  // an export of ours
      TWIN_CHECK(assembly.check_geometry(number));
      ++summary_.other_objects;
      ++passed_over_[told.type];
      return twin::Done{};
    }
    ++summary_.city_objects[told.type];
    RawBuilding model;
    TWIN_TRY(const bool taken, assembly.read(number, true, model));
    if (!taken || !is_new(model, "object")) return twin::Done{};
    model.srs_name = header_.srs_name;
    const auto owner = owner_of(family, number);
    objects_({std::move(told.type), owner ? std::string(family.objects[*owner].id) : std::move(told.parent),
              std::move(model)});
    return twin::Done{};
  }

  /// Its geometry is checked all the same: a file with a broken road is a broken file.
  void pass_over(const CityObject& object, const JsonPlace& here) {
    if (object.type != "BuildingPart") {
      if (objects_ && !is_class(object.type)) {  // read, and rejected
        ++summary_.city_objects[summary_.city_objects.size() < kMaxClasses ? std::string(object.type) : "other"];
        return;
      }
      ++summary_.other_objects;
      ++passed_over_[std::string(object.type)];
      return;
    }
    ++summary_.read;
    ++summary_.rejected;
    if (!object.orphan && !object.doubled) {
      diagnostics_.add({"parent-missing", Severity::kError, std::string(object.id), "", here.text(),
                        twin::excerpt(object.id), "A part belongs to a building: name it in \"parents\"."});
    }
  }

  void note_class(const CityObject& object, const JsonPlace& place) {
    if (last_count_ != nullptr && object.type == last_class_) {
      ++*last_count_;
      return;
    }
    std::string type(object.type);
    const bool known = is_class(type);
    if (!known && summary_.objects.size() > kMaxClasses) return;
    auto& count = summary_.objects[type];
    last_class_ = type;
    last_count_ = &count;
    if (count++ > 0 || known || type.starts_with('+')) return;
    diagnostics_.add({"class-unknown", objects_ ? Severity::kError : Severity::kWarning, std::string(object.id), "",
                      JsonPlace(JsonPlace(place, object.id), "type").text(), twin::excerpt(type),
                      "No class of CityJSON is called so; " + nearest_class(type) +
                          ". Classes of extensions begin with \"+\". Objects of it were left out."});
  }

  /// False, with a finding, for an id that an earlier feature had.
  bool is_new(const RawBuilding& read, const char* what) {
    const auto before = place_before(read);
    if (!before) return true;
    diagnostics_.add({"duplicate-id", Severity::kError, read.id, "", read.pointer, twin::excerpt(read.id),
                      fmt::format("The same id stands at {}; give each {} its own. None of them is taken.",
                                  *before, what)});
    doubled_.insert(read.id);
    return false;
  }

  /// Where the id stood before, if it did.
  std::optional<std::string> place_before(const RawBuilding& read) {
    if (read.id.starts_with(kUnnamed)) {
      const auto [entry, fresh] = unnamed_.try_emplace(read.id, read.pointer);
      return fresh ? std::nullopt : std::optional(entry->second);
    }
    // Within a document the ids were compared already.
    if (!sequence_) return std::nullopt;
    const auto line = ids_.add(read.id, line_);
    if (!line) return std::nullopt;
    const std::string origin = *line == first_line_ ? std::string() : fmt::format("line {}", *line);
    const JsonPlace root(origin), objects(root, "CityObjects");
    return JsonPlace(objects, read.id).text();
  }

  void conclude() {
    summary_.geometries = geometry_->counts().geometries;
    summary_.surfaces = geometry_->counts().surfaces;
    summary_.duplicate_ids.assign(doubled_.begin(), doubled_.end());
    if (const auto counts = listed(geometry_->passed_over()); !counts.empty()) {
      diagnostics_.add({"geometry-passed-over", Severity::kInfo, "", "", "/CityObjects", counts,
                        "Points and lines of buildings are checked and not kept; write surfaces where something should be shown."});
    }
    if (const auto counts = listed(passed_over_); !counts.empty()) {
      diagnostics_.add({"objects-passed-over", Severity::kInfo, "", "", "/CityObjects", counts,
                        objects_ ? "Groups are not kept, and plans come from plan files (export --format plan): nothing is to be done."
                                 : "Only buildings with their parts and installations are taken; nothing is to be done."});
    }
  }

  static std::string listed(const std::map<std::string, std::uint64_t>& counts) {
    std::string out;
    for (const auto& [type, count] : counts) {
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", twin::excerpt(type, 40), count);
      if (out.size() > 2'000) break;
    }
    return out;
  }

  LineSource lines_;
  const std::function<void(RawBuilding&&)>& sink_;
  const std::function<void(RawObject&&)>& objects_;
  bool quick_;
  twin::Diagnostics& diagnostics_;
  CityJsonSummary summary_;
  Outline outline_;  ///< of the document or feature at hand
  Parsers parsers_;
  ParsedValue first_;  ///< what the header refers to
  Header header_;
  bool has_header_ = false, sequence_ = false;
  std::size_t first_line_ = 1, line_ = 1;  ///< where the first text stands, and the one at hand
  LargeBuffer<twin::WorkingPosition> vertices_;
  std::string last_class_;  ///< counted last, and where: objects of one class follow one another
  std::uint64_t* last_count_ = nullptr;
  std::optional<GeometryReader> geometry_;
  IdsSeen ids_;                                           ///< of a sequence
  std::unordered_map<std::string, std::string> unnamed_;  ///< names made from coordinates: where each first stood
  std::set<std::string> doubled_;
  std::map<std::string, std::uint64_t> passed_over_;
};

}  // namespace

twin::Result<CityJsonSummary> read_cityjson(std::istream& in, const CityJsonOptions& options,
                                            const std::function<void(RawBuilding&&)>& sink,
                                            twin::Diagnostics& diagnostics) {
  try {
    return Reader(in, options, sink, diagnostics).run();
  } catch (const std::bad_alloc&) {
    return Problem{"object-too-large", "The file needs more memory than there is.", "/", "",
                   "Write it as CityJSONSeq, one feature a line, or split it."};
  }
}

twin::Result<CityJsonFile> read_cityjson_file(std::istream& in, const CityJsonOptions& options,
                                              twin::Diagnostics& diagnostics) {
  CityJsonFile file;
  const auto keep = [&](RawBuilding&& building) { file.buildings.push_back(std::move(building)); };
  TWIN_TRY(file.summary, read_cityjson(in, options, keep, diagnostics));
  const auto& twice = file.summary.duplicate_ids;
  file.summary.rejected += std::erase_if(file.buildings, [&](const RawBuilding& building) {
    return std::binary_search(twice.begin(), twice.end(), building.id);
  });
  return file;
}

}  // namespace geo
