#ifndef MOTCUA_TESTS_IPP_PRINTER_H
#define MOTCUA_TESTS_IPP_PRINTER_H

/*
 * An IPP Everywhere printer (ippeveprinter) that keeps what it is sent, and with which everything can
 * be done that happens to printers: its paper runs out in the middle of a job, it is unplugged, it
 * fails. Needs the message bus of harness/cups_rig.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ipp_printer {
	char name[32], dir[96];
	int port;
	pid_t pid;
	int gate; /* -1, or what keeps it closed */
	bool announced; /* on the network (DNS-SD), to be set before it starts */
};

/* dir is made. */
void ipp_printer_start(struct ipp_printer *p, const char *dir, const char *name);
void ipp_printer_stop(struct ipp_printer *p);
void ipp_printer_uri(const struct ipp_printer *p, char *uri, size_t size);
/* The plug out, at any moment, and in again: it has forgotten its jobs. */
void ipp_printer_unplug(struct ipp_printer *p);
/* The same with a job under way, at a moment when CUPS has its answer to all that it asked: the next question
 * finds nobody there. An answer that breaks off CUPS takes for "completed". */
void ipp_printer_unplug_between(struct ipp_printer *p);
void ipp_printer_plug_in(struct ipp_printer *p);

/* What its mechanism says at each job from now on, as lines "STATE: +media-empty-error" or
 * "ATTR: …" (ippeveprinter(1)); "": nothing. */
void ipp_printer_says(struct ipp_printer *p, const char *lines);
/* Each job from now on stops in the middle until the gate is opened; then it says that line. */
void ipp_printer_close_gate(struct ipp_printer *p);
/* Waits until a job stands there, as opening does. */
void ipp_printer_at_gate(struct ipp_printer *p);
void ipp_printer_open_gate(struct ipp_printer *p, const char *line);
/* How jobs end from now on: 0 well. */
void ipp_printer_exits(struct ipp_printer *p, int status);

/* Papers whose job's name contains that. */
int ipp_printer_papers(const struct ipp_printer *p, const char *name);

#endif
