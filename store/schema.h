#ifndef MOTCUA_STORE_SCHEMA_H
#define MOTCUA_STORE_SCHEMA_H

/* The tables of the workstation's database, and how each version comes out of the one before. */

#include "db/db.h"

/* For db_migrate: store_schema[i] makes version i + 1. One that was released never changes. */
extern const struct db_version store_schema[];
extern const int store_schema_versions;

#endif
