#include "stdlib/bitcode.h"
#include "stdlib/contact/host.h"
#include "stdlib/date/zone.h"
#include "stdlib/host/unicode.h"

namespace {

// The functions of the table share one signature; those of the host have their own, in the headers above.
extern "C" {
treaty_error text_matches(treaty_context*, treaty_value*, const treaty_value*);
treaty_error text_replace_regex(treaty_context*, treaty_value*, const treaty_value*);
treaty_error text_extract(treaty_context*, treaty_value*, const treaty_value*);
treaty_error text_slug(treaty_context*, treaty_value*, const treaty_value*);
treaty_error contact_phone(treaty_context*, treaty_value*, const treaty_value*);
treaty_error contact_domain(treaty_context*, treaty_value*, const treaty_value*);
treaty_error contact_country_code(treaty_context*, treaty_value*, const treaty_value*);
treaty_error contact_currency_code(treaty_context*, treaty_value*, const treaty_value*);
treaty_error hash_sha256(treaty_context*, treaty_value*, const treaty_value*);
treaty_error hash_xxh3(treaty_context*, treaty_value*, const treaty_value*);
treaty_error hash_uuid5(treaty_context*, treaty_value*, const treaty_value*);
__int128 __divti3(__int128, __int128);
__int128 __modti3(__int128, __int128);
unsigned __int128 __udivti3(unsigned __int128, unsigned __int128);
unsigned __int128 __umodti3(unsigned __int128, unsigned __int128);
}

const treaty_stdlib::HostSymbol symbols[] = {
#define HOST(symbol) {#symbol, reinterpret_cast<void*>(&symbol)},
#include "stdlib/host/symbols.def"
#undef HOST
};

}  // namespace

std::span<const treaty_stdlib::HostSymbol> treaty_stdlib::host_symbols() { return symbols; }
