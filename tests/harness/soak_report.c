#include "tests/harness/soak_world.h"

#include <stdio.h>
#include "base/clock.h"

#define PROGRESS_MS 10000

int64_t soak_way_count(struct soak_world *w, enum proxy_fault fault)
{
	int64_t n = 0;
	for (int i = 0; i < w->opt.counters; i++)
		n += fault_proxy_count(w->counters[i].proxy, fault);
	return n;
}

int64_t soak_fault_count(const struct soak_world *w, enum soak_fault fault)
{
	int64_t n = 0;
	for (int i = 0; i < w->opt.counters; i++)
		n += w->counters[i].faults[fault];
	return n;
}

/* A long soak says now and then that it is alive, and what it still wants to meet. */
void soak_progress(struct soak_world *w)
{
	int64_t now = clock_mono_ms();
	if (!w->opt.every_fault || now - w->told_ms < PROGRESS_MS)
		return;
	w->told_ms = now;
	fprintf(stderr, "soak: %lld s, %zu numbers told; not met yet:", (long long)(now - w->began_ms) / 1000,
		w->papers.n);
	for (int f = 0; f < PROXY_FAULTS; f++)
		if (!soak_way_count(w, (enum proxy_fault)f))
			fprintf(stderr, " %s;", fault_proxy_name((enum proxy_fault)f));
	for (int f = 0; f < SOAK_FAULTS; f++)
		if (!soak_fault_count(w, (enum soak_fault)f))
			fprintf(stderr, " %s;", soak_fault_name((enum soak_fault)f));
	fprintf(stderr, " central: %lld kills, %lld backups, %lld put back\n", (long long)w->central.kills,
		(long long)w->central.backups, (long long)w->central.restores);
}

static void line(const char *what, int64_t n)
{
	printf("  %-52s %8lld\n", what, (long long)n);
}

static void report_faults(struct soak_world *w)
{
	int64_t all = 0;
	printf("faults on the way to central\n");
	for (int f = 1; f < PROXY_FAULTS; f++) {
		line(fault_proxy_name((enum proxy_fault)f), soak_way_count(w, (enum proxy_fault)f));
		all += soak_way_count(w, (enum proxy_fault)f);
	}
	line("requests passed on untouched", soak_way_count(w, PROXY_PASS));
	printf("faults of a counter's machine\n");
	for (int f = 1; f < SOAK_FAULTS; f++) {
		line(soak_fault_name((enum soak_fault)f), soak_fault_count(w, (enum soak_fault)f));
		all += soak_fault_count(w, (enum soak_fault)f);
	}
	line("runs without a fault of their own", soak_fault_count(w, SOAK_NONE));
	printf("faults of central\n");
	line("killed with -9 and started again", w->central.kills - w->central.restores);
	line("put back to an older backup", w->central.restores);
	line("faults in all", all + w->central.kills);
}

void soak_report(struct soak_world *w, const struct soak_verdict *v)
{
	int64_t lines = 0, odd = w->central.ended;
	for (int i = 0; i < w->opt.counters; i++) {
		lines += w->counters[i].lines;
		odd += w->counters[i].odd_ends;
	}
	printf("soak: seed %llu, %d counters, %.1f s of trouble, %.1f s to heal\n",
		(unsigned long long)w->opt.seed, w->opt.counters, (double)w->troubled_ms / 1000,
		(double)w->healed_ms / 1000);
	report_faults(w);
	printf("papers\n");
	line("dossiers handed to intake", lines);
	line("numbers told as saved", v->papers);
	line("receipts found as files", v->files);
	printf("what became of them\n");
	line("dossiers in the counters' databases", v->dossiers);
	line("of these saved, killed before it was told", v->unheard);
	line("accepted by central exactly once", v->accepted);
	line("in a rejected list, with a reason", v->rejected);
	line("still waiting", v->waiting);
	line("numbers a restored central leased again, both kept", v->clashes);
	line("rows at central", v->at_central);
	line("receipts verified in their chain", v->links);
	line("programs that ended as none should", odd);
	printf("the property: %s\n%s", v->wrong || odd || !w->drained ? "BROKEN" : "holds", buf_str(&v->why));
	for (int i = 0; i < w->opt.counters; i++)
		if (w->counters[i].odd_ends)
			printf("  %s (counter %d)\n", w->counters[i].odd, i);
	if (w->central.ended)
		printf("  central ended by itself, with wait status %d\n", w->central.run.status);
	if (!w->drained)
		printf("  the queues did not drain\n");
}
