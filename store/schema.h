#ifndef MOTCUA_STORE_SCHEMA_H
#define MOTCUA_STORE_SCHEMA_H

/* The tables of the workstation's database, and how each version comes out of the one before. */

/* For db_migrate: store_schema[i] makes version i + 1. A script that was released never changes. */
extern const char *const store_schema[];
extern const int store_schema_versions;

#endif
