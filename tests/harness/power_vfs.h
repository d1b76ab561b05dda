#ifndef MOTCUA_TESTS_POWER_VFS_H
#define MOTCUA_TESTS_POWER_VFS_H

/*
 * A disk that fails when told to. It stands between SQLite and the file system (a VFS over "unix",
 * made the default by power_watch), and between the program and fsync, link, rename and unlink, so
 * that the code under test needs no seam. In a program that uses it no sync reaches the real disk:
 * power_disk.h keeps count of what was synced, and power_cut leaves exactly what a disk could hold.
 *
 * The calls that a fault is about are counted from power_plan on; call number `at` is struck, and
 * with `lasting` every one after it too. After a cut nothing reaches the disk any more and every
 * call fails: the program is as good as dead, and what it says then was never said.
 */

#include <stdbool.h>
#include <stdint.h>

enum power_fault {
	POWER_NONE,
	POWER_OFF,         /* the power goes at a write, truncation, sync, removal or link */
	POWER_FULL,        /* the disk is full: a write that makes a file longer is done in part */
	POWER_WRITE,       /* I/O error at a write or truncation, done in part */
	POWER_SYNC,        /* I/O error at a sync of a file; what was to be synced is lost */
	POWER_SYNC_NAMES,  /* the same at a sync of the folder */
	POWER_READ,        /* I/O error at a read */
	POWER_SHORT_READ,  /* the system gives half of what was to be read */
	POWER_FAULTS
};

struct power_plan {
	enum power_fault fault;
	int at;              /* 1 for the first */
	bool lasting;
};

const char *power_fault_name(enum power_fault fault);

/* What lies in the folder now is on the disk. Nobody has a file there open. */
void power_watch(const char *dir);
/* May be given again while the folder is watched; NULL: no fault from now on. */
void power_plan(const struct power_plan *plan);
/* Counted since the plan. */
int power_calls(void);
/* Did the planned fault strike? */
bool power_struck(void);
/* The power is off: what the program says now nobody hears. */
bool power_dead(void);
/* The power goes now if it has not yet, and the folder becomes what the disk holds (seed as for
 * disk_power_cut). Nobody may have a file open; all is well again after. */
void power_cut(uint64_t seed);

#endif
