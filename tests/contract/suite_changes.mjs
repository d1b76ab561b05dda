// The catalogue changes while counters work: what was withdrawn or moved reaches both the station and the client.
import fs from 'node:fs';
import path from 'node:path';
import { test, assert, expect } from './kit.mjs';
import { hash } from './station.mjs';
import { importFile } from './servers.mjs';

const withdrawn = '1.013314';

export async function changesSuite(dir, station, client) {
	const first = expect(await station.call('GET', '/v1/catalogue?limit=1000'), 200).json;
	const find = (kind, id) => first.items.find((i) => i.kind === kind && i.id === id).body;
	const bring = async (kind, rows) => {
		const file = path.join(dir, `${kind}.json`);
		fs.writeFileSync(file, JSON.stringify(rows));
		await importFile(dir, kind, file);
	};
	await test('withdrawn, moved and renamed items come as changes', async () => {
		await bring('procedures', [{ ...find('procedure', withdrawn), deleted: true }]);
		await bring('accounts', [{ ...find('account', 'h01.91.12-thu'), agency: 'H01.91.10' }]);
		await bring('areas', [{ ...find('area', '30307'), name: 'Phường Ví Dụ' }]);
		const { items } = expect(await station.call('GET', `/v1/catalogue?since=${first.since}`), 200).json;
		assert.deepEqual(items.map((i) => [i.kind, i.id, i.deleted]), [['procedure', withdrawn, true],
			['account', 'h01.91.12-thu', true], ['area', '30307', false]]);
		assert.equal(items[2].body.name, 'Phường Ví Dụ');
		assert.equal(items[2].sha256, hash(items[2].body));
	});
	await test('the client takes the changes over', async () => {
		assert.equal((await client.motcua('sync', '--once')).status, 0);
		const r = await client.intake('--applicant', JSON.stringify({ kind: 4, name: 'Lê Thị Mẫu' }), '--procedure', withdrawn);
		assert.equal(r.status, 65, r.err);
	});
	await test('a dossier of a procedure withdrawn meanwhile is still taken', async () => {
		await station.lease(1);
		const item = first.items.find((i) => i.id === withdrawn);
		expect(await station.deliver(station.delivery(station.dossier(item))), 201);
	});
}
