#pragma once

#include <string_view>

namespace treaty::schema {

/// What a text in a sample looks like.
enum class TextShape { text, date, timestamp, local_timestamp };

/// `YYYY-MM-DD` is a date; RFC 3339 with an offset is a timestamp; the same without one is a local timestamp (its
/// system's zone).
TextShape shape_of_text(std::string_view text);

}  // namespace treaty::schema
