#include "compiler/interpret/document.h"

#include <cstring>

#include <simdjson.h>

namespace treaty::interpret {
namespace {

constexpr int deepest = 1024;

/// Form feed and substitute are marks to simdjson too, only that nothing may follow from them.
bool ends_scalar(char c) {
  constexpr std::string_view marks = " \n\r\t{}[]:,\f\x1a";
  return marks.find(c) != std::string_view::npos;
}
bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

class Reader {
 public:
  explicit Reader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool read(Node& root) {
    skip_blanks();
    if (!read_value(root, 1)) return false;
    skip_blanks();
    return at_ == end_;
  }

 private:
  void skip_blanks() {
    while (at_ < end_ && is_blank(*at_)) ++at_;
  }
  bool take(char c) {
    skip_blanks();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool read_value(Node& node, int depth) {
    if (at_ == end_ || depth > deepest) return false;
    node.begin = at_;
    bool good = false;
    switch (*at_) {
      case '"':
        good = skip_string();
        break;
      case '{':
        good = read_object(node, depth);
        break;
      case '[':
        good = read_array(node, depth);
        break;
      default:
        good = skip_scalar();
    }
    node.end = at_;
    return good;
  }

  bool skip_string() {
    for (++at_; at_ < end_; ++at_) {
      if (static_cast<unsigned char>(*at_) < 0x20) return false;
      if (*at_ == '"') return ++at_, true;
      if (*at_ == '\\') ++at_;
      if (at_ < end_ && static_cast<unsigned char>(*at_) < 0x20) return false;
    }
    return false;
  }

  /// Up to white space or a mark of JSON's. What a quote or an escaped one within it means is as simdjson's index has
  /// it, which generated code goes by; either way no load accepts the token.
  bool skip_scalar() {
    const char* begin = at_;
    while (at_ < end_ && !ends_scalar(*at_)) {
      if (*at_ == '"') return skip_string();
      const bool escapes = *at_ == '\\' && at_ + 1 < end_ && (at_[1] == '\\' || at_[1] == '"');
      at_ += escapes ? 2 : 1;
    }
    return at_ != begin;
  }

  bool read_object(Node& node, int depth) {
    node.kind = Node::Kind::object;
    ++at_;
    if (take('}')) return true;
    do {
      skip_blanks();
      const char* key = at_;
      if (at_ == end_ || *at_ != '"' || !skip_string()) return false;
      std::string name;
      bool known = unescape({key, static_cast<size_t>(at_ - key)}, name);
      if (!take(':')) return false;
      skip_blanks();
      if (!read_value(node.items.emplace_back(), depth + 1)) return false;
      if (known) {
        node.keys.push_back(std::move(name));
      } else {
        node.items.pop_back();
      }
    } while (take(','));
    return take('}');
  }

  bool read_array(Node& node, int depth) {
    node.kind = Node::Kind::array;
    ++at_;
    if (take(']')) return true;
    do {
      skip_blanks();
      if (!read_value(node.items.emplace_back(), depth + 1)) return false;
    } while (take(','));
    return take(']');
  }

  static bool put_unit(std::string_view key, size_t& at, uint32_t& unit) {
    if (key.size() - at < 4) return false;
    unit = 0;
    for (size_t i = 0; i < 4; ++i) {
      char c = key[at + i];
      const char* digits = "0123456789abcdef";
      const char* found = c == 0 ? nullptr : std::strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c);
      if (found == nullptr) return false;
      unit = unit * 16 + static_cast<uint32_t>(found - digits);
    }
    at += 4;
    return true;
  }

  static void put_utf8(std::string& out, uint32_t point) {
    auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) return put(point);
    if (point < 0x800) return put(0xc0 | point >> 6), put(0x80 | (point & 63));
    if (point < 0x10000) return put(0xe0 | point >> 12), put(0x80 | (point >> 6 & 63)), put(0x80 | (point & 63));
    put(0xf0 | point >> 18), put(0x80 | (point >> 12 & 63)), put(0x80 | (point >> 6 & 63)), put(0x80 | (point & 63));
  }

  /// `key` with its quotes; false where an escape is none of JSON's.
  static bool unescape(std::string_view key, std::string& name) {
    key = key.substr(1, key.size() - 2);
    for (size_t at = 0; at < key.size();) {
      if (key[at] != '\\') {
        name += key[at++];
        continue;
      }
      char c = key[at + 1];
      at += 2;
      static constexpr std::string_view short_escapes = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
      if (size_t i = short_escapes.find(c); i != std::string_view::npos) {
        name += meant[i];
        continue;
      }
      uint32_t high = 0, low = 0;
      if (c != 'u' || !put_unit(key, at, high)) return false;
      if (high >= 0xd800 && high < 0xdc00 && key.substr(at, 2) == "\\u") {
        size_t behind = at + 2;
        if (put_unit(key, behind, low) && low >= 0xdc00 && low < 0xe000) {
          at = behind;
          high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        }
      }
      put_utf8(name, high >= 0xd800 && high < 0xe000 ? 0xfffd : high);
    }
    return true;
  }

  const char *at_, *end_;
};

}  // namespace

bool read_document(std::string_view bytes, Node& root) {
  return simdjson::validate_utf8(bytes.data(), bytes.size()) && Reader(bytes).read(root);
}

const Node* reach(const Node* from, const std::vector<ir::Segment>& segments) {
  for (const ir::Segment& segment : segments) {
    if (from == nullptr) return nullptr;
    const Node* next = nullptr;
    if (const auto* name = std::get_if<std::string>(&segment)) {
      for (size_t i = from->keys.size(); i > 0 && next == nullptr; --i) {  // the last one counts
        if (from->keys[i - 1] == *name) next = &from->items[i - 1];
      }
    } else if (from->kind == Node::Kind::array) {
      auto position = static_cast<uint64_t>(std::get<int64_t>(segment));  // a negative one is past any end
      if (position < from->items.size()) next = &from->items[position];
    }
    from = next;
  }
  return from;
}

}  // namespace treaty::interpret
