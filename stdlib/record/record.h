/* From a record's tokens to values, and from values to the payload: shared by generated code and the interpreter, so
   that both read and write the same bytes. docs/records.md says the rules in words. Plain C interface, no state, no
   allocation but through the context. */
#pragma once

#include "stdlib/abi/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reading.

   A token is [begin, end): a scalar as it stands (a string with its quotes) or a whole object or array with its
   brackets; no white space around it; readable 64 bytes past its end. begin == NULL: the path leads nowhere, the
   value is missing. The token `null` gives the state null. All set result->kind to the kind asked for (for `any`: to
   what the token is). They return 0 or the error `source_mismatch` / `too_large`; on failure *result is the token
   itself (text, number, boolean, json), to be the rejected value. */
treaty_error treaty_load_text(treaty_context* context, treaty_value* result, const char* begin, const char* end);
treaty_error treaty_load_integer(treaty_context* context, treaty_value* result, const char* begin, const char* end);
treaty_error treaty_load_decimal(treaty_context* context, treaty_value* result, const char* begin, const char* end);
treaty_error treaty_load_boolean(treaty_context* context, treaty_value* result, const char* begin, const char* end);
treaty_error treaty_load_date(treaty_context* context, treaty_value* result, const char* begin, const char* end);
/* `zone` is the IANA zone of times that say none, NULL where they are a mismatch. */
treaty_error treaty_load_timestamp(treaty_context* context, treaty_value* result, const char* begin, const char* end,
                                   const char* zone, uint64_t zone_size);
treaty_error treaty_load_list(treaty_context* context, treaty_value* result, const char* begin, const char* end);
treaty_error treaty_load_number(treaty_context* context, treaty_value* result, const char* begin, const char* end);
treaty_error treaty_load_json(treaty_context* context, treaty_value* result, const char* begin, const char* end);
treaty_error treaty_load_any(treaty_context* context, treaty_value* result, const char* begin, const char* end);
/* One of the above by kind (a treaty_kind, or 10 for any). Duration is always a mismatch. */
treaty_error treaty_load(treaty_context* context, treaty_value* result, uint32_t kind, const char* begin,
                         const char* end, const char* zone, uint64_t zone_size);

/* The end of the token that begins at `begin`, given the offset of the next structural character: white space before
   it is not part of the token. */
static inline const char* treaty_token_end(const char* begin, const char* next) {
  while (next > begin && (next[-1] == ' ' || next[-1] == '\n' || next[-1] == '\r' || next[-1] == '\t')) --next;
  return next;
}

/* Does the key token [begin, end), quotes included, spell `name`? Escapes compare unescaped. The quick way is a
   comparison of bytes; call this where the token holds a backslash. */
int treaty_key_is(const char* begin, const char* end, const char* name, uint64_t size);

/* A step of a path inside a raw json value: a key, or where key == NULL the position `size`. */
typedef struct treaty_segment {
  const char* key;
  uint64_t size;
} treaty_segment;
/* Op `field`: what the path reaches inside `value` (json or list), read as `kind`; missing where it leads nowhere. */
treaty_error treaty_field(treaty_context* context, treaty_value* result, const treaty_value* value,
                          const treaty_segment* segments, uint32_t count, uint32_t kind, const char* zone,
                          uint64_t zone_size);
/* A value read as another kind, as if its token had been loaded so: elements of a list are boxed by their token, and
   the op `it` says what they are. Same kind, or `any`: unchanged. */
treaty_error treaty_as(treaty_context* context, treaty_value* result, const treaty_value* value, uint32_t kind,
                       const char* zone, uint64_t zone_size);

/* Comparing.

   Both present. -1, 0, 1; 2: neither (kinds that do not compare: `eq` is false, `ne` true, the others unknown).
   Numbers compare by value whatever their kind, text by bytes, json and lists only for equality. */
int treaty_compare(const treaty_value* left, const treaty_value* right);
/* A total order for sorting: numbers, booleans, dates, times, texts, the rest; null, then missing come last. */
int treaty_order(const treaty_value* left, const treaty_value* right);

/* Op `sum`: adds an integer to an integer sum, a number of any kind to a decimal one; `out_of_range`. */
treaty_error treaty_add(treaty_value* sum, const treaty_value* value);

/* Writing.

   Appends the value's text to context->out, JSON-escaped, without quotes. The value is present. 0, `source_mismatch`
   (the value is nothing the encoding can say) or `too_large`; after a failure something may have been appended, and
   the caller goes back to where it was. What comes out empty is null to HubSpot: the caller compares how much stands
   in the buffer before and after (by offset: making room may move the buffer). */
/* In the order of ir::Encoding. */
enum treaty_encoding {
  TREATY_ENCODE_TEXT = 0,
  TREATY_ENCODE_INTEGER,
  TREATY_ENCODE_DECIMAL,
  TREATY_ENCODE_BOOLEAN,
  TREATY_ENCODE_DATE,
  TREATY_ENCODE_TIMESTAMP,
  TREATY_ENCODE_OPTIONS
};
treaty_error treaty_emit_text(treaty_context* context, const treaty_value* value);
treaty_error treaty_emit_integer(treaty_context* context, const treaty_value* value);
treaty_error treaty_emit_decimal(treaty_context* context, const treaty_value* value);
treaty_error treaty_emit_boolean(treaty_context* context, const treaty_value* value);
treaty_error treaty_emit_date(treaty_context* context, const treaty_value* value);
treaty_error treaty_emit_timestamp(treaty_context* context, const treaty_value* value);
treaty_error treaty_emit_options(treaty_context* context, const treaty_value* value);
treaty_error treaty_emit_value(treaty_context* context, const treaty_value* value, uint32_t encoding);

/* Raw bytes, unescaped: constant key text. 0 or `too_large`. */
treaty_error treaty_emit_raw(treaty_context* context, const char* data, uint64_t size);

/* A value as a key (source key, association, lookup): its plain text, unescaped; a list as a list of texts. Empty
   text is null. `source_mismatch` for objects. States pass through. */
treaty_error treaty_as_key(treaty_context* context, treaty_value* result, const treaty_value* value);
/* "key/position", the source key of an element. */
treaty_error treaty_element_key(treaty_context* context, treaty_value* result, const treaty_value* key,
                                uint64_t position);

#ifdef __cplusplus
}
#endif
