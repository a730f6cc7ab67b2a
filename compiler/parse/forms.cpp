#include "compiler/parse/forms.h"

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "TreatyParser.h"

namespace treaty::parse {

std::string_view form_of(size_t rule) {
  switch (rule) {
    case TreatyParser::RuleHeader:
      return "a contract begins `contract name 1.0.0 edition 1 \"Title\"`";
    case TreatyParser::RuleImportDecl:
      return "an import reads `import \"file.map\"`";
    case TreatyParser::RuleParty:
      return "a party reads `party name \"Title\" \"e-mail\" approves privacy`";
    case TreatyParser::RuleSystem:
      return "a system reads `system name: rest \"Title\" { … }`";
    case TreatyParser::RuleSchemaRef:
      return "a document is attached as `schema json \"path\" at \"$.data[*]\"`";
    case TreatyParser::RuleSetting:
      return "it reads `base \"https://…\"`, `zone \"Europe/Berlin\"`, `version \"2026-09\"`, in quotes, or `tier "
             "enterprise`";
    case TreatyParser::RuleAuth:
    case TreatyParser::RuleSecret:
      return "access reads `auth bearer secret NAME`, `auth api_key header \"X-Key\" secret NAME` or `auth oauth2 { "
             "… }`";
    case TreatyParser::RuleLimit:
      return "a limit reads `limit 10 per second burst 20`";
    case TreatyParser::RuleRetry:
      return "retries read `retry 6 times backoff 500ms to 60s`";
    case TreatyParser::RuleQuiet:
      return "quiet hours read `quiet 23:00 to 02:00`";
    case TreatyParser::RuleChanges:
      return "changes read `changes updated_at since \"updated_after\"` or `changes full`";
    case TreatyParser::RuleResourceEntry:
      return "a resource says `key id`, `list GET \"/path\" at \"$.data[*]\"`, `page cursor \"$.next\" as "
             "\"cursor\"`, …";
    case TreatyParser::RulePageStyle:
      return "pages read `page cursor \"$.next\" as \"cursor\" size 100 as \"limit\"`, `page number \"page\" from "
             "1`, `page offset "
             "\"start\"` or `page link`";
    case TreatyParser::RuleEnsureStatement:
    case TreatyParser::RuleEnsureProperty:
    case TreatyParser::RuleOptionList:
      return "a property reads `name text unique \"Label\"` or `name enum \"Label\" { one, two }`";
    case TreatyParser::RuleTable:
    case TreatyParser::RuleTableRow:
      return "a table reads `table name { KEY = \"value\", … }` or `table name csv \"file.csv\" key column value "
             "column`";
    case TreatyParser::RuleArm:
    case TreatyParser::RuleArmSide:
      return "an arm of a picklist reads `source -> target`, `a or b -> target` or `else -> target`";
    case TreatyParser::RuleTransform:
    case TreatyParser::RuleParameter:
    case TreatyParser::RuleType:
      return "a transform reads `transform name(value: text) -> text = value | trim`";
    case TreatyParser::RuleTransformStatement:
      return "a transform's block says `example 12000 -> 120.00`";
    case TreatyParser::RulePrivacyStatement:
      return "privacy reads `never field, field \"reason\"`";
    case TreatyParser::RuleMap:
      return "a map reads `map name: system.resource -> hubspot.contacts { … }`";
    case TreatyParser::RuleMapEntry:
    case TreatyParser::RuleClause:
    case TreatyParser::RuleMapStatement:
      return "a field line reads `source | step -> property required`";
    case TreatyParser::RuleOnNull:
      return "it reads `on null keep`, `on null clear` or `on null use VALUE`";
    case TreatyParser::RuleOnError:
      return "it reads `on error reject`, `on error skip` or `on error use VALUE`";
    case TreatyParser::RuleStep:
    case TreatyParser::RulePipe:
      return "after `|` comes a step: `trim`, `split(\",\", 2)`, `picklist { … }`";
    case TreatyParser::RuleArguments:
    case TreatyParser::RuleArgument:
      return "arguments are parted by commas: `lookup(table, else: \"none\")`";
    case TreatyParser::RuleExpr:
      return "a choice reads `if condition then value else value`";
    case TreatyParser::RulePrimary:
      return "a value is wanted: a path, a text, a number, or parentheses";
    case TreatyParser::RuleRecord:
    case TreatyParser::RuleRecordEntry:
      return "a record reads `{ name: value, other: value }`";
    case TreatyParser::RuleTest:
    case TreatyParser::RuleTestEntry:
    case TreatyParser::RuleTestStatement:
      return "a test says `given { field: value }` and `expect { property: \"value\" }`, `expect reject field` or "
             "`expect filtered`";
    case TreatyParser::RuleSubscriptionStatement:
    case TreatyParser::RuleSubscriptionClause:
      return "an entry reads `value -> opted_in basis consent_with_notice explained \"why\"` or `else -> opted_out`";
    case TreatyParser::RuleUsecase:
      return "a use case reads `usecase NAME \"Title\" by map proven by test`";
    default:
      return {};
  }
}

std::string_view form_of_map_entry(size_t first_word) {
  switch (first_word) {
    case TreatyLexer::K_MATCH:
      return "it reads `match property`, or `match property else other`";
    case TreatyLexer::K_WHERE:
      return "it reads `where CONDITION`: `where state == \"open\"`";
    case TreatyLexer::K_AFTER:
      return "it reads `after map, other_map`";
    case TreatyLexer::K_START:
      return "it reads `start adopt, owner wins, empty never wins`";
    case TreatyLexer::K_ON:
      return "it reads `on error skip`, `on null keep`, `on delete archive` or `on unmatched "
             "SYSTEM -> SYSTEM create`";
    case TreatyLexer::K_GROUP:
      return "it reads `group name owner SYSTEM { … }`";
    case TreatyLexer::K_LIST:
      return "it reads `list \"Name\" when CONDITION`";
    case TreatyLexer::K_SUBSCRIPTION:
      return "it reads `subscription \"Name\" from VALUE { … }`";
    case TreatyLexer::K_ASSOCIATE:
      return "it reads `associate VALUE -> map`, and may name a label and a rule: `… -> map \"Label\" one`";
    case TreatyLexer::K_IGNORE:
      return "it reads `ignore field, field \"reason\"`";
    case TreatyLexer::K_ALLOW:
      return "it reads `allow CODE \"reason\"`";
    default:
      return {};
  }
}

std::string_view block_of(size_t line_rule) {
  switch (line_rule) {
    case TreatyParser::RuleEnvironmentStatement:
      return "an environment";
    case TreatyParser::RuleSystemStatement:
      return "a system";
    case TreatyParser::RuleAuthStatement:
      return "an `auth` block";
    case TreatyParser::RuleResourceStatement:
      return "a resource";
    case TreatyParser::RuleEnsureStatement:
      return "an `ensure` block";
    case TreatyParser::RuleTransformStatement:
      return "a transform's block";
    case TreatyParser::RulePrivacyStatement:
      return "a `privacy` block";
    case TreatyParser::RuleMapStatement:
      return "a map";
    case TreatyParser::RuleSubscriptionStatement:
      return "a subscription";
    case TreatyParser::RuleTestStatement:
      return "a test";
    default:
      return "a contract";
  }
}

}  // namespace treaty::parse
