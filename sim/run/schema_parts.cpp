#include "sim/run/schema_parts.hpp"

namespace sim {
namespace {

using twin::Json;

Json described(const char* type, const char* title, const char* description) {
  Json out = {{"type", type}, {"title", title}};
  if (description != nullptr) out["description"] = description;
  return out;
}

}  // namespace

Json number_schema(const char* title, const char* description) { return described("number", title, description); }

Json number_schema(const char* title, double least, double most, Json standard) {
  Json out = {{"type", "number"}, {"title", title}, {"minimum", least}, {"maximum", most}};
  if (!standard.is_null()) out["default"] = std::move(standard);
  return out;
}

Json text_schema(const char* title, const char* description) { return described("string", title, description); }

Json numbers_schema(const char* title, const char* description) {
  Json out = described("array", title, description);
  out["items"] = {{"type", "number"}};
  return out;
}

Json nullable(Json schema) {
  schema["nullable"] = true;
  return schema;
}

}  // namespace sim
