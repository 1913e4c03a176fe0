/* Reading the members of a JSON object (RFC 8259) whose values are strings, numbers, true, false and null: the record
 * of a change. */
#ifndef ZHUPI_BASE_JSON_H
#define ZHUPI_BASE_JSON_H

#include "base/str.h"

enum json_kind { JSON_NONE, JSON_NULL, JSON_TRUE, JSON_FALSE, JSON_NUMBER, JSON_STRING };

struct json_value {
    enum json_kind kind;
    int64_t number;  /* 0 where it is none, or not a whole number of 64 bits */
    const char *raw; /* of a string: its bytes between the quotes, as they stand in the text */
    size_t raw_bytes;
};

/* The value of the member NAME of the object in the string JSON (NULL: none), which is not trusted. The kind is
 * JSON_NONE where there is no such member, where it is an object or an array, and where the text is no such object. */
struct json_value json_member(const char *json, const char *name);

/* Add what the string V says to OUT: valid UTF-8 where the text was; a surrogate without its other half and a NUL are
 * U+FFFD. Nothing for other kinds. */
void json_add_text(const struct json_value *v, struct str *out);

#endif
