#include "geo/io/appearance_builder.hpp"

#include <utility>

#include "twin_core/city/appearance_record.hpp"

namespace geo {
namespace {

std::string bytes_of(const twin::Appearance& one) {
  twin::ByteWriter out;
  twin::record::put(out, one);
  const auto& bytes = out.bytes();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::uint32_t AppearanceBuilder::material(const twin::Material& material) {
  const auto next = static_cast<std::uint32_t>(look_.materials.size());
  const auto [entry, fresh] = materials_.try_emplace(bytes_of({{material}, {}, {}}), next);
  if (fresh) {
    look_.materials.push_back(material);
    text_bytes_ += entry->first.size();
  }
  return entry->second;
}

std::uint32_t AppearanceBuilder::texture(const twin::Texture& texture) {
  const auto next = static_cast<std::uint32_t>(look_.textures.size());
  const auto [entry, fresh] = textures_.try_emplace(bytes_of({{}, {texture}, {}}), next);
  if (fresh) {
    look_.textures.push_back(texture);
    text_bytes_ += entry->first.size();
  }
  return entry->second;
}

twin::AppearanceTheme& AppearanceBuilder::theme(std::string_view name) {
  const auto next = static_cast<std::uint32_t>(look_.themes.size());
  const auto [entry, fresh] = themes_.try_emplace(std::string(name), next);
  if (fresh) {
    look_.themes.push_back({std::string(name), {}, {}});
    text_bytes_ += name.size();
  }
  return look_.themes[entry->second];
}

twin::Appearance AppearanceBuilder::take() {
  auto out = std::exchange(look_, {});
  *this = AppearanceBuilder();
  return out;
}

}  // namespace geo
