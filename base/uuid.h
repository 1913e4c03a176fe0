/* UUID version 7 (RFC 9562 §5.7): time-ordered, so that an index over them stays local. */
#ifndef ZHUPI_BASE_UUID_H
#define ZHUPI_BASE_UUID_H

#define UUID_SIZE 37 /* 36 characters and the NUL */

/* Write a fresh UUID, lower case, into OUT; returns OUT. */
char *uuid_new(char out[UUID_SIZE]);

#endif
