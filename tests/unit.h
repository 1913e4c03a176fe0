/* What every unit test includes: cmocka with the headers it asks for. */
#ifndef ZHUPI_TESTS_UNIT_H
#define ZHUPI_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
