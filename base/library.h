/* Shared libraries that are loaded when they are first needed: mapping and relocating those that few runs of the
 * program need would cost every run more than all the rest of its start. */
#ifndef ZHUPI_BASE_LIBRARY_H
#define ZHUPI_BASE_LIBRARY_H

#include "base/err.h"

#include <stddef.h>

/* For a list of names FUNCTIONS(F), which is F(name) F(name) …: the members of a struct that has a pointer to each
 * function under its own name, with the type that its header gives it (so that calls are checked), and the initializers
 * of the table for library_load. */
#define LIBRARY_MEMBER(function) __typeof__(function) *(function);
#define LIBRARY_ENTRY(function) {#function, offsetof(LIBRARY_STRUCT, function)},

struct library_function {
    const char *name;
    size_t at; /* bytes from the beginning of the struct to its pointer */
};

/* Load the library SONAME, which the package PACKAGE of Debian brings, and point OUT to its N functions. It stays
 * loaded until the program ends; when it is there already, this costs some microseconds. ERR_INPUT, with a message
 * about what is read with it, where it is missing or lacks a function. */
enum err_code library_load(const char *soname, const char *package, const struct library_function *functions, size_t n,
                           void *out, struct err *e);

#endif
