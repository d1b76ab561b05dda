#include "printing/printer_list.h"

#include <stdlib.h>

void printer_list_free(struct printer_list *list)
{
	if (!list)
		return;
	free(list->rows);
	free(list);
}
