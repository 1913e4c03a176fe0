/* The last words of a program that ends at once. */
#ifndef ZHUPI_CLI_FAULT_H
#define ZHUPI_CLI_FAULT_H

/* From now on abort(), which is how memory ends that there is not (base/mem.h), says on standard error what that means
 * for the file. To be called once, when messages are translated. */
void fault_tell(void);

#endif
