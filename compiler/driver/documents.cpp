// What a compilation reads: the contract, its imports, the documents they name. Paths stay inside the folder of the
// contract.

#include "compiler/driver/documents.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "compiler/documents/shelf.h"
#include "compiler/driver/disk.h"
#include "compiler/parse/parse.h"

namespace treaty::driver {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view library_prefix = "std/";

/// Whether links lead out of the folder, where names alone do not.
bool leads_out(const fs::path& folder, const fs::path& target) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(fs::absolute(target, error), error);
  const fs::path inside = real.lexically_relative(fs::weakly_canonical(fs::absolute(folder, error), error));
  return !error && (inside.empty() || *inside.begin() == "..");
}

constexpr size_t largest_contract = size_t{2} << 20;  // its words take 400 times as much memory; club.map has 20 KB
constexpr const char* too_large = "a contract, or what it imports, has at most 2 MiB; data belongs into documents";

class Reader {
 public:
  Reader(Compilation& compilation, std::string contract, const ReadFile& read)
      : compilation_(compilation), contract_(std::move(contract)), read_(read) {}

  /// The text a file names, or nothing after reporting why not.
  std::optional<std::string> text(const ast::Text& path, std::string* resolved = nullptr) {
    const std::string& from = compilation_.files[path.span.file].name();
    const auto target = resolve(contract_, from, path.value);
    if (!target) {
      compilation_.diagnostics.report(path.span, diagnostics::document_unreadable, path.value,
                                      "it lies outside of the contract's folder");
      return std::nullopt;
    }
    if (resolved) {
      *resolved = *target;
    }
    auto bytes = read_(*target);
    if (!bytes) {
      compilation_.diagnostics.report(path.span, diagnostics::document_unreadable, path.value, bytes.error());
      return std::nullopt;
    }
    return std::move(*bytes);
  }

  /// The text of a document that another refers to; what is missing is said of the reference.
  std::optional<std::string> referenced(const ast::Text& document, const std::string& name) {
    const auto target = resolve(contract_, compilation_.files[document.span.file].name(), name);
    auto bytes = target ? read_(*target) : std::unexpected(std::string());
    return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
  }

  /// Parses what `tree` imports, then what those import, dependencies first.
  void imports(const ast::Contract& tree) {
    for (const ast::Item& item : tree.items) {
      if (const auto* import = std::get_if<ast::Import>(&item.node)) {
        one_import(import->path);
      } else if (std::holds_alternative<ast::Bad>(item.node) &&
                 compilation_.files.text(item.span).find("import") != std::string_view::npos) {
        compilation_.imports_read = false;  // what it would have brought is not known
      }
    }
  }

  void begin(const std::string& path) { open_.push_back(path); }

 private:
  void one_import(const ast::Text& path) {
    const std::string& from = compilation_.files[path.span.file].name();
    const auto target = resolve(contract_, from, path.value);
    if (target && std::ranges::find(open_, *target) != open_.end()) {
      compilation_.diagnostics.report(path.span, diagnostics::import_cycle, path.value);
      return;
    }
    if (target && std::ranges::find(done_, *target) != done_.end()) {
      return;
    }
    if (open_.size() > most_in_a_row || done_.size() > most_imports) {
      compilation_.diagnostics.report(path.span, diagnostics::document_unreadable, path.value,
                                      open_.size() > most_in_a_row
                                          ? fmt::format("{} files already import one another in a row", most_in_a_row)
                                          : fmt::format("{} files are imported already", most_imports));
      compilation_.imports_read = false;
      return;
    }
    const auto bytes = text(path);
    if (!bytes) {
      if (auto* said = compilation_.diagnostics.find(diagnostics::document_unreadable, path.span); said && !target) {
        said->notes.emplace_back("a library lies in the contract's folder or below");
      }
      compilation_.imports_read = false;
      return;
    }
    if (bytes->size() > largest_contract) {
      compilation_.diagnostics.report(path.span, diagnostics::document_unreadable, path.value, too_large);
      compilation_.imports_read = false;
      return;
    }
    const source::FileId file = compilation_.files.add(*target, *bytes);
    ast::Contract library = parse::parse(compilation_.files, file, compilation_.diagnostics);
    if (library.header) {
      compilation_.diagnostics.report(path.span, diagnostics::import_without_declarations, path.value);
    }
    open_.push_back(*target);
    imports(library);
    open_.pop_back();
    done_.push_back(*target);
    compilation_.libraries.push_back(std::move(library));
  }

  static constexpr size_t most_in_a_row = 50;  // each is a frame of this machine's stack
  static constexpr size_t most_imports = 1000;

  Compilation& compilation_;
  std::string contract_;
  const ReadFile& read_;
  std::vector<std::string> open_, done_;
};

/// Whether it would be a library without its tests.
bool is_library_with_tests(const ast::Contract& file) {
  return !file.items.empty() && file.unread.empty() && std::ranges::all_of(file.items, [](const ast::Item& item) {
    return ast::may_stand_in_library(item) || std::holds_alternative<ast::Test>(item.node);
  });
}

/// Whether documents of this format may refer to others.
bool may_refer(const ast::SchemaRef& schema) {
  return schema.format.text == "openapi" || schema.format.text == "json_schema";
}

