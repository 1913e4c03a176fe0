/* libxml2, loaded when the first XML or web page is read (base/library.h). */
#ifndef ZHUPI_EXCHANGE_LIBXML_H
#define ZHUPI_EXCHANGE_LIBXML_H

#include "base/library.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

/* The two that begin with __ say where what its headers call xmlStructuredError and xmlStructuredErrorContext is. */
#define LIBXML_FUNCTIONS(F)                                                                                            \
    F(xmlCreatePushParserCtxt)                                                                                         \
    F(xmlCtxtUseOptions)                                                                                               \
    F(xmlParseChunk)                                                                                                   \
    F(xmlStopParser)                                                                                                   \
    F(xmlCtxtGetLastError)                                                                                             \
    F(xmlDictSize)                                                                                                     \
    F(xmlFreeDoc)                                                                                                      \
    F(xmlFreeParserCtxt)                                                                                               \
    F(xmlSetStructuredErrorFunc)                                                                                       \
    F(__xmlStructuredError)                                                                                            \
    F(__xmlStructuredErrorContext)                                                                                     \
    F(htmlCreatePushParserCtxt)                                                                                        \
    F(htmlCtxtUseOptions)                                                                                              \
    F(htmlParseChunk)                                                                                                  \
    F(htmlFreeParserCtxt)

struct libxml {
    LIBXML_FUNCTIONS(LIBRARY_MEMBER)
};

/* ERR_INPUT where it is missing. */
enum err_code libxml_load(struct libxml *out, struct err *e);

#endif
