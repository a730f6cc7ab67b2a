#include "runtime/connectors/json_path.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>

namespace treaty::connectors {
namespace {

using simdjson::ondemand::json_type;
using Value = simdjson::ondemand::value;
using Taker = std::function<void(std::string_view)>;

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || (c & 0x80) != 0;
}

std::optional<std::string> take_raw(Value value, const Taker& take) {
  json_type type;
  if (auto error = value.type().get(type)) return simdjson::error_message(error);
  std::string_view raw;
  simdjson::error_code error = simdjson::SUCCESS;
  if (type == json_type::object) {
    simdjson::ondemand::object object;
    error = value.get_object().get(object);
    if (!error) error = object.raw_json().get(raw);
  } else if (type == json_type::array) {
    simdjson::ondemand::array array;
    error = value.get_array().get(array);
    if (!error) error = array.raw_json().get(raw);
  } else {
    raw = value.raw_json_token();
    while (!raw.empty() && std::isspace(static_cast<unsigned char>(raw.back()))) raw.remove_suffix(1);
  }
  if (error) return simdjson::error_message(error);
  take(raw);
  return {};
}

template <class Node>
std::optional<std::string> walk(Node& node, const std::vector<PathStep>& path, size_t at, const Taker& take);

std::optional<std::string> go_on(Value value, const std::vector<PathStep>& path, size_t at, const Taker& take) {
  if (at == path.size()) return take_raw(value, take);
  return walk(value, path, at, take);
}

/// `node` is the document or a value of it.
template <class Node>
std::optional<std::string> walk(Node& node, const std::vector<PathStep>& path, size_t at, const Taker& take) {
  const PathStep& step = path[at];
  if (step.kind == PathStep::Kind::name) {
    Value child;
    if (node.find_field_unordered(step.name).get(child)) return fmt::format("there is no `{}`", step.name);
    return go_on(child, path, at + 1, take);
  }
  simdjson::ondemand::array array;
  if (node.get_array().get(array)) return "there is no list where the contract says one is";
  size_t position = 0;
  for (auto element : array) {
    Value child;
    if (auto error = element.get(child)) return simdjson::error_message(error);
    if (step.kind == PathStep::Kind::every || position == step.index) {
      if (auto failure = go_on(child, path, at + 1, take)) return failure;
    }
    ++position;
  }
  if (step.kind == PathStep::Kind::index && step.index >= position)
    return fmt::format("there is no element {}", step.index);
  return {};
}

}  // namespace

std::expected<std::vector<PathStep>, std::string> parse_json_path(std::string_view text) {
  std::vector<PathStep> path;
  auto wrong = [&] { return std::unexpected(fmt::format("`{}` is no path such as $.data[*]", text)); };
  if (!text.starts_with('$')) return wrong();
  size_t at = 1;
  while (at < text.size()) {
    if (text[at] == '.') {
      size_t begin = ++at;
      while (at < text.size() && is_word(text[at])) ++at;
      if (at == begin) return wrong();
      path.push_back({PathStep::Kind::name, std::string(text.substr(begin, at - begin)), 0});
      continue;
    }
    size_t end = text.find(']', at);
    if (text[at] != '[' || end == std::string_view::npos) return wrong();
    std::string_view inside = text.substr(at + 1, end - at - 1);
    at = end + 1;
    if (inside == "*") {
      path.push_back({PathStep::Kind::every, "", 0});
    } else if (inside.size() >= 2 && (inside[0] == '"' || inside[0] == '\'') && inside.back() == inside[0]) {
      path.push_back({PathStep::Kind::name, std::string(inside.substr(1, inside.size() - 2)), 0});
    } else {
      size_t index = 0;
      auto [stop, failure] = std::from_chars(inside.data(), inside.data() + inside.size(), index);
      if (failure != std::errc() || stop != inside.data() + inside.size()) return wrong();
      path.push_back({PathStep::Kind::index, "", index});
    }
  }
  return path;
}

std::optional<std::string> each_at(const std::vector<PathStep>& path, std::string& document, const Taker& take) {
  document.reserve(document.size() + simdjson::SIMDJSON_PADDING);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document parsed;
  auto error =
      parser.iterate(simdjson::padded_string_view(document.data(), document.size(), document.capacity())).get(parsed);
  if (error) return std::string("it is no JSON: ") + simdjson::error_message(error);
  if (path.empty()) {
    take(document);
    return {};
  }
  return walk(parsed, path, 0, take);
}

std::optional<std::string> scalar_at(const std::vector<PathStep>& path, std::string& document) {
  std::optional<std::string> found;
  auto failure = each_at(path, document, [&](std::string_view raw) {
    if (raw.empty() || raw == "null" || raw[0] == '{' || raw[0] == '[') return;
    if (raw[0] != '"') {
      found = std::string(raw);
      return;
    }
    std::string token(raw);
    token.reserve(token.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document parsed;
    std::string_view text;
    if (!parser.iterate(simdjson::padded_string_view(token.data(), token.size(), token.capacity())).get(parsed) &&
        !parsed.get_string().get(text)) {
      found = std::string(text);
    }
  });
  return failure ? std::nullopt : found;
}

bool holds_structure(const std::vector<PathStep>& path, std::string& document) {
  bool found = false;
  (void)each_at(path, document,
                [&](std::string_view raw) { found = found || raw.starts_with('{') || raw.starts_with('['); });
  return found;
}

}  // namespace treaty::connectors
