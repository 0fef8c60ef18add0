#pragma once

#include <map>
#include <memory>
#include <optional>
#include <osg/Group>
#include <set>
#include <string>
#include <vector>

#include "viewer/desktop/picking.hpp"
#include "viewer/desktop/tile_content.hpp"
#include "viewer/desktop/tile_list.hpp"

namespace viewer {

using SharedTile = std::shared_ptr<const TileContent>;

/// The buildings and what is around them: tiles that are there, outlines of tiles still on their way, the selected one's
/// edges. Feet, features and extent are those of the buildings, as long as there are any.
class CityLayer {
 public:
  CityLayer();
  osg::Group* node() { return root_; }
  osg::Group* casters() { return faces_; }

  /// Draws the outline of what is not loaded and answers it. What the list no longer names goes as soon
  /// as everything awaited is there, so that an edited tile leaves no hole.
  std::vector<TileEntry> show_list(const std::vector<TileEntry>& list);
  void add(const std::string& uri, SharedTile tile);
  /// A tile that will not come.
  void give_up(const std::string& uri) { arrived(uri); }
  void select(std::optional<std::uint32_t> feature);

  std::optional<Hit> pick(const Ray& ray) const;         ///< a building
  std::optional<Hit> pick_around(const Ray& ray) const;  ///< another object, when they are shown
  bool is_around(std::uint32_t feature) const;
  void show_surroundings(bool shown) { around_->setNodeMask(shown ? ~0U : 0U); }
  bool surroundings_shown() const { return around_->getNodeMask() != 0; }
  std::optional<std::uint32_t> feature_of(const std::string& id) const;
  std::string id_of(std::uint32_t feature) const;  ///< "" when no tile has it
  std::optional<Extent> extent_of(std::uint32_t feature) const;
  Extent extent() const;                 ///< of tiles loaded and awaited
  std::vector<Vector> feet() const;      ///< a lowest point of each building
  std::vector<std::uint32_t> features() const;  ///< of all buildings loaded, ascending
  bool empty() const { return tiles_.empty(); }

 private:
  struct Shown {
    SharedTile tile;
    Extent extent;
    osg::ref_ptr<osg::Node> faces, lines;
  };
  void draw_awaited(const std::vector<TileEntry>& list);
  void arrived(const std::string& uri);
  std::optional<Hit> pick(const Ray& ray, bool around) const;
  bool has_buildings() const;

  osg::ref_ptr<osg::Group> root_, faces_, lines_, around_, around_lines_, awaited_, selection_;
  std::map<std::string, Shown> tiles_;
  std::map<std::string, Extent> awaited_extents_;
  std::set<std::string> leaving_;
  std::optional<std::uint32_t> selected_;
};

}  // namespace viewer
