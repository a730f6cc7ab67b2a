#include <charconv>
#include <map>
#include <memory>
#include <optional>

#include <yaml.h>

#include "compiler/documents/tree.h"

namespace treaty::documents {
namespace {

std::string_view view(const yaml_char_t* text, size_t size) { return {reinterpret_cast<const char*>(text), size}; }
std::string name_of(const yaml_char_t* text) { return text ? reinterpret_cast<const char*>(text) : ""; }

/// What a plain scalar is, by the core schema of YAML 1.2: `yes` and `no` are texts, as the authors of API
/// descriptions mean them.
Node::Kind kind_of_plain(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
    return Node::Kind::null;
  }
  if (text == "true" || text == "false" || text == "True" || text == "False" || text == "TRUE" || text == "FALSE") {
    return Node::Kind::boolean;
  }
  const std::string_view digits = text.front() == '-' || text.front() == '+' ? text.substr(1) : text;
  if (digits.empty() || digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos ||
      (digits.front() != '.' && (digits.front() < '0' || digits.front() > '9'))) {
    return Node::Kind::text;
  }
  if (digits.find_first_not_of("0123456789") == std::string_view::npos) {
    return Node::Kind::integer;
  }
  double value = 0;
  const char* begin = digits.data();
  const auto [end, failure] = std::from_chars(begin, begin + digits.size(), value);
  return failure == std::errc() && end == begin + digits.size() ? Node::Kind::decimal : Node::Kind::text;
}

class Builder {
 public:
  explicit Builder(Tree& tree) : tree_(tree) {}

  std::optional<Tree::Error> read(std::string_view bytes) {
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
      return Tree::Error{.line = 0, .text = "there is no memory to read it"};
    }
    const std::unique_ptr<yaml_parser_t, void (*)(yaml_parser_t*)> guard(&parser, yaml_parser_delete);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    for (;;) {
      yaml_event_t event;
      if (!yaml_parser_parse(&parser, &event)) {
        return Tree::Error{.line = static_cast<uint32_t>(parser.problem_mark.line) + 1,
                           .text = parser.problem ? parser.problem : "it is not YAML"};
      }
      const std::unique_ptr<yaml_event_t, void (*)(yaml_event_t*)> event_guard(&event, yaml_event_delete);
      if (event.type == YAML_STREAM_END_EVENT || event.type == YAML_DOCUMENT_END_EVENT) {
        break;
      }
      if (auto error = take(event)) {
        return error;
      }
    }
    if (!rooted_) {
      tree_.set_root(tree_.add(Node::Kind::null, 1));
    }
    return std::nullopt;
  }

 private:
  struct Open {
    Node* node = nullptr;
    std::string anchor;
    bool has_key = false;
    Member pending;
    std::vector<const Node*> merged;  // what `<<` brings: below what is written here, wherever it stands
  };

  std::optional<Tree::Error> take(const yaml_event_t& event) {
    const auto line = static_cast<uint32_t>(event.start_mark.line) + 1;
    switch (event.type) {
      case YAML_SCALAR_EVENT:
        scalar(event, line);
        return std::nullopt;
      case YAML_ALIAS_EVENT: {
        if (awaits_key()) {
          return Tree::Error{.line = line, .text = "an alias cannot be a key"};
        }
        const auto known = anchors_.find(name_of(event.data.alias.anchor));
        if (known == anchors_.end()) {  // also one that stands within itself: it is not finished
          return Tree::Error{.line = line,
                             .text = "`*" + name_of(event.data.alias.anchor) + "` has no anchor before it"};
        }
        attach(*known->second, line, {});
        return std::nullopt;
      }
      case YAML_SEQUENCE_START_EVENT:
        return open(Node::Kind::list, line, name_of(event.data.sequence_start.anchor));
      case YAML_MAPPING_START_EVENT:
        return open(Node::Kind::record, line, name_of(event.data.mapping_start.anchor));
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        close();
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  void scalar(const yaml_event_t& event, uint32_t line) {
    const std::string_view text = tree_.keep(std::string(view(event.data.scalar.value, event.data.scalar.length)));
    const bool plain = event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (awaits_key()) {
      open_.back().pending = {.key = text, .line = line, .value = nullptr};
      open_.back().has_key = true;
      return;
    }
    const Node::Kind kind = plain ? kind_of_plain(text) : Node::Kind::text;
    const bool truth = kind == Node::Kind::boolean;
    attach(tree_.add(kind, line, truth ? (text[0] == 't' || text[0] == 'T' ? "true" : "false") : text), line,
           name_of(event.data.scalar.anchor));
  }

  std::optional<Tree::Error> open(Node::Kind kind, uint32_t line, std::string anchor) {
    if (open_.size() == Tree::deepest) {
      return Tree::Error{.line = line, .text = "it is nested more than 200 deep"};
    }
    if (awaits_key()) {
      return Tree::Error{.line = line, .text = "a list or a record cannot be a key"};
    }
    Node& node = tree_.add(kind, line);
    open_.push_back({.node = &node, .anchor = std::move(anchor), .has_key = false, .pending = {}, .merged = {}});
    return std::nullopt;
  }

  void close() {
    const Open done = std::move(open_.back());
    open_.pop_back();
    for (const Node* merged : done.merged) {
      merge(*done.node, *merged);
    }
    attach(*done.node, done.node->line, done.anchor);
  }

  [[nodiscard]] bool awaits_key() const {
    return !open_.empty() && open_.back().node->is(Node::Kind::record) && !open_.back().has_key;
  }

  void attach(const Node& node, uint32_t line, const std::string& anchor) {
    if (!anchor.empty()) {
      anchors_[anchor] = &node;
    }
    if (open_.empty()) {
      tree_.set_root(node);
      rooted_ = true;
      return;
    }
    Open& parent = open_.back();
    if (!parent.node->is(Node::Kind::record)) {
      parent.node->members.push_back({.key = {}, .line = line, .value = &node});
      return;
    }
    parent.has_key = false;
    if (parent.pending.key == "<<" && node.is(Node::Kind::record)) {
      parent.merged.push_back(&node);
      return;
    }
    parent.pending.value = &node;
    parent.node->members.push_back(parent.pending);
  }

  static void merge(Node& into, const Node& from) {
    constexpr size_t most = 1000;  // each is looked for among all: a document must not cost its square
    for (const Member& member : from.members) {
      if (into.members.size() < most && !into.find(member.key)) {
        into.members.push_back(member);
      }
    }
  }

  Tree& tree_;
  std::vector<Open> open_;
  std::map<std::string, const Node*> anchors_;
  bool rooted_ = false;
};

}  // namespace

std::expected<Tree, Tree::Error> Tree::read_yaml(std::string_view bytes) {
  if (bytes.size() > largest) {
    return std::unexpected(Error{.line = 0, .text = "it is larger than 64 MiB"});
  }
  Tree tree;
  if (auto error = Builder(tree).read(bytes)) {
    return std::unexpected(std::move(*error));
  }
  return tree;
}

}  // namespace treaty::documents
