#include "compiler/lsp/server.h"

#include <filesystem>
#include <functional>

#include <fmt/core.h>

#include "compiler/lsp/answers.h"
#include "compiler/lsp/transport.h"
#include "compiler/lsp/workspace.h"

namespace treaty::lsp {
namespace {

/// Codes of JSON-RPC and of the protocol.
enum Code {
  parse_error = -32700,
  invalid_request = -32600,
  unknown_method = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  not_initialized = -32002,
  request_failed = -32803
};

struct Refusal {
  Code code;
  std::string why;
};

std::string path_in(const Json& params) {
  const std::string path = path_of(params.at("textDocument").at("uri").get_ref<const std::string&>());
  return path.starts_with('/') ? std::filesystem::path(path).lexically_normal().string() : path;
}

class Server {
 public:
  Server(std::FILE* in, std::FILE* out, const Settings& settings)
      : in_(in), out_(out), settings_(settings), workspace_(settings.library, settings.today) {}

  bool run() {
    std::setvbuf(in_, nullptr, _IONBF, 0);  // so that `has_more` sees all that has arrived
    while (!exited_) {
      const auto body = read_message(in_);
      if (!body) {
        fmt::print(stderr, "treaty lsp: {}\n", body.error());
        return false;
      }
      if (!*body) break;
      take(**body);
      // While somebody types, what was asked of a text that is out of date already need not be found out.
      if (initialized_ && workspace_.stale() && !has_more(in_)) publish();
      if (std::ferror(out_) != 0) return false;
    }
    return shut_down_;
  }

