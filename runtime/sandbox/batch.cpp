// Batches: one bad row refuses all, unless every input has a trace id of its own; then each row answers for itself
// (207).
#include <algorithm>
#include <random>
#include <set>

#include <fmt/core.h>

#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {
namespace {

constexpr size_t most_inputs = 100;

struct Failed {
  int status = 400;
  Json body;
  std::string trace;
};

class Batch {
 public:
  Batch(Portal& portal, const ObjectType& type, std::string verb, const Call& call)
      : portal_(portal), type_(type), verb_(std::move(verb)), call_(call) {}

  http::Response run() {
    const std::string started = iso_time(portal_.now());
    if (!call_.body.contains("inputs") ||
        !call_.body["inputs"].is_array()) {  // a wrong envelope is a success without effect
      return json_answer(verb_ == "create" ? 201 : 200, envelope(started));
    }
    const Json& inputs = call_.body["inputs"];
    if (inputs.size() > most_inputs) {
      return error_answer(
          400, "VALIDATION_ERROR",
          fmt::format("The maximum number of inputs supported in a batch request is {}", most_inputs));
    }
    if (auto refusal = duplicates(inputs)) {
      return *refusal;
    }
    const bool traced = all_traced(inputs);
    for (const Json& input : inputs) {
      const size_t failed = failed_.size();
      portal_.storage->execute("SAVEPOINT row");
      work(input);
      portal_.storage->execute(failed_.size() > failed ? "ROLLBACK TO row; RELEASE row" : "RELEASE row");
      if (!failed_.empty() && !traced && verb_ != "read" && failed_.back().status != 404) {
        undo_ = true;  // one bad row refuses the whole batch
        return json_answer(failed_.back().status, failed_.back().body);
      }
    }
    if (verb_ == "archive") {
      return json_answer(204, {});
    }
    shuffle();
    const bool partly = !failed_.empty() || !missing_.empty();
    return json_answer(partly ? 207 : verb_ == "create" ? 201 : 200, envelope(started));
  }

  [[nodiscard]] bool undo() const { return undo_; }

 private:
  std::optional<http::Response> duplicates(const Json& inputs) {
    std::set<std::string> seen;
    for (const Json& input : inputs) {
      const std::string id = input.value("id", std::string());
      if (!id.empty() && !seen.insert(id).second && verb_ != "read" && verb_ != "create") {
        return error_answer(400, "VALIDATION_ERROR",
                            fmt::format("Duplicate IDs found in batch input: [{}]. IDs must be unique", id));
      }
    }
    return std::nullopt;
  }

  static bool all_traced(const Json& inputs) {
    std::set<std::string> traces;
    for (const Json& input : inputs) {
      const std::string trace = input.value("objectWriteTraceId", std::string());
      if (trace.empty() || !traces.insert(trace).second) {
        return false;
      }
    }
    return !inputs.empty();
  }

  void work(const Json& input) {
    trace_ = input.value("objectWriteTraceId", std::string());
    const std::string id = input.value("id", std::string());
    const std::string property = input.value("idProperty", call_.body.value("idProperty", std::string()));
    if (verb_ == "create") {
      create(input);
    } else if (verb_ == "upsert") {
      upsert(input, id, property);
    } else if (verb_ == "read") {
      read(id, property);
    } else if (verb_ == "update") {
      update(input, id, property);
    } else if (verb_ == "archive") {
      if (const auto number = id_of(id)) {
        portal_.records->archive(type_.name, *number, portal_.now());
      }
    }
  }

  bool checked(const Json& input, Checked& result, bool is_new) {
    result =
        check_properties(*portal_.model, type_.name, input.value("properties", Json::object()), call_.strict_2026);
    if (result.invalid.empty() && is_new && call_.strict_2026) {
      result.invalid = missing_required(portal_, type_, result.values);
    }
    if (!result.invalid.empty()) {
      fail(400, validation_body(result.invalid));
      return false;
    }
    return true;
  }

  void create(const Json& input) {
    Checked result;
    if (!checked(input, result, true)) {
      return;
    }
    auto made = portal_.records->create(type_.name, result.values, portal_.now(), portal_.options.index_lag_ms);
    if (auto* refusal = std::get_if<Refusal>(&made)) {
      fail(refusal->status, std::move(refusal->body));
      return;
    }
    const Record& record = std::get<Record>(made);
    if (auto refusal = associate_inline(portal_, type_.name, record.id, input.value("associations", Json::array()))) {
      fail(refusal->status, std::move(refusal->body));
      return;
    }
    add(record, result, std::nullopt);
  }

