/* What generated code, the standard library and the runtime share. Plain data; version it when it changes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define TREATY_ABI_VERSION 1

#ifdef __cplusplus
extern "C" {
#endif

/* What a value is. `number` and `json` are raw source tokens: the digits as they stand, or a nested object/array. */
enum treaty_kind {
  TREATY_TEXT = 0,
  TREATY_INTEGER = 1,   /* integer */
  TREATY_DECIMAL = 2,   /* coefficient / 10^scale, at most 34 digits */
  TREATY_BOOLEAN = 3,   /* integer 0 or 1 */
  TREATY_DATE = 4,      /* integer: days since 1970-01-01 */
  TREATY_TIMESTAMP = 5, /* integer: microseconds since the epoch, UTC */
  TREATY_DURATION = 6,  /* integer: microseconds */
  TREATY_LIST = 7,      /* items, size */
  TREATY_NUMBER = 8,    /* text: a JSON number token, verbatim */
  TREATY_JSON = 9       /* text: a JSON object or array, verbatim */
};

/* Whether it is there. Unknown (a comparison with nothing) is a missing boolean. */
enum treaty_state { TREATY_PRESENT = 0, TREATY_NULL = 1, TREATY_MISSING = 2 };

/* Flags of a text. */
enum {
  TREATY_CLEAN = 1 /* known to need no escape in JSON: no quote, backslash or control character */
};

typedef struct treaty_value {
  union {
    struct {
      const char* data; /* UTF-8; readable 64 bytes past its end */
      uint64_t size;
    } text;
    struct {
      const struct treaty_value* items;
      uint64_t size;
    } list;
    int64_t integer;
    __int128 coefficient;
  } as;
  uint8_t kind;
  uint8_t state;
  uint16_t flags;
  int32_t scale; /* of a decimal: digits after the point, 0..34 */
  uint64_t reserved;
} treaty_value;

/* Why a step failed. 0 is success. The names are documented in stdlib/errors.def. */
typedef uint32_t treaty_error;

typedef struct treaty_table treaty_table;

/* What one record is worked on with. Memory from `treaty_allocate` lives until the record is done. */
typedef struct treaty_context {
  char* arena;            /* next free byte */
  char* arena_end;
  void* arena_owner;      /* grows the arena: see treaty_allocate_slow */
  const treaty_table* const* tables; /* by index in the program */
  char* out;              /* the payload is written here; checked against out_end by the generated code */
  char* out_end;
  void* out_owner;
  /* the first failure of the field being worked on */
  treaty_error error;
  uint32_t error_step;
  treaty_value error_value;
  int64_t run_started;    /* microseconds, the same for a whole run */
  char* out_begin; /* of the buffer `out` points into; moves with it */
  uint64_t reserved[3];
} treaty_context;

/* What became of one record, or of one element of an `each` map. */
enum treaty_status {
  TREATY_WRITTEN = 0,  /* a payload was produced */
  TREATY_FILTERED = 1, /* `where` said no */
  TREATY_REJECTED = 2, /* a step failed and the contract rejects the record */
  TREATY_MALFORMED = 3 /* the bytes are not a JSON object */
};

/* Where a field's value lies in the payload, without its quotes. */
typedef struct treaty_field_span {
  uint32_t begin; /* offset from the payload's first byte */
  uint32_t size;
  uint8_t state;  /* TREATY_PRESENT; TREATY_NULL: written as "" to clear; TREATY_MISSING: left out */
} treaty_field_span;

typedef struct treaty_outcome {
  uint32_t status;
  uint32_t field;        /* rejected: index of the field whose step failed; 0xffffffff for `where`, key or association */
  treaty_error error;    /* rejected */
  uint32_t step;         /* rejected: index into the program's steps */
  treaty_value value;    /* rejected: the input of the step that failed */
  const char* payload;   /* one flat JSON object of the target's properties, in the order of the field lines */
  uint64_t payload_size;
  treaty_value source_key;           /* text; of an element: key and position, "4711/0" */
  const treaty_field_span* fields;   /* one a field */
  const treaty_value* associations;  /* one an association: text, list of text, null or missing */
  uint32_t field_count;
  uint32_t association_count;
} treaty_outcome;

/* Takes one outcome; what it points at is gone afterwards. Not 0 stops the run. */
typedef int (*treaty_emit)(void* sink, const treaty_outcome* outcome);

/* The one function generated for a map: walks the record that begins at index[position] ('{'), emits its outcome (each
   maps: one an element), and returns the position after the record's last structural character, or UINT32_MAX when the
   bytes are no JSON object (then nothing was emitted). `index` holds the offsets of the structural characters of `bytes`
   as simdjson's stage 1 finds them, ended by an offset past the last byte. */
typedef uint32_t (*treaty_map_function)(treaty_context* context, const uint8_t* bytes, const uint32_t* index,
                                        uint32_t position, uint32_t count, treaty_emit emit, void* sink);

/* At least `size` bytes, aligned to 16, writable 64 bytes past its end. Aborts never: returns NULL past the record's limit
   (64 MiB), and the step then fails with `too_large`. Slow path in the host. */
char* treaty_allocate_slow(treaty_context* context, uint64_t size);
/* Makes room for `size` more bytes at `out`; 0 on success. */
int treaty_reserve_out(treaty_context* context, uint64_t size);

/* Every function of the library: reads its arguments, writes one result, says 0 or why not. Arguments that are null or
   missing never reach a function that is `strict` in functions.def. */
typedef treaty_error (*treaty_function)(treaty_context* context, treaty_value* result, const treaty_value* arguments);

/* A lookup table: key text -> value. Built by the host; reading it is thread-safe. */
int treaty_table_find(const treaty_table* table, const char* key, uint64_t size, treaty_value* result);

#ifdef __cplusplus
}
#endif
