#pragma once

#include "twin_core/base/json.hpp"

// Parts of JSON schemas that several processes use.
namespace sim {

twin::Json number_schema(const char* title, const char* description = nullptr);
twin::Json number_schema(const char* title, double least, double most, twin::Json standard = {});  ///< with its default
twin::Json text_schema(const char* title, const char* description = nullptr);
twin::Json numbers_schema(const char* title, const char* description = nullptr);  ///< a list of them
twin::Json nullable(twin::Json schema);

}  // namespace sim
