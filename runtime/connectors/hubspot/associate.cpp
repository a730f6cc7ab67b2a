#include <fmt/format.h>

#include "runtime/connectors/hubspot/answers.h"

namespace treaty::connectors {
namespace {

constexpr size_t largest_association_read = 1000;

/// Which link of the request an error speaks of, by the ids in its context.
bool speaks_of(const nlohmann::json& error, const Link& link) {
  bool from = false, to = false;
  for (const char* name : {"fromObjectId", "fromId", "from", "id", "ids"}) {
    for (const std::string& id : context_of(error, name)) {
      from |= id == link.from_id;
      to |= id == link.to_id;
    }
  }
  for (const char* name : {"toObjectId", "toId", "to"}) {
    for (const std::string& id : context_of(error, name)) to |= id == link.to_id;
  }
  return from || to;
}

}  // namespace

Outcome<std::optional<LabelType>> Portal::find_label(const std::string& from, const std::string& to,
                                                     const std::string& label) {
  std::string key = from + "\n" + to + "\n" + label;
  if (auto found = labels_.find(key); found != labels_.end()) return found->second;
  auto answer = channel_.send({"GET", associations_path(from, to) + "/labels", ""});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != 200)
    return std::unexpected(failure_of(*answer, fmt::format("the labels between {} and {}", from, to)));
  auto body = nlohmann::json::parse(answer->body, nullptr, false);
  if (!body.is_object()) return std::unexpected(unusable(*answer, "a list of labels"));
  for (const auto& one : body.value("results", nlohmann::json::array())) {
    auto name = one.find("label");
    if (name == one.end() || !name->is_string()) continue;
    labels_[from + "\n" + to + "\n" + name->get<std::string>()] = {one.value("category", std::string("USER_DEFINED")),
                                                                   one.value("typeId", int64_t{0})};
  }
  if (auto found = labels_.find(key); found != labels_.end()) return found->second;
  return std::optional<LabelType>();
}

Outcome<Provisioned> Portal::provision_label(const std::string& from, const std::string& to,
                                             const std::string& label) {
  Provisioned done;
  if (label.empty()) return done;
  auto there = find_label(from, to, label);
  if (!there) return std::unexpected(there.error());
  if (*there) return done;
  std::string name;
  for (unsigned char c : label) name += std::isalnum(c) && c < 128 ? static_cast<char>(std::tolower(c)) : '_';
  nlohmann::json body = {{"label", label}, {"name", name}};
  auto answer = channel_.send({"POST", associations_path(from, to) + "/labels", body.dump(), false});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status >= 400 && answer->status != 409) {
    return std::unexpected(failure_of(*answer, fmt::format("creating the association label \"{}\"", label)));
  }
  auto made = find_label(from, to, label);
  if (!made) return std::unexpected(made.error());
  if (!*made)
    return std::unexpected(unusable(*answer, fmt::format("the label \"{}\", which was just created", label)));
  done.created.push_back(fmt::format("label \"{}\" from {} to {}", label, from, to));
  return done;
}

Outcome<std::vector<LinkResult>> Portal::associate(const std::string& from, const std::string& to,
                                                   std::span<const Link> links) {
  for (const Link& link : links) {
    for (const std::string& label : link.labels) {
      auto type = find_label(from, to, label);
      if (!type) return std::unexpected(type.error());
      if (!*type) {
        return std::unexpected(
            Failure{Failure::Kind::settings,
                    fmt::format("the portal has no association label \"{}\" from {} to {}", label, from, to)});
      }
    }
  }
  std::vector<LinkResult> results(links.size());
  auto done = associate_range(from, to, links, results);
  if (!done) return std::unexpected(done.error());
  return results;
}

