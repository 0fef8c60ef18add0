#include <fmt/format.h>
#include <protozero/pbf_message.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

#include "geo/io/osm_data.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using protozero::data_view;
using twin::Problem;
using twin::Result;
using twin::Status;

// Field numbers of the format's messages (fileformat.proto, osmformat.proto).
enum class BlobHeader : protozero::pbf_tag_type { kType = 1, kSize = 3 };
enum class Blob : protozero::pbf_tag_type { kRaw = 1, kRawSize = 2, kZlib = 3 };
enum class Header : protozero::pbf_tag_type { kRequired = 4 };
enum class Block : protozero::pbf_tag_type { kTexts = 1, kGroup = 2, kGranularity = 17, kLatitude = 19, kLongitude = 20 };
enum class Texts : protozero::pbf_tag_type { kText = 1 };
enum class Group : protozero::pbf_tag_type { kNode = 1, kDense = 2, kWay = 3, kRelation = 4 };
enum class Node : protozero::pbf_tag_type { kId = 1, kLatitude = 8, kLongitude = 9 };
enum class Dense : protozero::pbf_tag_type { kId = 1, kLatitude = 8, kLongitude = 9 };
enum class Way : protozero::pbf_tag_type { kId = 1, kKeys = 2, kValues = 3, kNodes = 8 };

/// A field is taken only with the wire type it has in the format; anything else is passed over.
constexpr auto kMessage = protozero::pbf_wire_type::length_delimited;
template <class Field>
constexpr std::uint32_t message(Field field) {
  return protozero::tag_and_type(field, kMessage);
}
template <class Field>
constexpr std::uint32_t number(Field field) {
  return protozero::tag_and_type(field, protozero::pbf_wire_type::varint);
}

constexpr std::uint32_t kLargestHeader = 64u * 1024;          // of the format
constexpr std::int64_t kLargestBlob = std::int64_t{32} << 20;  // of the format, packed and unpacked
constexpr std::uint64_t kFreeBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kRatio = 200;

Problem malformed(std::string what) {
  return {"pbf-malformed", "The file is no whole OSM PBF.", "", std::move(what), "Fetch or write the file again."};
}

/// Differences of wrapping numbers, as the format stores ids and coordinates.
std::int64_t plus(std::int64_t sum, std::int64_t difference) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(sum) + static_cast<std::uint64_t>(difference));
}

/// One block of the file: up to 8,000 objects and the texts they use.
class PbfBlock {
 public:
  PbfBlock(OsmPart part, OsmSink& sink) : part_(part), sink_(sink) {}

  Status read(data_view bytes) {
    protozero::pbf_message<Block> head(bytes);
    while (head.next()) {
      switch (head.tag_and_type()) {
        case message(Block::kTexts): take_texts(head.get_view()); break;
        case number(Block::kGranularity): granularity_ = head.get_int32(); break;
        case number(Block::kLatitude): latitude_ = head.get_int64(); break;
        case number(Block::kLongitude): longitude_ = head.get_int64(); break;
        default: head.skip();
      }
    }
    protozero::pbf_message<Block> body(bytes);
    while (body.next(Block::kGroup, kMessage)) TWIN_CHECK(take_group(body.get_view()));
    return twin::Done{};
  }

 private:
  void take_texts(data_view bytes) {
    protozero::pbf_message<Texts> texts(bytes);
    while (texts.next(Texts::kText, kMessage)) texts_.push_back(texts.get_view());
  }

  Status take_group(data_view bytes) {
    protozero::pbf_message<Group> group(bytes);
    const bool nodes = part_ == OsmPart::kNodes;
    while (group.next()) {
      const auto field = group.tag_and_type();
      if (nodes && field == message(Group::kNode)) {
        take_node(group.get_view());
      } else if (nodes && field == message(Group::kDense)) {
        TWIN_CHECK(take_dense(group.get_view()));
      } else if (!nodes && field == message(Group::kWay)) {
        TWIN_CHECK(take_way(group.get_view()));
      } else {
        if (!nodes && field == message(Group::kRelation)) sink_.relation();
        group.skip();
      }
    }
    return twin::Done{};
  }

  /// Nanodegrees: offset + granularity * value.
  double degrees(std::int64_t offset, std::int64_t value) const {
    return 1e-9 * (static_cast<double>(offset) + static_cast<double>(granularity_) * static_cast<double>(value));
  }