  void upsert(const Json& input, const std::string& id, const std::string& property) {
    if (auto refusal = not_unique(portal_, type_, property.empty() ? "hs_object_id" : property, "upsert")) {
      fail(refusal->status, std::move(refusal->body));
      return;
    }
    auto record = portal_.records->find_by(type_.name, property, id);
    Json whole = input;
    whole["properties"][property] = id;
    Checked result;
    if (!checked(whole, result, !record)) {
      return;
    }
    const bool is_new = !record.has_value();
    auto done = is_new
                    ? portal_.records->create(type_.name, result.values, portal_.now(), portal_.options.index_lag_ms)
                    : portal_.records->update(type_.name, std::move(*record), result.values, portal_.now(),
                                              portal_.options.index_lag_ms);
    if (auto* refusal = std::get_if<Refusal>(&done)) {
      fail(refusal->status, std::move(refusal->body));
      return;
    }
    add(std::get<Record>(done), result, is_new);
  }

  void update(const Json& input, const std::string& id, const std::string& property) {
    const auto number = id_of(id);
    if (auto refusal = not_unique(portal_, type_, property, "update")) {
      fail(refusal->status, std::move(refusal->body));
      return;
    }
    auto record = !property.empty() ? portal_.records->find_by(type_.name, property, id)
                  : number          ? portal_.records->find(type_.name, *number)
                                    : std::nullopt;
    if (!record) {
      missing_.push_back(id);
      return;
    }
    Checked result;
    if (!checked(input, result, false)) {
      return;
    }
    auto done = portal_.records->update(type_.name, std::move(*record), result.values, portal_.now(),
                                        portal_.options.index_lag_ms);
    if (auto* refusal = std::get_if<Refusal>(&done)) {
      fail(refusal->status, std::move(refusal->body));
      return;
    }
    add(std::get<Record>(done), result, std::nullopt);
  }

  void read(const std::string& id, const std::string& property) {
    const auto number = id_of(id);
    const auto record = !property.empty() ? portal_.records->find_by(type_.name, property, id)
                        : number          ? portal_.records->find(type_.name, *number)
                                          : std::nullopt;
    if (!record) {
      missing_.push_back(id);
      return;
    }
    results_.push_back(to_json(*record, call_.body.value("properties", std::vector<std::string>{})));
  }

  void add(const Record& record, const Checked& checked, std::optional<bool> is_new) {
    std::vector<std::string> shown;
    for (const auto& [name, value] : checked.values) {
      shown.push_back(name);
    }
    Json result = to_json(record, shown);
    if (is_new) {
      result["new"] = *is_new;
    }
    if (!trace_.empty()) {
      result["objectWriteTraceId"] = trace_;
    }
    if (!checked.warnings.empty()) {
      result["warnings"] = checked.warnings;
    }
    results_.push_back(std::move(result));
  }

  void fail(int status, Json body) { failed_.push_back({status, std::move(body), trace_}); }

  /// The real one does not answer in the order of the inputs either.
  void shuffle() {
    std::vector<Json> order(results_.begin(), results_.end());
    std::mt19937 random(static_cast<unsigned>(order.size()));
    std::shuffle(order.begin(), order.end(), random);
    results_ = Json(order);
  }

  Json envelope(const std::string& started) const {
    Json body = {{"status", "COMPLETE"},
                 {"results", results_},
                 {"startedAt", started},
                 {"completedAt", iso_time(portal_.now())}};
    Json errors = Json::array();
    for (const Failed& failed : failed_) {
      Json error = failed.body;
      error["context"]["objectWriteTraceId"] = Json::array({failed.trace});
      errors.push_back(std::move(error));
    }
    if (!missing_.empty()) {
      std::string name = type_.name;
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      errors.push_back(error_body(
          "OBJECT_NOT_FOUND",
          fmt::format("Could not get some {} objects, they may be deleted or not exist. Check that ids are valid.",
                      name),
          {{"context", {{"ids", missing_}}}}));
    }
    if (!errors.empty()) {
      body["numErrors"] = failed_.size() + missing_.size();
      body["errors"] = errors;
    }
    return body;
  }

  Portal& portal_;
  const ObjectType& type_;
  std::string verb_;
  const Call& call_;
  std::string trace_;
  Json results_ = Json::array();
  std::vector<Failed> failed_;
  std::vector<std::string> missing_;
  bool undo_ = false;
};

}  // namespace

http::Response serve_batch(Portal& portal, const ObjectType& type, const std::string& verb, const Call& call) {
  static const std::set<std::string> verbs = {"create", "read", "update", "upsert", "archive"};
  if (!verbs.contains(verb)) {
    return not_found();
  }
  portal.storage->execute("SAVEPOINT batch");
  Batch batch(portal, type, verb, call);
  http::Response response = batch.run();
  portal.storage->execute(batch.undo() ? "ROLLBACK TO batch" : "RELEASE batch");
  if (batch.undo()) {
    portal.storage->execute("RELEASE batch");
  }
  return response;
}

}  // namespace treaty::sandbox
