#include <array>
#include <optional>
#include <type_traits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/base/match.h"
#include "compiler/package/manifest.h"
#include "compiler/package/members.h"

namespace treaty::package {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> style_names = {"none", "cursor", "number", "offset", "link"};
constexpr std::array<std::string_view, 2> place_names = {"header", "query"};
constexpr std::array<std::string_view, 4> auth_names = {"none", "bearer", "api_key", "client_credentials"};

template <class T>
constexpr bool is_vector = false;
template <class T>
constexpr bool is_vector<std::vector<T>> = true;
template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

class Writer {
 public:
  template <class T>
  Json write(T& value) {
    if constexpr (std::is_same_v<T, Page::Style>) {
      return style_names[static_cast<size_t>(value)];
    } else if constexpr (std::is_same_v<T, AuthApiKey::Place>) {
      return place_names[static_cast<size_t>(value)];
    } else if constexpr (std::is_same_v<T, Auth>) {
      Json out = {{"kind", auth_names[value.index()]}};
      std::visit([&](auto& one) { out.update(write(one)); }, value);
      return out;
    } else if constexpr (is_vector<T>) {
      Json out = Json::array();
      for (auto& one : value) out.push_back(write(one));
      return out;
    } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
      return value;
    } else {
      Json out = Json::object();
      auto visit = [&](const char* name, auto& member) {
        if constexpr (is_optional<std::remove_reference_t<decltype(member)>>) {
          if (member) out[name] = write(*member);
        } else {
          out[name] = write(member);
        }
      };
      members(visit, value);
      return out;
    }
  }
};

/// Remembers the first thing that is not as expected, with the way to it.
class Reader {
 public:
  template <class T>
  void read(const Json& json, T& value) {
    if constexpr (std::is_same_v<T, Page::Style>) {
      read_name(json, value, style_names);
    } else if constexpr (std::is_same_v<T, AuthApiKey::Place>) {
      read_name(json, value, place_names);
    } else if constexpr (std::is_same_v<T, Auth>) {
      read_auth(json, value);
    } else if constexpr (is_vector<T>) {
      if (!json.is_array()) return fail("a list");
      for (size_t i = 0; i < json.size(); ++i) {
        value.emplace_back();
        enter(fmt::format("[{}]", i), [&] { read(json[i], value.back()); });
      }
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!json.is_string()) return fail("a text");
      value = json.get<std::string>();
    } else if constexpr (std::is_same_v<T, bool>) {
      if (!json.is_boolean()) return fail("true or false");
      value = json.get<bool>();
    } else if constexpr (std::is_arithmetic_v<T>) {
      bool fits = json.is_number_integer() && (!json.is_number_unsigned() || json.get<uint64_t>() <= INT64_MAX) &&
                  std::in_range<T>(json.get<int64_t>());
      if (!fits) return fail("an integer");
      value = json.get<T>();
    } else {
      if (!json.is_object()) return fail("an object");
      auto visit = [&](const char* name, auto& member) {
        auto found = json.find(name);
        if (found == json.end()) return;  // as it is by default
        enter(fmt::format(".{}", name), [&] {
          if constexpr (is_optional<std::remove_reference_t<decltype(member)>>) {
            read(*found, member.emplace());
          } else {
            read(*found, member);
          }
        });
      };
      members(visit, value);
    }
  }

  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  template <class Enum, size_t count>
  void read_name(const Json& json, Enum& value, const std::array<std::string_view, count>& names) {
    for (size_t i = 0; i < count; ++i) {
      if (json.is_string() && json.get_ref<const std::string&>() == names[i])
        return void(value = static_cast<Enum>(i));
    }
    fail("a word that is known here");
  }

  void read_auth(const Json& json, Auth& auth) {
    if (!json.is_object() || !json.contains("kind")) return fail("an object with a `kind`");
    size_t kind = 0;
    enter(".kind", [&] { read_name(json["kind"], kind, auth_names); });
    switch (kind) {
      case 1:
        return read(json, auth.emplace<AuthBearer>());
      case 2:
        return read(json, auth.emplace<AuthApiKey>());
      case 3:
        return read(json, auth.emplace<AuthClientCredentials>());
      default:
        auth = AuthNone{};
    }
  }

  void enter(const std::string& step, auto inside) {
    size_t before = way_.size();
    way_ += step;
    inside();
    way_.resize(before);
  }
  void fail(std::string_view expected) {
    if (problem_.empty())
      problem_ = fmt::format("the manifest's `{}` is not {}", way_.empty() ? "$" : "$" + way_, expected);
  }

  std::string way_, problem_;
};

}  // namespace

std::string to_json(const Manifest& manifest) {
  Manifest copy = manifest;
  return Writer().write(copy).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::variant<Manifest, std::string> from_json(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return std::string("the manifest is no JSON");
  Manifest manifest;
  Reader reader;
  reader.read(json, manifest);
  if (!reader.problem().empty()) return reader.problem();
  return manifest;
}

}  // namespace treaty::package