  void take_node(data_view bytes) {
    OsmNode out;
    protozero::pbf_message<Node> node(bytes);
    while (node.next()) {
      switch (node.tag_and_type()) {
        case number(Node::kId): out.id = node.get_sint64(); break;
        case number(Node::kLatitude): out.latitude_deg = degrees(latitude_, node.get_sint64()); break;
        case number(Node::kLongitude): out.longitude_deg = degrees(longitude_, node.get_sint64()); break;
        default: node.skip();
      }
    }
    sink_.node(out);
  }

  Status take_dense(data_view bytes) {
    protozero::iterator_range<protozero::pbf_reader::const_sint64_iterator> ids, latitudes, longitudes;
    protozero::pbf_message<Dense> dense(bytes);
    while (dense.next()) {
      switch (dense.tag_and_type()) {
        case message(Dense::kId): ids = dense.get_packed_sint64(); break;
        case message(Dense::kLatitude): latitudes = dense.get_packed_sint64(); break;
        case message(Dense::kLongitude): longitudes = dense.get_packed_sint64(); break;
        default: dense.skip();
      }
    }
    std::int64_t id = 0, latitude = 0, longitude = 0;
    while (!ids.empty()) {
      if (latitudes.empty() || longitudes.empty()) return malformed("nodes without coordinates");
      id = plus(id, ids.front());
      latitude = plus(latitude, latitudes.front());
      longitude = plus(longitude, longitudes.front());
      ids.drop_front();
      latitudes.drop_front();
      longitudes.drop_front();
      sink_.node({id, degrees(longitude_, longitude), degrees(latitude_, latitude)});
    }
    return twin::Done{};
  }

  Status take_way(data_view bytes) {
    OsmWay out;
    protozero::iterator_range<protozero::pbf_reader::const_uint32_iterator> keys, values;
    protozero::pbf_message<Way> way(bytes);
    while (way.next()) {
      switch (way.tag_and_type()) {
        case number(Way::kId): out.id = way.get_int64(); break;
        case message(Way::kKeys): keys = way.get_packed_uint32(); break;
        case message(Way::kValues): values = way.get_packed_uint32(); break;
        case message(Way::kNodes): TWIN_CHECK(take_nodes(way.get_packed_sint64(), out)); break;
        default: way.skip();
      }
    }
    while (!keys.empty()) {
      if (values.empty()) return malformed("a tag without value");
      const std::size_t key = keys.front(), value = values.front();
      if (key >= texts_.size() || value >= texts_.size()) return malformed("a text that is not there");
      out.tags.emplace_back(std::string(texts_[key]), std::string(texts_[value]));
      if (out.tags.size() > kMostWayTags) return too_large(out);
      keys.drop_front();
      values.drop_front();
    }
    return sink_.way(std::move(out));
  }

  static Status take_nodes(protozero::iterator_range<protozero::pbf_reader::const_sint64_iterator> differences, OsmWay& out) {
    std::int64_t id = 0;
    while (!differences.empty()) {
      id = plus(id, differences.front());
      differences.drop_front();
      out.nodes.push_back(id);
      if (out.nodes.size() > kMostWayNodes) return too_large(out);
    }
    return twin::Done{};
  }

  static Problem too_large(const OsmWay& way) {
    return {"object-too-large", "A way has more nodes or tags than are read.", "", fmt::format("way {}", way.id),
            fmt::format("A way has at most {} nodes and {} tags.", kMostWayNodes, kMostWayTags)};
  }

  OsmPart part_;
  OsmSink& sink_;
  std::vector<data_view> texts_;
  std::int64_t granularity_ = 100, latitude_ = 0, longitude_ = 0;
};

class PbfFile {
 public:
  PbfFile(std::istream& in, OsmPart part, OsmSink& sink, const OsmProgress& progress)
      : in_(in), part_(part), sink_(sink), progress_(progress) {}

  Status read() {
    bool first = true;
    while (true) {
      std::array<char, 4> length{};
      in_.read(length.data(), length.size());
      if (in_.gcount() == 0 && in_.eof()) break;
      std::uint32_t size = 0;
      for (const char byte : length) size = size << 8U | static_cast<unsigned char>(byte);
      if (in_.gcount() != 4 || size > kLargestHeader) return malformed("length of a block's header");
      TWIN_TRY(const std::string header, take(size));
      TWIN_CHECK(read_blob(header, first));
      first = false;
      if (progress_) progress_(packed_);
    }
    if (first) return malformed("no block");
    return twin::Done{};
  }