 private:
  void send(Json message) {
    message["jsonrpc"] = "2.0";
    write_message(out_, message.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  void notify(std::string_view method, Json params) { send({{"method", method}, {"params", std::move(params)}}); }
  void refuse(const Json& id, const Refusal& refusal) {
    send({{"id", id}, {"error", {{"code", refusal.code}, {"message", refusal.why}}}});
  }

  void take(const std::string& body) {
    if (is_nested_too_deep(body)) return refuse(nullptr, {invalid_request, "a message is nested too deep"});
    const Json message = Json::parse(body, nullptr, false);
    if (message.is_discarded()) return refuse(nullptr, {parse_error, "this is no JSON"});
    if (!message.is_object()) return refuse(nullptr, {invalid_request, "a message is an object"});
    const Json id = message.value("id", Json());
    const Json method = message.value("method", Json());
    if (!method.is_string()) {
      if (!message.contains("result") && !message.contains("error"))
        refuse(nullptr, {invalid_request, "a message has a `method`"});
      return;  // an answer to what we asked: there is nothing to learn from it
    }
    const bool request = id.is_number() || id.is_string();
    try {
      const Json params = message.value("params", Json::object());
      if (request) {
        answer(id, method.get<std::string>(), params);
      } else {
        hear(method.get<std::string>(), params);
      }
    } catch (const Json::exception& error) {
      if (request) refuse(id, {invalid_params, error.what()});
    } catch (const Refusal& refusal) {
      if (request) refuse(id, refusal);
    } catch (const std::exception& error) {
      if (request) refuse(id, {internal_error, error.what()});
      fmt::print(stderr, "treaty lsp: {}: {}\n", method.get<std::string>(), error.what());
    }
  }

  void answer(const Json& id, const std::string& method, const Json& params) {
    if (shut_down_) throw Refusal{invalid_request, "the server was shut down"};
    if (!initialized_ && method != "initialize") throw Refusal{not_initialized, "`initialize` comes first"};
    const auto& answers = this->answers();
    const auto found = answers.find(method);
    // An answer speaks of the text as it stands; what is wrong with that text is known by then, and comes first.
    if (initialized_ && workspace_.stale()) publish();
    if (found == answers.end()) throw Refusal{unknown_method, fmt::format("there is no method `{}`", method)};
    send({{"id", id}, {"result", found->second(*this, params)}});
  }

  Json initialize(const Json& params) {
    if (initialized_) throw Refusal{invalid_request, "`initialize` comes once"};
    const Json client = params.value("capabilities", Json::object());
    const Json offered = client.value("/general/positionEncodings"_json_pointer, Json::array());
    for (const Json& encoding : offered) {
      if (encoding == "utf-8") encoding_ = Encoding::utf8;
    }
    watches_ = client.value("/workspace/didChangeWatchedFiles/dynamicRegistration"_json_pointer, false);
    initialized_ = true;
    constexpr int incremental = 2;
    return {{"serverInfo", {{"name", "treaty"}, {"version", settings_.version}}},
            {"capabilities",
             {{"positionEncoding", encoding_ == Encoding::utf8 ? "utf-8" : "utf-16"},
              {"textDocumentSync", {{"openClose", true}, {"change", incremental}, {"save", true}}},
              {"completionProvider", {{"triggerCharacters", {".", "|", "(", "{", ">", ":"}}}},
              {"hoverProvider", true},
              {"definitionProvider", true},
              {"referencesProvider", true},
              {"documentHighlightProvider", true},
              {"documentSymbolProvider", true},
              {"documentFormattingProvider", true},
              {"renameProvider", {{"prepareProvider", true}}},
              {"codeActionProvider", {{"codeActionKinds", {"quickfix", "source.fixAll"}}}},
              {"inlayHintProvider", true},
              {"semanticTokensProvider",
               {{"legend", {{"tokenTypes", token_kinds()}, {"tokenModifiers", Json::array()}}}, {"full", true}}}}}};
  }

  // ── notifications ──

  void hear(const std::string& method, const Json& params) {
    if (method == "exit") {
      exited_ = true;
    } else if (!initialized_ || shut_down_) {
      return;
    } else if (method == "initialized" && watches_) {
      const Json watcher = {{"globPattern", "**/*.{map,json,yaml,yml,csv}"}};
      send({{"id", "watch"},
            {"method", "client/registerCapability"},
            {"params",
             {{"registrations",
               {{{"id", "watch"},
                 {"method", "workspace/didChangeWatchedFiles"},
                 {"registerOptions", {{"watchers", {watcher}}}}}}}}}});
    } else if (method == "textDocument/didOpen") {
      workspace_.open(path_in(params), params.at("textDocument").at("text").get<std::string>());
    } else if (method == "textDocument/didChange") {
      change(params);
    } else if (method == "textDocument/didClose") {
      workspace_.close(path_in(params));
      publish();
    } else if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles") {
      workspace_.changed_on_disk();
    }
  }

  void change(const Json& params) {
    std::string* text = workspace_.change(path_in(params));
    if (!text) return;
    for (const Json& each : params.at("contentChanges")) apply_change(*text, each, encoding_);
  }

  void publish() {
    std::map<std::string, Json> lists;
    for (const auto& [uri, list] : published_) lists[uri] = Json::array();  // what is no longer said
    for (const Analysis* analysis : workspace_.all()) {
      for (auto& [uri, list] : diagnostics_by_file(*analysis, settings_.library, encoding_)) {
        Json& all = lists.emplace(uri, Json::array()).first->second;
        for (Json& said : list) {
          if (std::ranges::find(all, said) == all.end())
            all.push_back(std::move(said));  // two contracts may import a file
        }
      }
    }
    for (const auto& [uri, list] : lists) {
      const auto before = published_.find(uri);
      if (before == published_.end() || before->second != list)
        notify("textDocument/publishDiagnostics", {{"uri", uri}, {"diagnostics", list}});
    }
    std::erase_if(lists, [](const auto& entry) { return entry.second.empty(); });
    published_ = std::move(lists);
  }

  // ── requests ──

  /// A file that a request names, and the contract it is part of.
  struct Open {
    const Analysis& analysis;
    source::FileId file;
  };
  Open opened(const Json& params) {
    const std::string path = path_in(params);
    if (!workspace_.is_open(path)) throw Refusal{invalid_params, fmt::format("`{}` is not open", path)};
    const Analysis& analysis = workspace_.analysis_of(path);
    const auto file = analysis.file(path);
    if (!file) throw Refusal{internal_error, fmt::format("`{}` is not part of its contract", path)};
    return {analysis, *file};
  }
  Spot spot(const Json& params) {
    const Open open = opened(params);
    const source::File& file = open.analysis.compilation.files[open.file];
    return {.analysis = open.analysis,
            .file = open.file,
            .offset = to_offset(file.text(), params.at("position"), encoding_),
            .encoding = encoding_,
            .library = settings_.library};
  }
  source::Span range_of(const Open& open, const Json& range) const {
    const std::string_view text = open.analysis.compilation.files[open.file].text();
    const uint32_t begin = to_offset(text, range.at("start"), encoding_);
    return {.file = open.file, .begin = begin, .end = std::max(begin, to_offset(text, range.at("end"), encoding_))};
  }
  Json renamed(const Json& params) {
    Renaming made = rename(spot(params), params.at("newName").get<std::string>());
    if (!made.refused.empty()) throw Refusal{request_failed, made.refused};
    return std::move(made.edit);
  }
  Json actions(const Json& params) {
    const Open open = opened(params);
    const Json all = code_actions(open.analysis, open.file, range_of(open, params.at("range")),
                                  params.at("textDocument").at("uri").get<std::string>(), encoding_);
    const Json only = params.value("/context/only"_json_pointer, Json::array());
    if (only.empty()) return all;
    Json wanted = Json::array();
    for (const Json& action : all) {
      const std::string kind = action.at("kind").get<std::string>();
      for (const Json& prefix : only) {
        if (prefix.is_string() && kind.starts_with(prefix.get<std::string>())) {
          wanted.push_back(action);
          break;
        }
      }
    }
    return wanted;
  }

  using Answer = std::function<Json(Server&, const Json&)>;
  static const std::map<std::string, Answer>& answers() {
    static const std::map<std::string, Answer> table = {
        {"initialize", [](Server& self, const Json& params) { return self.initialize(params); }},
        {"shutdown", [](Server& self, const Json&) { return self.shut_down_ = true, Json(); }},
        {"textDocument/hover", [](Server& self, const Json& params) { return hover(self.spot(params)); }},
        {"textDocument/definition", [](Server& self, const Json& params) { return definition(self.spot(params)); }},
        {"textDocument/references",
         [](Server& self, const Json& params) {
           return references(self.spot(params), params.value("/context/includeDeclaration"_json_pointer, true));
         }},
        {"textDocument/documentHighlight",
         [](Server& self, const Json& params) { return highlights(self.spot(params)); }},
        {"textDocument/prepareRename",
         [](Server& self, const Json& params) { return prepare_rename(self.spot(params)); }},
        {"textDocument/rename", [](Server& self, const Json& params) { return self.renamed(params); }},
        {"textDocument/completion",
         [](Server& self, const Json& params) {
           return Json{{"isIncomplete", false}, {"items", completion(self.spot(params))}};
         }},
        {"textDocument/codeAction", [](Server& self, const Json& params) { return self.actions(params); }},
        {"textDocument/formatting",
         [](Server& self, const Json& params) {
           const Open open = self.opened(params);
           return formatting(open.analysis, open.file, self.encoding_);
         }},
        {"textDocument/inlayHint",
         [](Server& self, const Json& params) {
           const Open open = self.opened(params);
           return inlay_hints(open.analysis, open.file, self.range_of(open, params.at("range")), self.encoding_);
         }},
        {"textDocument/documentSymbol",
         [](Server& self, const Json& params) {
           const Open open = self.opened(params);
           return outline(open.analysis, open.file, self.encoding_);
         }},
        {"textDocument/semanticTokens/full",
         [](Server& self, const Json& params) {
           const Open open = self.opened(params);
           return semantic_tokens(open.analysis, open.file, self.encoding_);
         }},
    };
    return table;
  }

  std::FILE* in_;
  std::FILE* out_;
  const Settings& settings_;
  Workspace workspace_;
  std::map<std::string, Json> published_;  ///< what the editor was told last, by file; without those that are right
  Encoding encoding_ = Encoding::utf16;
  bool initialized_ = false, shut_down_ = false, exited_ = false, watches_ = false;
};

}  // namespace

bool serve(std::FILE* in, std::FILE* out, const Settings& settings) { return Server(in, out, settings).run(); }

}  // namespace treaty::lsp
