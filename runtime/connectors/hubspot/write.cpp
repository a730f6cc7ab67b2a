#include <fmt/format.h>

#include <algorithm>

#include "runtime/connectors/hubspot/answers.h"
#include "runtime/connectors/hubspot/values.h"

namespace treaty::connectors {
namespace {

constexpr const char* action_names[] = {"create", "update", "upsert"};

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The payloads go in as they are: no digit and no escape changes on the way. Each input carries a trace id, which
/// makes HubSpot answer row by row instead of refusing them all.
std::string body_of(WriteKind kind, std::span<const Write> writes) {
  std::string body = R"({"inputs":[)";
  for (size_t i = 0; i < writes.size(); ++i) {
    const Write& write = writes[i];
    if (i != 0) body += ',';
    body += '{';
    if (kind == WriteKind::update) body += fmt::format(R"("id":{},)", quoted(write.id));
    if (kind == WriteKind::upsert) {
      body += fmt::format(R"("id":{},"idProperty":{},)", quoted(write.match_value), quoted(write.match_property));
    }
    body += fmt::format(R"("objectWriteTraceId":"{}","properties":{}}})", i,
                        write.payload.empty() ? "{}" : write.payload);
  }
  return body + "]}";
}

/// Finds the write an entry of the answer speaks of: by trace id, else by id, else by the matched value.
class Correlator {
 public:
  Correlator(WriteKind kind, std::span<const Write> writes) : kind_(kind), writes_(writes) {}

  [[nodiscard]] std::optional<size_t> by_trace(const std::string& trace) const {
    for (size_t i = 0; i < writes_.size(); ++i) {
      if (trace == std::to_string(i)) return i;
    }
    return {};
  }
  [[nodiscard]] std::optional<size_t> of_result(const nlohmann::json& result, const Found& found) const {
    if (auto trace = result.find("objectWriteTraceId"); trace != result.end() && !trace->is_null()) {
      if (auto index = by_trace(text_of(*trace))) return index;
    }
    for (size_t i = 0; i < writes_.size(); ++i) {
      const Write& write = writes_[i];
      if (kind_ == WriteKind::update) {
        if (write.id == found.id) return i;
        continue;
      }
      auto value = found.properties.find(write.match_property);
      if (value == found.properties.end()) continue;
      if (normalised(write.match_property, value->second) == normalised(write.match_property, write.match_value))
        return i;
    }
    return {};
  }
  [[nodiscard]] std::vector<size_t> of_error(const nlohmann::json& error) const {
    std::vector<size_t> found;
    for (const std::string& trace : context_of(error, "objectWriteTraceId")) {
      if (auto index = by_trace(trace)) found.push_back(*index);
    }
    for (const char* name : {"ids", "id"}) {
      for (const std::string& id : context_of(error, name)) {
        for (size_t i = 0; i < writes_.size(); ++i) {
          if ((kind_ == WriteKind::update ? writes_[i].id : writes_[i].match_value) == id) found.push_back(i);
        }
      }
    }
    return found;
  }

