#pragma once

#include <tiny_gltf.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

/// Reading tinygltf's models with every index and length checked; only `tile_content.cpp` includes this.
/// All functions throw std::runtime_error with a sentence.
namespace viewer::gltf {

struct Bytes {
  const unsigned char* data = nullptr;
  std::size_t size = 0;
};

template <class T>
const T& element(const std::vector<T>& list, long long index, const char* what) {
  if (index < 0 || static_cast<std::size_t>(index) >= list.size()) {
    throw std::runtime_error(std::string("refers to a missing ") + what);
  }
  return list[static_cast<std::size_t>(index)];
}

inline Bytes view_bytes(const tinygltf::Model& model, long long index) {
  const auto& view = element(model.bufferViews, index, "buffer view");
  const auto& buffer = element(model.buffers, view.buffer, "buffer");
  if (view.byteOffset > buffer.data.size() || view.byteLength > buffer.data.size() - view.byteOffset) {
    throw std::runtime_error("a buffer view reaches beyond its buffer");
  }
  return {buffer.data.data() + view.byteOffset, view.byteLength};
}

template <class T>
T read_at(Bytes bytes, std::size_t offset) {
  if (offset > bytes.size || sizeof(T) > bytes.size - offset) throw std::runtime_error("data cut off");
  T value;
  std::memcpy(&value, bytes.data + offset, sizeof value);
  return value;
}

/// Reads a number of any glTF component type.
template <class Out>
Out component(Bytes bytes, std::size_t offset, int type) {
  switch (type) {
    case TINYGLTF_COMPONENT_TYPE_FLOAT: {
      const float value = read_at<float>(bytes, offset);
      if (std::is_integral_v<Out> && !(value >= 0 && value <= 16777216)) {  // exact integers of a float end here
        throw std::runtime_error("a number that must be a count is not one");
      }
      return static_cast<Out>(value);
    }
    case TINYGLTF_COMPONENT_TYPE_BYTE: return static_cast<Out>(read_at<std::int8_t>(bytes, offset));
    case TINYGLTF_COMPONENT_TYPE_UNSIGNED_BYTE: return static_cast<Out>(read_at<std::uint8_t>(bytes, offset));
    case TINYGLTF_COMPONENT_TYPE_SHORT: return static_cast<Out>(read_at<std::int16_t>(bytes, offset));
    case TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT: return static_cast<Out>(read_at<std::uint16_t>(bytes, offset));
    case TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT: return static_cast<Out>(read_at<std::uint32_t>(bytes, offset));
    default: throw std::runtime_error("an accessor has an unknown component type");
  }
}

/// All numbers of an accessor, `width` per element (1 for SCALAR, 3 for VEC3).
template <class Out>
std::vector<Out> numbers(const tinygltf::Model& model, int accessor_index, int width) {
  const auto& accessor = element(model.accessors, accessor_index, "accessor");
  if (accessor.sparse.isSparse || tinygltf::GetNumComponentsInType(static_cast<std::uint32_t>(accessor.type)) != width) {
    throw std::runtime_error("an accessor is sparse or of another type than expected");
  }
  const auto bytes = view_bytes(model, accessor.bufferView);
  const int stride = accessor.ByteStride(model.bufferViews[static_cast<std::size_t>(accessor.bufferView)]);
  const int size = tinygltf::GetComponentSizeInBytes(static_cast<std::uint32_t>(accessor.componentType));
  if (stride <= 0 || size <= 0 || accessor.count > bytes.size) throw std::runtime_error("an accessor is malformed");
  std::vector<Out> made;
  made.reserve(accessor.count * static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < accessor.count; ++i) {
    for (int k = 0; k < width; ++k) {
      const auto offset = accessor.byteOffset + i * static_cast<std::size_t>(stride) + static_cast<std::size_t>(k * size);
      made.push_back(component<Out>(bytes, offset, accessor.componentType));
    }
  }
  return made;
}

}  // namespace viewer::gltf
