/* XML of an office file, read from the archive in pieces: elements as they come, and nothing else.
 *
 * No document type definition is accepted, so there are no entities but the five of XML; nothing is fetched; the XML is
 * UTF-8 (whatever it says of itself), elements are at most XML_DEPTH_MAX deep and carry a bounded number of attributes
 * and namespaces, for each of which the parser looks through those before. */
#ifndef ZHUPI_EXCHANGE_XML_H
#define ZHUPI_EXCHANGE_XML_H

#include "exchange/zip.h"

#define XML_DEPTH_MAX 250
#define XML_ATTRIBUTES_MAX 256
#define XML_NAMESPACES_MAX 256 /* declared at one place, by it and those around it */

/* One element: NAME with the usual prefix of its namespace ("w:p", "text:h"), whatever prefix the file chose, "" where
 * we do not know the namespace. */
struct xml_element {
    const char *name;
    int depth; /* of the root: 0 */
    int attribute_count;
    const unsigned char **attributes; /* as libxml2 has them */
};

struct xml_handler {                                        /* END and TEXT may be NULL */
    bool (*start)(void *ctx, const struct xml_element *el); /* false: skip it and all in it, with its end */
    void (*end)(void *ctx, const struct xml_element *el);   /* without attributes */
    void (*text)(void *ctx, const char *s, size_t n);       /* whole characters; one text may come in pieces */
};

/* Read the part called NAME of Z. ERR_NOT_FOUND where there is none, ERR_INPUT where it is damaged or hostile. */
enum err_code xml_read(struct zip *z, const char *name, const struct xml_handler *handler, void *ctx, struct err *e);

/* The value of the attribute called NAME ("w:val", or "Id" without a namespace) in OUT, cut to the whole characters in
 * SIZE - 1 bytes. Whether there is one; OUT is "" otherwise. */
bool xml_attribute(const struct xml_element *el, const char *name, char *out, size_t size);

/* The same as a number: FALLBACK where there is none, or it is none, or it lies outside of [-1e9, 1e9]. */
long xml_number(const struct xml_element *el, const char *name, long fallback);

/* What is done for which element: a table from name to whatever the reader keeps for it. Zeroed it is empty. Both names
 * and values are borrowed; at most XML_NAMES_MAX of them. */
#define XML_NAMES_MAX 128

struct xml_names {
    struct {
        const char *name;
        const void *value;
    } slots[2 * XML_NAMES_MAX];
};

void xml_names_add(struct xml_names *n, const char *name, const void *value);
const void *xml_names_find(const struct xml_names *n, const char *name); /* NULL where there is none */

#endif