 private:
  WriteKind kind_;
  std::span<const Write> writes_;
};

void compare(const Write& write, const Found& found, const std::map<std::string, std::string>& types,
             Written& written) {
  auto sent = nlohmann::json::parse(write.payload, nullptr, false);
  if (!sent.is_object()) return;
  for (const auto& [name, value] : sent.items()) {
    auto held = found.properties.find(name);
    if (held == found.properties.end()) continue;  // an answer need not show every property
    auto type = types.find(name);
    if (!agree(name, type == types.end() ? "" : type->second, text_of(value), held->second)) {
      written.disagreements.push_back(name);
    }
  }
}

void refuse(Written& written, const nlohmann::json& error, const Response& response, int status) {
  Refusal refusal = refusal_of(error);
  bool gone = refusal.code == "OBJECT_NOT_FOUND" || status == 404;
  written = {gone ? Written::Fate::gone : Written::Fate::refused,
             "",
             false,
             refusal.code,
             refusal.field,
             refusal.message,
             refusal.existing_id,
             status,
             request_id_of(response),
             {}};
}

/// The status of one row: HubSpot gives the whole answer 207.
int status_of(const nlohmann::json& error) {
  auto named = error.find("category");
  const std::string category = named != error.end() && named->is_string() ? named->get<std::string>() : "";
  if (category == "CONFLICT" || category == "OBJECT_ALREADY_EXISTS") return 409;
  if (category == "OBJECT_NOT_FOUND") return 404;
  return 400;
}

}  // namespace

Outcome<std::vector<Written>> Portal::write(const std::string& object, WriteKind kind,
                                            std::span<const Write> writes) {
  auto properties = properties_of(object);
  if (!properties) return std::unexpected(properties.error());
  std::vector<Written> results(writes.size());
  auto done = write_range(object, kind, writes, results);
  if (!done) return std::unexpected(done.error());
  return results;
}

Outcome<void> Portal::write_range(const std::string& object, WriteKind kind, std::span<const Write> writes,
                                  std::span<Written> results) {
  if (writes.empty()) return {};
  std::string action = action_names[static_cast<int>(kind)];
  // A repeated upsert or update changes nothing; a repeated create makes a duplicate.
  auto answer =
      channel_.send({"POST", objects(object) + "/batch/" + action, body_of(kind, writes), kind != WriteKind::create});
  if (!answer) {
    if (kind != WriteKind::create || answer.error().kind != Failure::Kind::unknown_effect)
      return std::unexpected(answer.error());
    for (Written& written : results) written.fate = Written::Fate::unknown;
    return {};
  }
  auto body = nlohmann::json::parse(answer->body, nullptr, false);
  auto halve = [&]() -> Outcome<void> {
    size_t half = writes.size() / 2;
    auto first = write_range(object, kind, writes.first(half), results.first(half));
    if (!first) return first;
    return write_range(object, kind, writes.subspan(half), results.subspan(half));
  };
  if (answer->status >= 400) {
    // One record can sink its whole batch: halve it until the culprit stands alone.
    if (writes.size() > 1) return halve();
    refuse(results[0], body, *answer, answer->status);
    return {};
  }
  if (!body.is_object()) return std::unexpected(unusable(*answer, "a batch's outcome"));

  auto types = properties_of(object);
  Correlator correlator(kind, writes);
  std::vector<bool> known(writes.size(), false);
  for (const auto& result : body.value("results", nlohmann::json::array())) {
    Found found = found_of(result);
    auto index = correlator.of_result(result, found);
    if (!index || found.id.empty()) continue;
    Written written{.fate = Written::Fate::done, .id = found.id, .status = answer->status};
    written.created = kind == WriteKind::create || result.value("new", false);
    compare(writes[*index], found, (*types)->types, written);
    results[*index] = std::move(written);
    known[*index] = true;
  }
  for (const auto& error : body.value("errors", nlohmann::json::array())) {
    for (size_t index : correlator.of_error(error)) {
      if (known[index]) continue;
      refuse(results[index], error, *answer, status_of(error));
      known[index] = true;
    }
  }
  if (std::count(known.begin(), known.end(), false) == 0) return {};
  // Not a word about some of them. An upsert or update is asked again alone; a create must be looked for first.
  for (size_t i = 0; i < writes.size(); ++i) {
    if (known[i]) continue;
    if (kind == WriteKind::create) {
      results[i].fate = Written::Fate::unknown;
    } else if (writes.size() == 1) {
      results[i] = {.fate = kind == WriteKind::update ? Written::Fate::gone : Written::Fate::refused,
                    .code = "missing_from_answer",
                    .message = "HubSpot answered without a word about this record",
                    .status = answer->status,
                    .request_id = request_id_of(*answer)};
    } else if (auto alone = write_range(object, kind, writes.subspan(i, 1), results.subspan(i, 1)); !alone) {
      return alone;
    }
  }
  return {};
}

}  // namespace treaty::connectors
