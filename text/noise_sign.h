/* What tells that a line belongs to a web site and not to the text on its page. Inside text/ only. */
#ifndef ZHUPI_TEXT_NOISE_SIGN_H
#define ZHUPI_TEXT_NOISE_SIGN_H

#include "text/noise_rule.h"

enum noise_sign {
    SIGN_NONE,
    SIGN_WEAK,      /* believed beside a line that is sure */
    SIGN_WEAK_LIST, /* as that, and the short lines below it are links */
    SIGN_LIST,      /* sure, and the short lines below it are links */
    SIGN_FOOT,      /* sure behind the text; before it as a weak one: a text may begin with its copyright */
    SIGN_SURE
};

/* What the line with the words L, near the edge of a document, tells. */
enum noise_sign noise_sign_of(struct noise_search *s, struct span l);

#endif
