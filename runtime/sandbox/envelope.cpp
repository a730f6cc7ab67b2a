#include "runtime/sandbox/envelope.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/schema/json_path.h"

namespace treaty::sandbox {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* records_mark = "\x01records";
constexpr const char* cursor_mark = "\x01cursor";

std::string mark_text(const char* mark) { return Json(mark).dump(); }

/// `value` below the names and lists of `steps`.
Json wrapped(const std::vector<std::string>& steps, size_t from, size_t to, Json value) {
  while (to > from) {
    const std::string& step = steps[--to];
    Json outer = step == schema::JsonPath::each ? Json::array() : Json::object();
    if (step == schema::JsonPath::each) {
      outer.push_back(std::move(value));
    } else {
      outer[step] = std::move(value);
    }
    value = std::move(outer);
  }
  return value;
}

std::expected<std::vector<std::string>, std::string> steps_of(const std::string& path) {
  const auto parsed = schema::parse_json_path(path);
  if (!parsed) {
    return std::unexpected(fmt::format("`{}` is no path that can be played", path));
  }
  return parsed->steps;
}

std::pair<std::string, std::string> split_at(const std::string& text, const std::string& mark) {
  const size_t at = text.find(mark);
  return {text.substr(0, at), text.substr(at + mark.size())};
}

}  // namespace

std::expected<Envelope, std::string> Envelope::around_list(const std::string& at, const std::string& next) {
  const auto steps = steps_of(at.empty() ? "$[*]" : at);
  if (!steps) {
    return std::unexpected(steps.error());
  }
  const auto last = std::find(steps->rbegin(), steps->rend(), schema::JsonPath::each);
  if (last == steps->rend()) {
    return std::unexpected(fmt::format("`{}` names no list: `[*]` is missing", at));
  }
  const auto list = static_cast<size_t>(steps->rend() - last) - 1;  // the position of the last [*]
  Json whole = wrapped(*steps, 0, list, records_mark);
  if (!next.empty()) {
    const auto cursor = steps_of(next);
    if (!cursor) {
      return std::unexpected(cursor.error());
    }
    Json* place = &whole;
    for (const std::string& step : *cursor) {
      if (step == schema::JsonPath::each || !(place->is_object() || place->is_null())) {
        return std::unexpected(fmt::format("`{}` and `{}` do not fit into one answer", at, next));
      }
      place = &(*place)[step];
    }
    if (!place->is_null()) {
      return std::unexpected(fmt::format("`{}` and `{}` do not fit into one answer", at, next));
    }
    *place = cursor_mark;
  }
  Envelope envelope;
  const auto [begin, end] = split_at(whole.dump(), mark_text(records_mark));
  envelope.begin_ = begin + "[";
  envelope.end_ = "]" + end;
  const auto [before, after] =
      split_at(wrapped(*steps, list + 1, steps->size(), records_mark).dump(), mark_text(records_mark));
  envelope.before_each_ = before;
  envelope.after_each_ = after;
  return envelope;
}

std::expected<Envelope, std::string> Envelope::around_one(const std::string& at) {
  const auto steps = steps_of(at.empty() ? "$" : at);
  if (!steps) {
    return std::unexpected(steps.error());
  }
  Envelope envelope;
  const auto [begin, end] = split_at(wrapped(*steps, 0, steps->size(), records_mark).dump(), mark_text(records_mark));
  envelope.begin_ = begin;
  envelope.end_ = end;
  return envelope;
}

std::string Envelope::end(const std::optional<std::string>& cursor) const {
  const std::string mark = mark_text(cursor_mark);
  const size_t at = end_.find(mark);
  if (at == std::string::npos) {
    return end_;
  }
  return end_.substr(0, at) + (cursor ? Json(*cursor).dump() : "null") + end_.substr(at + mark.size());
}

}  // namespace treaty::sandbox
