#include <algorithm>
#include <iterator>
#include <optional>

#include <nlohmann/json.hpp>

#include "compiler/documents/tree.h"

namespace treaty::documents {
namespace {

using Json = nlohmann::json;

/// Hands out the bytes and counts the lines that it has passed: the parser itself tells only where it fails.
struct Counting {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at = nullptr;
  uint32_t* line = nullptr;

  const char& operator*() const { return *at; }
  Counting& operator++() {
    *line += *at == '\n';
    ++at;
    return *this;
  }
  Counting operator++(int) {
    Counting before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Counting& other) const { return at == other.at; }
  bool operator!=(const Counting& other) const { return at != other.at; }
};

/// A sentence of the parser, without most of what it quotes where that is long; cut between letters.
std::string shortened(std::string_view text) {
  constexpr size_t most = 200;
  if (text.size() <= most) return std::string(text);
  const auto is_inside = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  size_t begin = most / 2, end = text.size() - most / 4;
  while (begin > 0 && is_inside(text[begin])) --begin;
  while (end < text.size() && is_inside(text[end])) ++end;
  return std::string(text.substr(0, begin)) + " … " + std::string(text.substr(end));
}

/// Builds the tree from what the parser sees.
class Builder {
 public:
  Builder(Tree& tree, const uint32_t& line) : tree_(tree), line_(line) {}

  bool null() { return scalar(Node::Kind::null, "null"); }
  bool boolean(bool value) { return scalar(Node::Kind::boolean, value ? "true" : "false"); }
  bool number_integer(int64_t value) { return scalar(Node::Kind::integer, tree_.keep(std::to_string(value))); }
  bool number_unsigned(uint64_t value) { return scalar(Node::Kind::integer, tree_.keep(std::to_string(value))); }
  bool number_float(double, const std::string& written) { return scalar(Node::Kind::decimal, tree_.keep(written)); }
  bool string(std::string& text) { return scalar(Node::Kind::text, tree_.keep(std::move(text))); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(size_t) { return open(Node::Kind::record); }
  bool start_array(size_t) { return open(Node::Kind::list); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    pending_ = {.key = tree_.keep(std::move(name)), .line = line_, .value = nullptr};
    return true;
  }
  bool parse_error(size_t, const std::string&, const Json::exception& failure) {
    // `[json.exception.parse_error.101] parse error at line 1, column 2: …`: ours names the line itself.
    // Where a number is too large, or what was read last is long, it quotes all of it.
    const std::string_view what = failure.what();
    const size_t colon = what.find(": ");
    const bool too_large = dynamic_cast<const Json::out_of_range*>(&failure) != nullptr;
    error = {.line = line_, .text = too_large ? "it holds a number that is too large"
                                    : shortened(colon == std::string_view::npos ? what : what.substr(colon + 2))};
    return false;
  }

  Tree::Error error;

 private:
  bool scalar(Node::Kind kind, std::string_view text) {
    attach(tree_.add(kind, line_, text));
    return true;
  }
  bool open(Node::Kind kind) {
    if (open_.size() == Tree::deepest) {
      error = {.line = line_, .text = "it is nested more than 200 deep"};
      return false;
    }
    Node& node = tree_.add(kind, line_);
    attach(node);
    open_.push_back(&node);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  void attach(const Node& node) {
    if (open_.empty()) {
      tree_.set_root(node);
      return;
    }
    Member member =
        open_.back()->is(Node::Kind::record) ? pending_ : Member{.key = {}, .line = line_, .value = nullptr};
    member.value = &node;
    open_.back()->members.push_back(member);
  }

  Tree& tree_;
  const uint32_t& line_;
  std::vector<Node*> open_;
  Member pending_;
};

/// Parses one document into `tree`, its lines counted from `line`; says why not.
std::optional<Tree::Error> parse_into(Tree& tree, std::string_view bytes, uint32_t line) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  }
  Builder builder(tree, line);
  const char* end = bytes.data() + bytes.size();
  if (Json::sax_parse(Counting{bytes.data(), &line}, Counting{end, &line}, &builder)) {
    return std::nullopt;
  }
  return builder.error;
}

}  // namespace

std::expected<Tree, Tree::Error> Tree::read_json(std::string_view bytes) {
  if (bytes.size() > largest) {
    return std::unexpected(Error{.line = 0, .text = "it is larger than 64 MiB"});
  }
  Tree tree;
  if (auto error = parse_into(tree, bytes, 1)) {
    return std::unexpected(std::move(*error));
  }
  return tree;
}

std::expected<Tree, Tree::Error> Tree::read_json_lines(std::string_view bytes) {
  if (bytes.size() > largest) {
    return std::unexpected(Error{.line = 0, .text = "it is larger than 64 MiB"});
  }
  Tree tree;
  Node& list = tree.add(Node::Kind::list, 1);
  uint32_t number = 0;
  for (size_t at = 0; at < bytes.size();) {
    ++number;
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    if (auto error = parse_into(tree, line, number)) {
      return std::unexpected(Error{.line = number, .text = "it is not JSON: " + error->text});
    }
    list.members.push_back({.key = {}, .line = number, .value = &tree.root()});
  }
  tree.set_root(list);
  return tree;
}

}  // namespace treaty::documents
