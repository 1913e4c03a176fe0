/* A long line on the loopback interface: a TCP relay in a process of its own that delays what it forwards, and counts
 * it. */
#ifndef ZHUPI_TESTS_SSH_RELAY_H
#define ZHUPI_TESTS_SSH_RELAY_H

struct relay;

/* Relay from a free port to PORT of this machine, without a delay at first. NULL where the system refuses. */
struct relay *relay_start(int port);

/* Closes every connection through it. NULL is allowed. */
void relay_stop(struct relay *r);

int relay_port(const struct relay *r);

/* From now on each byte arrives so much later, in either direction. */
void relay_delay(struct relay *r, int milliseconds);

/* From now on nothing that the server sends is taken, and what the client sends still arrives. */
void relay_freeze(struct relay *r);

/* Bytes of the TCP stream that came from the server, and from the client, so far. */
unsigned long relay_from_server(const struct relay *r);
unsigned long relay_from_client(const struct relay *r);

#endif
