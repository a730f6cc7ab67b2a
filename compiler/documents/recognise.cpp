#include "compiler/documents/recognise.h"

#include "compiler/documents/dictionary.h"

namespace treaty::documents {

std::string_view recognise(const Node& root) {
  if (root.find("openapi") || root.find("swagger")) {
    return "openapi";
  }
  if (root.find("info") && root.find("item")) {
    return "postman";
  }
  if (root.find("objects") && root.find("objects")->is(Node::Kind::list)) {
    return "snapshot";
  }
  const bool describes =
      root.find("$schema") || root.find("properties") || root.find("$defs") || root.find("definitions");
  return describes ? "json_schema" : "json";
}

std::string_view recognise_table(std::string_view bytes) { return is_dictionary(bytes) ? "dictionary" : "csv"; }

}  // namespace treaty::documents
