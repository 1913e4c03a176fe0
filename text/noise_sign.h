/* What tells that a line belongs to a web site and not to the text on its page. Inside text/ only. */
#ifndef ZHUPI_TEXT_NOISE_SIGN_H
#define ZHUPI_TEXT_NOISE_SIGN_H

#include "text/noise_rule.h"

/* Code points: a longer line has no sign. */
#define NOISE_SIGN_LINE_MAX 200

enum noise_sign {
    SIGN_NONE,
    SIGN_HINT,      /* believed beside a line that is believed */
    SIGN_TAIL,      /* behind the text as a weak one, before it as a hint: 编辑：某某 */
    SIGN_HEAD,      /* before the text as a weak one, behind it as a hint: 来源：某某网 */
    SIGN_TOP,       /* before the text as a weak one, behind it nothing: 通知.docx, which may be attached */
    SIGN_WEAK,      /* believed near the edge of the text, too, on a page where another line is sure */
    SIGN_WEAK_LIST, /* as that, and the short lines below it are links */
    SIGN_LIST,      /* sure, and the short lines below it are links */
    SIGN_FOOT,      /* sure behind the text; before it as a hint: a text may begin with its copyright */
    SIGN_PATH,      /* sure before the text, behind it a hint: 首页 > 新闻 */
    SIGN_SURE
};

/* What the line with the words L, near the edge of a document, tells. */
enum noise_sign noise_sign_of(struct noise_search *s, struct span l);

/* The same, by words that it holds (noise_phrase.c); by labels and dates (noise_label.c). */
enum noise_sign noise_phrase_of(struct noise_search *s, struct span l);
enum noise_sign noise_label_of(struct noise_search *s, struct span l);

/* Is L a line that documents have themselves: 附件：, 抄送：, 地点：, 县政发〔2024〕5号, To:? And one that ends a
 * document: below a site may go on, above it there is none. */
bool noise_is_own(struct noise_search *s, struct span l);
bool noise_is_end_matter(struct noise_search *s, struct span l);

bool noise_is_colon(uint32_t c);
bool noise_is_path_bar(uint32_t c); /* > › » */

#endif
