// Starts and ends what the suites talk to. Everything listens on loopback, on a free port, and is ended by its pid.
import { spawn, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import net from 'node:net';
import path from 'node:path';

export const run = promisify(execFile);
export const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
export const root = path.resolve(here, '../..');
export const build = path.resolve(root, process.env.B ?? 'build');
const bin = (name) => path.join(here, 'node_modules/.bin', name);
const running = new Set();

// Below the ports the system gives to clients: what goes away and comes back finds it free.
export function freePort(tries = 100) {
	return new Promise((resolve, reject) => {
		const s = net.createServer();
		const port = 20000 + Math.floor(Math.random() * 12000);
		s.on('error', (e) => (tries > 0 ? resolve(freePort(tries - 1)) : reject(e)));
		s.listen(port, '127.0.0.1', () => s.close(() => resolve(port)));
	});
}

// The child once its output matches `ready`; child.log holds all it said.
function start(name, command, args, ready, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
		const late = setTimeout(() => fail('did not get ready in 60 s'), 60e3);
		child.log = '';
		running.add(child);
		const fail = (why) => {
			clearTimeout(late);
			child.kill('SIGKILL');
			reject(new Error(`${name} ${why}:\n${child.log}`));
		};
		const heard = (chunk) => {
			child.log += chunk;
			const m = !child.ready && ready.exec(child.log);
			if (m) {
				child.ready = true;
				clearTimeout(late);
				resolve(Object.assign(child, { url: m[1] }));
			}
		};
		child.stdout.on('data', heard);
		child.stderr.on('data', heard);
		child.on('error', (e) => fail(e.message));
		child.on('exit', (code) => {
			running.delete(child);
			if (!child.ready) fail(`ended with ${code}`);
		});
	});
}

export function stop(child) {
	return new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode) return resolve();
		const hard = setTimeout(() => child.kill('SIGKILL'), 15e3);
		child.on('exit', () => {
			clearTimeout(hard);
			resolve();
		});
		child.kill('SIGTERM');
	});
}

export const stopAll = () => Promise.all([...running].map(stop));

export function startCentral(dir) {
	return start('motcua-central', path.join(build, 'motcua-central'),
		['--demo', '--listen', '127.0.0.1:0', '--db', `sqlite:${dir}/central.db`],
		/listening on (http:\/\/127\.0\.0\.1:\d+)/, { cwd: root });
}

const administer = (dir, ...args) => run(path.join(build, 'motcua-central'), ['--db', `sqlite:${dir}/central.db`, ...args], { cwd: root });

export async function enrolCode(dir, counter, agency = 'H01.91.12') {
	const { stdout } = await administer(dir, 'enrol-code', '--agency', agency, '--counter', String(counter));
	return stdout.trim();
}

export const importFile = (dir, kind, file) => administer(dir, 'import', kind, file);

// strict: what strays from api/openapi.yaml, on either side, is answered by the proxy with an error. Otherwise the
// answer passes and its header sl-violations tells what strayed.
export async function startProxy(upstream, strict, port) {
	port ??= await freePort();
	return start('prism', bin('prism'),
		['proxy', path.join(root, 'api/openapi.yaml'), upstream, '-h', '127.0.0.1', '-p', String(port),
			...(strict ? ['--errors'] : [])],
		/Prism is listening on (http:\/\/127\.0\.0\.1:\d+)/, { env: { ...process.env, NO_COLOR: '1' } });
}

export function lint() {
	return run(bin('redocly'), ['lint', '--config', path.join(here, 'redocly.yaml'), '--format', 'json',
		path.join(root, 'api/openapi.yaml')], { env: { ...process.env, REDOCLY_TELEMETRY: 'off' } })
		.catch((e) => e);
}
