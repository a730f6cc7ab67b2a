#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/host/existing.h"
#include "runtime/sync/letters.h"

namespace treaty::host {
namespace {

std::string instant(int64_t us) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(us / 1'000'000)));
}

nlohmann::ordered_json json_of(const ledger::Letter& letter) {
  return {{"id", letter.id},
          {"map", letter.map},
          {"source_key", letter.source_key},
          {"state", letter.state},
          {"verdict", letter.verdict},
          {"code", letter.code},
          {"field", letter.field},
          {"place", letter.place},
          {"message", letter.message},
          {"payload", letter.payload},
          {"attempts", letter.attempts},
          {"first", instant(letter.first_us)},
          {"last", instant(letter.last_us)},
          {"http_status", letter.http_status},
          {"request_id", letter.request_id}};
}

}  // namespace

std::expected<std::vector<ledger::Letter>, Error> letters(const std::string& path, const LetterFilter& filter) {
  auto ledger = open_existing(path);
  if (!ledger) return std::unexpected(ledger.error());
  auto found = (*ledger)->letters(filter.closed_too ? "" : "open", filter.map, filter.limit);
  if (!found) return std::unexpected(Error{Error::Kind::ledger, found.error().message});
  return std::move(*found);
}

std::expected<ledger::Letter, Error> letter(const std::string& path, int64_t id) {
  auto ledger = open_existing(path);
  if (!ledger) return std::unexpected(ledger.error());
  auto found = (*ledger)->letter(id);
  if (!found) return std::unexpected(Error{Error::Kind::ledger, found.error().message});
  if (!*found)
    return std::unexpected(Error{Error::Kind::settings, fmt::format("there is no letter {}", id),
                                 fmt::format("`treaty letters list --ledger {}` names them", path)});
  return std::move(**found);
}

std::string to_text(const std::vector<ledger::Letter>& letters) {
  if (letters.empty()) return "no letters\n";
  // Where all are open, as most lists are, a column would only say so.
  const bool states = std::ranges::any_of(letters, [](const ledger::Letter& one) { return one.state != "open"; });
  auto state = [&](const std::string& said) { return states ? fmt::format("{:<7}", said) : std::string(); };
  std::string text = fmt::format("{:>5}  {}{:<14} {:<16} {:<9} {:<22} {}\n", "id", state("state"), "map", "record",
                                 "verdict", "code", "what");
  for (const ledger::Letter& letter : letters) {
    text += fmt::format("{:>5}  {}{:<14} {:<16} {:<9} {:<22} {}{}\n", letter.id, state(letter.state), letter.map,
                        sync::in_words(letter.source_key), letter.verdict, letter.code,
                        letter.field.empty() ? "" : letter.field + ": ", letter.message);
  }
  return text;
}

std::string to_text(const ledger::Letter& letter) {
  std::string text = fmt::format(
      "letter {}, {}\n  record    {} of map {}\n  verdict   {}: {}\n  field     {}\n  place     {}\n  message   {}\n",
      letter.id, letter.state, sync::in_words(letter.source_key), letter.map, letter.verdict, letter.code,
      letter.field, letter.place, letter.message);
  text += fmt::format("  attempts  {}, first {}, last {}\n", letter.attempts, instant(letter.first_us),
                      instant(letter.last_us));
  if (letter.http_status != 0)
    text += fmt::format("  answer    HTTP {}, request {}\n", letter.http_status, letter.request_id);
  if (!letter.payload.empty()) text += fmt::format("  payload   {}\n", letter.payload);
  return text;
}

std::string to_json(const std::vector<ledger::Letter>& letters) {
  auto json = nlohmann::ordered_json::array();
  for (const ledger::Letter& letter : letters) json.push_back(json_of(letter));
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::host
