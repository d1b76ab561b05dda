#include "tests/harness/process.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/uuid.h"

#define PORT_FIRST 20000
#define PORTS 12000
#define LANES 16

/* In the child: never returns. */
static void become(const char *const argv[], int output)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", 1);
	int null = open("/dev/null", O_RDONLY);
	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

static pid_t start(const char *const argv[], int output)
{
	pid_t pid = fork();

	BUG_ON(pid < 0);
	if (pid == 0)
		become(argv, output);
	return pid;
}

int process_run(const char *const argv[], struct buf *out)
{
	struct buf dropped;
	int pipe_fds[2], status;

	buf_init(&dropped, 1 << 24);
	BUG_ON(pipe2(pipe_fds, O_CLOEXEC) != 0);
	pid_t pid = start(argv, pipe_fds[1]);
	close(pipe_fds[1]);
	BUG_ON(!fs_read_fd(pipe_fds[0], argv[0], out ? out : &dropped, NULL));
	close(pipe_fds[0]);
	buf_clear(&dropped);
	while (waitpid(pid, &status, 0) < 0)
		BUG_ON(errno != EINTR);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

pid_t process_start(const char *const argv[], const char *output)
{
	int fd = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	BUG_ON(fd < 0);
	pid_t pid = start(argv, fd);
	close(fd);
	return pid;
}

bool process_ended(pid_t pid)
{
	return waitpid(pid, NULL, WNOHANG) != 0;
}

static bool ended(void *user)
{
	return process_ended(*(pid_t *)user);
}

void process_stop(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGTERM);
	if (process_wait(ended, &pid, 5000))
		return;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

bool process_wait(process_condition *condition, void *user, int timeout_ms)
{
	int64_t deadline = clock_mono_ms() + timeout_ms;

	while (!condition(user)) {
		if (clock_mono_ms() > deadline)
			return false;
		poll(NULL, 0, 10);
	}
	return true;
}

static bool port_is_free(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	BUG_ON(fd < 0);
	bool ok = bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0;
	close(fd);
	return ok;
}

/* Tests that run side by side take theirs from different parts: what one lets go of for a moment the other
 * does not find free. One by one, so that none comes twice. */
int process_free_port(void)
{
	static uint16_t next;
	const char *lane = getenv("MOTCUA_TEST_LANE");
	int part = PORTS / LANES, first = PORT_FIRST + (lane ? (int)strtol(lane, NULL, 10) % LANES * part : 0);

	if (next == 0)
		random_bytes(&next, sizeof(next));
	for (int i = 0; i < part; i++) {
		int port = first + next++ % part;
		if (port_is_free(port))
			return port;
	}
	BUG_ON(true);
}