Outcome<void> Portal::associate_range(const std::string& from, const std::string& to, std::span<const Link> links,
                                      std::span<LinkResult> results) {
  if (links.empty()) return {};
  bool labelled = !links[0].labels.empty();
  nlohmann::json inputs = nlohmann::json::array();
  for (const Link& link : links) {
    nlohmann::json input = {{"from", {{"id", link.from_id}}}, {"to", {{"id", link.to_id}}}};
    for (const std::string& label : link.labels) {
      const LabelType& type = labels_.at(from + "\n" + to + "\n" + label);
      input["types"].push_back({{"associationCategory", type.category}, {"associationTypeId", type.id}});
    }
    inputs.push_back(std::move(input));
  }
  std::string target = associations_path(from, to) + (labelled ? "/batch/create" : "/batch/associate/default");
  auto answer = channel_.send({"POST", target, nlohmann::json{{"inputs", inputs}}.dump()});
  if (!answer) return std::unexpected(answer.error());
  auto body = nlohmann::json::parse(answer->body, nullptr, false);
  bool partly = body.is_object() && body.contains("errors") && !body["errors"].empty();
  if (answer->status < 400 && !partly) return {};
  if (links.size() == 1) {
    const auto& error = partly && answer->status < 400 ? body["errors"][0] : body;
    results[0] = {refusal_of(error).message, request_id_of(*answer)};
    if (results[0].refusal.empty()) results[0].refusal = fmt::format("HTTP {}", answer->status);
    return {};
  }
  if (answer->status >= 400) {
    size_t half = links.size() / 2;
    auto first = associate_range(from, to, links.first(half), results.first(half));
    if (!first) return first;
    return associate_range(from, to, links.subspan(half), results.subspan(half));
  }
  // Some of them: whoever an error may speak of is asked again alone, which changes nothing for those that are made.
  bool told = false;
  for (size_t i = 0; i < links.size(); ++i) {
    bool suspect = false;
    for (const auto& error : body["errors"]) suspect |= speaks_of(error, links[i]);
    if (!suspect) continue;
    told = true;
    if (auto alone = associate_range(from, to, links.subspan(i, 1), results.subspan(i, 1)); !alone) return alone;
  }
  if (told) return {};
  for (size_t i = 0; i < links.size(); ++i) {
    if (auto alone = associate_range(from, to, links.subspan(i, 1), results.subspan(i, 1)); !alone) return alone;
  }
  return {};
}

Outcome<std::map<std::string, std::map<std::string, std::set<std::string>>>> Portal::associations(
    const std::string& from, const std::string& to, std::span<const std::string> from_ids) {
  std::map<std::string, std::map<std::string, std::set<std::string>>> all;
  for (size_t begin = 0; begin < from_ids.size(); begin += largest_association_read) {
    auto part = from_ids.subspan(begin, std::min(largest_association_read, from_ids.size() - begin));
    nlohmann::json inputs = nlohmann::json::array();
    for (const std::string& id : part) inputs.push_back({{"id", id}});
    while (!inputs.empty()) {
      auto answer = channel_.send(
          {"POST", associations_path(from, to) + "/batch/read", nlohmann::json{{"inputs", inputs}}.dump()});
      if (!answer) return std::unexpected(answer.error());
      if (answer->status >= 400) return std::unexpected(failure_of(*answer, "reading associations"));
      auto body = nlohmann::json::parse(answer->body, nullptr, false);
      if (!body.is_object()) return std::unexpected(unusable(*answer, "a list of associations"));
      inputs = nlohmann::json::array();
      for (const auto& result : body.value("results", nlohmann::json::array())) {
        std::string id = text_of(result.value("from", nlohmann::json::object()).value("id", nlohmann::json()));
        for (const auto& one : result.value("to", nlohmann::json::array())) {
          auto& labels = all[id][text_of(one.value("toObjectId", nlohmann::json()))];
          for (const auto& type : one.value("associationTypes", nlohmann::json::array())) {
            labels.insert(text_of(type.value("label", nlohmann::json())));
          }
        }
        static const nlohmann::json::json_pointer pointer("/paging/next/after");
        if (result.contains(pointer)) inputs.push_back({{"id", id}, {"after", text_of(result[pointer])}});
      }
    }
  }
  return all;
}

}  // namespace treaty::connectors