 private:
  /// So many bytes of the file. Grows with what comes, not with what a length promises.
  Result<std::string> take(std::uint64_t size) {
    constexpr std::uint64_t kStep = std::uint64_t{1} << 20;
    std::string out;
    while (out.size() < size) {
      const auto have = out.size();
      const auto more = std::min<std::uint64_t>(size - have, kStep);
      out.resize(have + more);
      in_.read(out.data() + have, static_cast<std::streamsize>(more));
      if (static_cast<std::uint64_t>(in_.gcount()) != more) return malformed("the file is cut off");
    }
    packed_ += size;
    return out;
  }

  Status read_blob(std::string_view header, bool first) {
    std::string type;
    std::int64_t size = -1;
    protozero::pbf_message<BlobHeader> fields(data_view(header.data(), header.size()));
    while (fields.next()) {
      switch (fields.tag_and_type()) {
        case message(BlobHeader::kType): type = fields.get_string(); break;
        case number(BlobHeader::kSize): size = fields.get_int32(); break;
        default: fields.skip();
      }
    }
    if (size < 0 || size > kLargestBlob) return malformed(fmt::format("a block of {} bytes", size));
    TWIN_TRY(const std::string packed, take(static_cast<std::uint64_t>(size)));
    if (first != (type == "OSMHeader")) return malformed("block of type " + twin::excerpt(type));
    if (!first && type != "OSMData") return twin::Done{};  // readers pass over what they do not know
    TWIN_TRY(const std::string bytes, unpack(packed));
    const data_view view(bytes.data(), bytes.size());
    if (first) return check_features(view);
    return PbfBlock(part_, sink_).read(view);
  }

  Result<std::string> unpack(std::string_view packed) {
    data_view raw, deflated;
    bool is_raw = false, is_deflated = false;
    std::int64_t size = -1;
    protozero::pbf_message<Blob> blob(data_view(packed.data(), packed.size()));
    while (blob.next()) {
      switch (blob.tag_and_type()) {
        case message(Blob::kRaw): raw = blob.get_view(); is_raw = true; break;
        case number(Blob::kRawSize): size = blob.get_int32(); break;
        case message(Blob::kZlib): deflated = blob.get_view(); is_deflated = true; break;
        default: blob.skip();
      }
    }
    if (is_raw) {
      unpacked_ += raw.size();
      return std::string(raw);
    }
    if (!is_deflated) {
      return Problem{"version-unsupported", "A block is packed in a way that is not read.", "", "",
                     "Write the file with zlib compression, which is the usual one."};
    }
    if (size < 0 || size > kLargestBlob) return malformed(fmt::format("a block of {} bytes unpacked", size));
    unpacked_ += static_cast<std::uint64_t>(size);
    if (unpacked_ > kFreeBytes && unpacked_ / kRatio > packed_) {
      return Problem{"archive-too-large", "The file unpacks to more than is accepted.", "",
                     fmt::format("more than {} bytes out of {}", unpacked_, packed_),
                     fmt::format("Accepted are {} times the packed size.", kRatio)};
    }
    std::string out(static_cast<std::size_t>(size), '\0');
    auto length = static_cast<uLongf>(out.size());
    const int result = ::uncompress(reinterpret_cast<Bytef*>(out.data()), &length,
                                    reinterpret_cast<const Bytef*>(deflated.data()), static_cast<uLong>(deflated.size()));
    if (result != Z_OK || length != out.size()) return malformed("a block cannot be unpacked");
    return out;
  }

  static Status check_features(data_view bytes) {
    protozero::pbf_message<Header> header(bytes);
    while (header.next()) {
      if (header.tag_and_type() != message(Header::kRequired)) {
        header.skip();
        continue;
      }
      const std::string feature = header.get_string();
      if (feature == "OsmSchema-V0.6" || feature == "DenseNodes") continue;
      return Problem{"version-unsupported", "The file needs a feature of its reader that this one has not.", "",
                     twin::excerpt(feature), "Write the file without it, for instance without history."};
    }
    return twin::Done{};
  }

  std::istream& in_;
  OsmPart part_;
  OsmSink& sink_;
  const OsmProgress& progress_;
  std::uint64_t packed_ = 0, unpacked_ = 0;
};

}  // namespace

Status read_osm_pbf(std::istream& in, OsmPart part, OsmSink& sink, const OsmProgress& progress) {
  try {
    return PbfFile(in, part, sink, progress).read();
  } catch (const protozero::exception& error) {
    return malformed(error.what());
  } catch (const std::bad_alloc&) {
    return Problem{"object-too-large", "There is not enough memory for this file.", "", "", "Cut the map to the area of the twin."};
  }
}

}  // namespace geo
