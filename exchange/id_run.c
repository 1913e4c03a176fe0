#include "exchange/id_run.h"

void id_run_clear(struct id_run *r)
{
    str_clear(&r->bytes);
    *r = (struct id_run){0};
}

/* The distance with its sign in the lowest bit, seven bits a byte, the lowest first; the highest bit says that another
 * byte follows. All arithmetic is modulo 2^64. */
void id_run_add(struct id_run *r, int64_t id)
{
    uint64_t distance = (uint64_t)id - (uint64_t)r->last;
    uint64_t rest = distance >> 63 ? ~(distance << 1) : distance << 1;
    char bytes[10];
    size_t n = 0;
    for (; rest >= 0x80; rest >>= 7)
        bytes[n++] = (char)(rest | 0x80);
    bytes[n++] = (char)rest;
    str_addn(&r->bytes, bytes, n);
    r->last = id;
}

static uint64_t take_number(struct id_run *r)
{
    uint64_t n = 0, byte = 0x80;
    for (unsigned shift = 0; byte & 0x80; shift += 7) {
        byte = (unsigned char)r->bytes.p[r->at++];
        n |= (byte & 0x7F) << shift;
    }
    return n;
}

size_t id_run_take(struct id_run *r, int64_t *out, size_t max)
{
    size_t n = 0;
    for (; n < max && r->at < r->bytes.len; n++) {
        uint64_t number = take_number(r);
        uint64_t distance = number & 1 ? ~(number >> 1) : number >> 1;
        r->taken = (int64_t)((uint64_t)r->taken + distance);
        out[n] = r->taken;
    }
    return n;
}
