/* From the option table of a subcommand: parsing, and the help that lists exactly what is parsed. */
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"

#include <getopt.h>
#include <string.h>

enum { HELP = 1000 }; /* what getopt_long returns for --help; options return 1001 + their index */

static size_t count_options(const struct cli_command *c)
{
    size_t n = 0;
    while (c->options && c->options[n].name)
        n++;
    return n;
}

/* The two tables that getopt_long reads. SHORTS begins with ":" so that a missing value is told from a wrong option. */
static void build_tables(const struct cli_command *c, struct option longs[CLI_MAX_OPTIONS + 2], struct str *shorts)
{
    size_t n = count_options(c);
    str_add(shorts, ":h");
    for (size_t i = 0; i < n; i++) {
        const struct cli_option *o = &c->options[i];
        longs[i] = (struct option){o->name, o->value ? required_argument : no_argument, NULL, HELP + 1 + (int)i};
        if (o->letter) {
            str_addc(shorts, o->letter);
            if (o->value)
                str_addc(shorts, ':');
        }
    }
    longs[n] = (struct option){"help", no_argument, NULL, HELP};
    longs[n + 1] = (struct option){0};
}

/* The index of the option that getopt_long answered with CODE. */
static int option_index(const struct cli_command *c, int code)
{
    if (code > HELP)
        return code - HELP - 1;
    int i = 0;
    while (c->options[i].letter != code)
        i++;
    return i;
}

static enum cli_status wrong_option(const struct cli_command *c, int code, char **argv)
{
    char letter[] = {'-', (char)optopt, '\0'};
    bool is_short = optopt > 0 && optopt < HELP;
    const char *word = is_short ? letter : argv[optind - 1];
    if (code == ':')
        return cli_usage(c, _("the option %s wants a value"), word);
    if (optopt >= HELP)
        return cli_usage(c, _("the option %s takes no value"), word);
    return cli_usage(c, _("there is no option %s"), word);
}

/* What stands between the name of a subcommand and the word behind it. */
static const char *gap(const struct cli_command *c)
{
    return *c->name ? " " : "";
}

enum cli_status cli_no_place(const struct cli_command *c, const char *word)
{
    return cli_usage(c, _("there is no place for “%s”: zhupi %s%s%s"), word, c->name, gap(c), c->arguments);
}

static enum cli_status check_count(const struct cli_args *a)
{
    const struct cli_command *c = a->command;
    if (a->argc < c->min_arguments)
        return cli_usage(c, _("arguments are missing: zhupi %s%s%s"), c->name, gap(c), c->arguments);
    if (c->max_arguments >= 0 && a->argc > c->max_arguments)
        return cli_no_place(c, a->argv[c->max_arguments]);
    return CLI_OK;
}

/* getopt_long starts at the element behind the one it takes for the program's name, which is the one before ARGV. */
bool cli_parse(const struct cli_command *c, int argc, char **argv, struct cli_args *out, enum cli_status *status)
{
    *out = (struct cli_args){.command = c};
    *status = CLI_OK;
    struct option longs[CLI_MAX_OPTIONS + 2];
    struct str shorts = {0};
    build_tables(c, longs, &shorts);
    char **words = argv - 1;
    bool help = false;
    opterr = 0;
    optind = 0; /* GNU: begin anew */
    for (int code; *status == CLI_OK && (code = getopt_long(argc + 1, words, str_z(&shorts), longs, NULL)) != -1;) {
        if (code == HELP || code == 'h')
            help = true;
        else if (code == '?' || code == ':')
            *status = wrong_option(c, code, words);
        else
            out->value[option_index(c, code)] = optarg ? optarg : "";
    }
    str_clear(&shorts);
    if (*status == CLI_OK && help)
        cli_help(c);
    out->argc = argc + 1 - optind;
    out->argv = words + optind;
    if (*status == CLI_OK && !help)
        *status = check_count(out);
    return *status == CLI_OK && !help;
}

static void option_line(const struct cli_option *o)
{
    struct str left = {0};
    if (o->letter)
        str_addf(&left, "  -%c, --%s", o->letter, o->name);
    else
        str_addf(&left, "      --%s", o->name);
    if (o->value)
        str_addf(&left, " %s", o->value);
    printf("%-26s  %s\n", str_z(&left), _(o->help));
    str_clear(&left);
}

void cli_help(const struct cli_command *c)
{
    printf(_("Usage: zhupi %s%s[OPTION]... %s\n"), c->name, gap(c), c->arguments);
    printf("%s\n", _(c->summary));
    if (c->details)
        printf("\n%s\n", _(c->details));
    printf("\n%s\n", _("Options:"));
    for (size_t i = 0; c->options && c->options[i].name; i++)
        option_line(&c->options[i]);
    option_line(&(struct cli_option){"help", 'h', NULL, N_("print this help")});
    if (c->more_help)
        c->more_help();
}
