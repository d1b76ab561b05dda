// Lints the contract, then holds central, the client and the tracking page to it. See README.md.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test, assert, summary } from './kit.mjs';
import { startCentral, startProxy, stop, stopAll, enrolCode, lint } from './servers.mjs';
import { apiSuite } from './suite_api.mjs';
import { straySuite } from './suite_strays.mjs';
import { clientSuite } from './suite_client.mjs';
import { changesSuite } from './suite_changes.mjs';
import { pageSuite } from './suite_page.mjs';

async function main(dir) {
	await test('api/openapi.yaml has no lint error or warning', async () => {
		const { totals, problems } = JSON.parse((await lint()).stdout);
		assert.deepEqual([totals.errors, totals.warnings], [0, 0], JSON.stringify(problems, null, 1));
	});
	const central = await startCentral(dir);
	const codes = [];
	for (const [counter, agency] of [[1], [2], [1, 'H01.91.10'], [3]]) codes.push(await enrolCode(dir, counter, agency));
	let strict = await startProxy(central.url, true);
	const watched = await startProxy(central.url, false);
	const made = await apiSuite(strict.url, codes.slice(0, 3));
	await straySuite(watched.url, central.url, made);
	const { url } = strict;
	const client = await clientSuite(dir, {
		url, stop: () => stop(strict), start: async () => { strict = await startProxy(central.url, true, new URL(url).port); },
	}, codes[3], made.station);
	await changesSuite(dir, made.station, client);
	await pageSuite(strict.url, made);
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'motcua-contract-'));
try {
	await test('the suites run to their end', () => main(dir));
} finally {
	await stopAll();
	fs.rmSync(dir, { recursive: true, force: true });
}
process.exitCode = summary();
