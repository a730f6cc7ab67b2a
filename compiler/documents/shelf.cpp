#include "compiler/documents/shelf.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace treaty::documents {
namespace {

constexpr int most_hops = 24;

/// `common.yaml` as the document `schemas/club.yaml` names it is `schemas/common.yaml`.
std::string beside(const std::string& document, std::string_view reference) {
  return (std::filesystem::path(document).parent_path() / reference).lexically_normal().string();
}

bool is_remote(std::string_view reference) { return reference.find("://") != std::string_view::npos; }

/// One step of a JSON Pointer: `~1` is a slash, `~0` a tilde, `%20` a blank.
std::string unescape(std::string_view step) {
  std::string text;
  for (size_t i = 0; i < step.size(); ++i) {
    unsigned code = 0;
    if (step[i] == '~' && i + 1 < step.size()) {
      text += step[++i] == '1' ? '/' : '~';
    } else if (step[i] == '%' && i + 2 < step.size() &&
               std::from_chars(step.data() + i + 1, step.data() + i + 3, code, 16).ptr == step.data() + i + 3) {
      text += static_cast<char>(code);
      i += 2;
    } else {
      text += step[i];
    }
  }
  return text;
}

const Node* follow(const Node& root, std::string_view pointer) {
  const Node* node = &root;
  while (node && !pointer.empty()) {
    pointer.remove_prefix(1);  // its slash
    const size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string step = unescape(pointer.substr(0, end));
    pointer.remove_prefix(end);
    size_t index = 0;
    const auto [last, failure] = std::from_chars(step.data(), step.data() + step.size(), index);
    const bool number = failure == std::errc() && last == step.data() + step.size();
    node = !node->is(Node::Kind::list)              ? node->find(step)
           : number && index < node->members.size() ? node->members[index].value
                                                    : nullptr;
  }
  return node;
}

/// `#Member`: the part that says so of itself by `$anchor` or `$id`.
const Node* anchored(const Node& node, std::string_view anchor, int depth = 0) {
  if (node.text_at("$anchor") == anchor || node.text_at("$id") == "#" + std::string(anchor)) {
    return &node;
  }
  for (const Member& member : node.members) {
    constexpr int deepest = 6;  // where definitions stand
    if (depth < deepest) {
      if (const Node* found = anchored(*member.value, anchor, depth + 1)) {
        return found;
      }
    }
  }
  return nullptr;
}

}  // namespace

std::expected<std::shared_ptr<const Attached>, std::string> Shelf::open(const std::string& name,
                                                                        const std::string& text) {
  const auto known = entries_.find(name);
  if (known != entries_.end() && known->second.text == text) {
    return known->second.attached;
  }
  auto tree = Tree::read(text);
  if (!tree) {
    return std::unexpected(to_string(tree.error()));
  }
  auto attached = std::make_shared<const Attached>(Attached{.name = name, .tree = std::move(*tree)});
  entries_[name] = {.text = text, .attached = attached};
  return attached;
}

Place References::target(Place from, std::string_view reference) {
  if (const auto known = known_.find(std::pair(from.in, std::string(reference))); known != known_.end()) {
    return known->second;
  }
  Place found;
  const size_t hash = std::min(reference.find('#'), reference.size());
  const Attached* document = from.in;
  if (hash > 0) {
    const std::string name = beside(from.in->name, reference.substr(0, hash));
    auto& opened = opened_[name];
    const std::string* text = opened ? nullptr : find_(name);
    if (auto tree = text ? shelf_.open(name, *text) : std::unexpected(std::string())) {
      opened = *tree;
    }
    document = opened.get();
  }
  const std::string_view pointer = hash < reference.size() ? reference.substr(hash + 1) : std::string_view();
  if (document) {
    const Node& root = document->tree.root();
    found = {.node = pointer.empty() || pointer.starts_with('/') ? follow(root, pointer) : anchored(root, pointer),
             .in = document};
  }
  if (!found.node) {
    broken_.push_back({.reference = std::string(reference), .document = from.in->name, .line = from.node->line});
  }
  known_.emplace(std::pair(from.in, std::string(reference)), found);
  return found;
}

Place References::resolve(Place place) {
  for (int hops = 0; place.node; ++hops) {
    const std::string_view reference = place.node->text_at("$ref");
    if (reference.empty()) {
      return place;
    }
    if (hops == most_hops) {
      broken_.push_back({.reference = std::string(reference), .document = place.in->name, .line = place.node->line});
      return {};
    }
    place = target(place, reference);
  }
  return place;
}

std::vector<std::string> referenced_documents(std::string_view text, const std::string& name) {
  constexpr std::string_view word = "$ref";
  std::vector<std::string> found;
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    size_t begin = text.find_first_not_of(" \t\"':", at + word.size());
    if (begin == std::string_view::npos) {
      break;
    }
    const size_t end = std::min(text.find_first_of("\"'#,}\r\n", begin), text.size());
    const std::string_view reference = text.substr(begin, end - begin);
    if (reference.empty() || is_remote(reference)) {
      continue;
    }
    std::string document = beside(name, reference);
    if (document != name && std::ranges::find(found, document) == found.end()) {
      found.push_back(std::move(document));
    }
  }
  return found;
}

}  // namespace treaty::documents