/// Calls `visit` with every document a tree names, and whether it may refer to others.
template <class Visit>
void each_document(const ast::Contract& tree, Visit visit) {
  for (const ast::Item& item : tree.items) {
    if (const auto* table = std::get_if<ast::Table>(&item.node)) {
      if (const auto* csv = std::get_if<ast::Table::Csv>(&table->content)) {
        visit(csv->path, false);
      }
    } else if (const auto* test = std::get_if<ast::Test>(&item.node)) {
      for (const ast::TestEntry& entry : test->entries) {
        const auto* given = std::get_if<ast::TestGiven>(&entry.node);
        if (const auto* path = given ? std::get_if<ast::Text>(&given->input) : nullptr) {
          visit(*path, false);
        }
      }
    } else if (const auto* system = std::get_if<ast::System>(&item.node)) {
      for (const ast::SystemEntry& entry : system->entries) {
        if (const auto* schema = std::get_if<ast::SchemaRef>(&entry.node)) {
          visit(schema->path, may_refer(*schema));
        } else if (const auto* resource = std::get_if<ast::Resource>(&entry.node)) {
          for (const ast::ResourceEntry& inner : resource->entries) {
            if (const auto* schema = std::get_if<ast::SchemaRef>(&inner.node)) {
              visit(schema->path, may_refer(*schema));
            }
          }
        }
      }
    }
  }
}

}  // namespace

std::optional<std::string> resolve(const std::string& contract, const std::string& from, const std::string& written) {
  if (written.starts_with(library_prefix)) {
    const fs::path inside = fs::path(written).lexically_normal();
    return inside.string().starts_with(library_prefix) ? std::optional(inside.string()) : std::nullopt;
  }
  const fs::path parent = fs::path(contract).parent_path();
  const fs::path folder = parent.empty() ? fs::path(".") : parent;
  const fs::path target = (fs::path(from).parent_path() / written).lexically_normal();
  const fs::path inside = target.lexically_relative(folder.lexically_normal());
  const bool library = from.starts_with(library_prefix) && target.string().starts_with(library_prefix);
  const bool out = fs::path(written).is_absolute() || inside.empty() || *inside.begin() == ".." ||
                   (!library && leads_out(folder, target));
  return out && !library ? std::nullopt : std::optional(target.string());
}

constexpr size_t most_documents = 1000;  // that one document refers to, with those that they refer to

ReadFile disk(std::string library) {
  return [library = std::move(library)](const std::string& path) { return read_file(place_of(library, path)); };
}

std::string place_of(const std::string& library, const std::string& path) {
  const bool of_library = path.starts_with(library_prefix);
  return of_library ? (fs::path(library) / path.substr(library_prefix.size())).string() : path;
}

void read_contract(Compilation& compilation, const std::string& path, const ReadFile& read) {
  auto bytes = read(path);
  if (bytes && bytes->size() > largest_contract) {
    bytes = std::unexpected(std::string(too_large));
  }
  const source::FileId file = compilation.files.add(path, bytes ? std::move(*bytes) : std::string());
  if (!bytes) {
    compilation.diagnostics.report({.file = file}, diagnostics::document_unreadable, path, bytes.error());
    compilation.contract.file = file;
    return;
  }
  compilation.contract = parse::parse(compilation.files, file, compilation.diagnostics);
  const bool library = ast::is_library(compilation.contract);
  if (!compilation.contract.header && !library && compilation.diagnostics.all().empty()) {
    auto& said = compilation.diagnostics.report({.file = file}, diagnostics::no_header);
    if (is_library_with_tests(compilation.contract)) {
      said.notes.emplace_back("a library has no tests of maps: they stand in a contract that imports it");
    }
  }
  Reader reader(compilation, path, read);
  reader.begin(std::filesystem::path(path).lexically_normal().string());
  reader.imports(compilation.contract);
}

check::Documents read_documents(Compilation& compilation, const std::string& path, const ReadFile& read) {
  check::Documents documents;
  Reader reader(compilation, path, read);
  const auto visit = [&](const ast::Text& document, bool refers) {
    std::vector<std::string> names = {document.value};  // and what they refer to
    for (size_t next = 0; next < names.size() && next < most_documents; ++next) {
      const auto key = std::pair(document.span.file, names[next]);
      if (documents.texts.contains(key)) {
        continue;
      }
      auto text = next == 0 ? reader.text(document) : reader.referenced(document, names[next]);
      if (!text) {
        continue;
      }
      for (std::string& other :
           refers ? documents::referenced_documents(*text, names[next]) : std::vector<std::string>()) {
        if (std::ranges::find(names, other) == names.end()) {
          names.push_back(std::move(other));
        }
      }
      documents.texts.emplace(key, std::move(*text));
    }
  };
  each_document(compilation.contract, visit);
  for (const ast::Contract& library : compilation.libraries) {
    each_document(library, visit);
  }
  for (const ast::Item& item : compilation.contract.items) {
    const auto* test = std::get_if<ast::Test>(&item.node);
    for (const ast::TestEntry& entry : test ? test->entries : std::vector<ast::TestEntry>()) {
      const auto* given = std::get_if<ast::TestGiven>(&entry.node);
      const auto* sample = given ? std::get_if<ast::Text>(&given->input) : nullptr;
      if (const std::string* text = sample ? documents.find(*sample) : nullptr) {
        compilation.samples[sample->value] = *text;
      }
    }
  }
  return documents;
}

}  // namespace treaty::driver
