#pragma once

// The attached documents, and what their references name.

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/documents/tree.h"

namespace treaty::documents {

struct Attached {
  std::string name;  ///< as the contract writes its path
  Tree tree;
};
/// A value of a document; `node` is null where there is none.
struct Place {
  const Node* node = nullptr;
  const Attached* in = nullptr;

  [[nodiscard]] Place at(const Node* other) const { return {.node = other, .in = in}; }
};

/// Documents taken apart, each once for as long as its text stays the same: a contract is checked on every keystroke.
class Shelf {
 public:
  std::expected<std::shared_ptr<const Attached>, std::string> open(const std::string& name, const std::string& text);

 private:
  struct Entry {
    std::string text;
    std::shared_ptr<const Attached> attached;
  };
  std::map<std::string, Entry> entries_;
};

/// The text of a document by its name; null when it is not attached.
using FindText = std::function<const std::string*(const std::string& name)>;

/// What `$ref` names: `#/components/schemas/Member`, `common.yaml#/Member`. Lends shelf and texts.
class References {
 public:
  References(Shelf& shelf, FindText find) : shelf_(shelf), find_(std::move(find)) {}
  References(const References&) = delete;
  References& operator=(const References&) = delete;

  /// What stands at the end of the references that begin at `place`; `place` itself when it is none. `node` is null
  /// when one leads nowhere, which `broken` then tells.
  Place resolve(Place place);

  struct Broken {
    std::string reference;
    std::string document;
    uint32_t line = 0;
  };
  [[nodiscard]] const std::vector<Broken>& broken() const { return broken_; }

 private:
  Place target(Place from, std::string_view reference);

  Shelf& shelf_;
  FindText find_;
  std::map<std::string, std::shared_ptr<const Attached>> opened_;
  std::map<std::pair<const Attached*, std::string>, Place, std::less<>> known_;
  std::vector<Broken> broken_;
};

/// The other documents that a text's `$ref`s name, as they are named from the contract: beside `name`.
std::vector<std::string> referenced_documents(std::string_view text, const std::string& name);

}  // namespace treaty::documents
