#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "twin_core/city/appearance.hpp"

namespace geo {

/// Puts the appearance of one building together: equal materials, textures and themes are one.
class AppearanceBuilder {
 public:
  std::uint32_t material(const twin::Material& material);
  std::uint32_t texture(const twin::Texture& texture);
  twin::AppearanceTheme& theme(std::string_view name);

  /// Bytes of text that the tables hold.
  std::size_t text_bytes() const { return text_bytes_; }
  /// The appearance; the builder is empty afterwards.
  twin::Appearance take();

 private:
  using Numbers = std::unordered_map<std::string, std::uint32_t>;  ///< by canonical bytes, or by name
  Numbers materials_, textures_, themes_;
  twin::Appearance look_;
  std::size_t text_bytes_ = 0;
};

}  // namespace geo
