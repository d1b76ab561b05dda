// The real client through the strict proxy: what it sends and what it is answered both keep the contract, or the
// proxy's error is what it gets and nothing arrives.
import fs from 'node:fs';
import path from 'node:path';
import { test, assert, expect } from './kit.mjs';
import { run, build } from './servers.mjs';

const card = '089190001234||Nguyễn Thị Ánh Mẫu|02091990|Nữ|Ấp Vĩnh Phú, xã Vĩnh Hanh, An Giang|01012022';

class Client {
	constructor(dir, url) {
		this.dir = path.join(dir, 'client');
		this.config = path.join(dir, 'config.ini');
		fs.mkdirSync(this.dir, { mode: 0o700 });
		fs.writeFileSync(this.config, [
			'[central]', `url = ${url}`, '[workstation]', `data_dir = ${this.dir}`, '[printing]', `pdf_dir = ${this.dir}/pdf`, ''].join('\n'),
		{ mode: 0o600 });
	}

	// { status, out, err }
	async motcua(...args) {
		// no CUPS: receipts go to files
		const env = { ...process.env, LANGUAGE: 'vi', CUPS_SERVER: '/nonexistent/cups.sock', HOME: this.dir };
		const r = await run(path.join(build, 'motcua'), ['-c', this.config, ...args], { env, timeout: 120e3 })
			.catch((e) => e);
		return { status: r.code ?? 0, out: r.stdout, err: r.stderr };
	}

	async intake(...args) {
		const r = await this.motcua('intake', '--json', ...args);
		return { ...r, json: r.out ? JSON.parse(r.out.split('\n')[0]) : undefined };
	}
}

const ok = (r, status = 0) => {
	assert.equal(r.status, status, `${r.out}\n${r.err}`);
	return r;
};

// proxy: { stop, start } of the same address; station: one of the same agency, to look from outside.
export async function clientSuite(dir, proxy, code, station) {
	const client = new Client(dir, proxy.url);
	const taken = [];
	const take = async (status, ...args) => taken.push(ok(await client.intake(...args), status).json);
	// a command waits a few seconds for central's word; what a busy machine then still has to send, sync sends
	const deliver = async (...args) => {
		const r = await client.intake(...args);
		if (r.status !== 75) return taken.push(ok(r).json);
		ok(await client.motcua('sync', '--once'));
		return taken.push({ ...r.json, state: 'delivered' });
	};

	await test('the client enrols', async () => ok(await client.motcua('enrol', code)));
	await test('walk-ins of all sorts are taken in and delivered', async () => {
		await deliver('--card', card, '--procedure', '1.014027', '--phone', '+84 912 345 678', '--print');
		await deliver('--applicant', JSON.stringify({ kind: 2, name: 'Công ty TNHH Ví Dụ', tax_code: '0100109106' }),
			'--procedure', '1.012888', '--copies', '2', '--result', 'postal', '--note', 'Gọi trước khi trả.');
		await deliver('--card', card, '--procedure', '1.001193', '--case', '2', '--delegate', 'Lê Văn Thử');
		assert.deepEqual(taken.map((t) => t.state), ['delivered', 'delivered', 'delivered']);
	});
	await test('with the link down it takes in all the same', async () => {
		await proxy.stop();
		await take(75, '--card', card, '--procedure', '1.004222');
		await take(75, '--card', card, '--procedure', '2.000815');
		await proxy.start();
		ok(await client.motcua('sync', '--once'));
	});
	await test('central has each once, as the client keeps it', async () => {
		assert.equal(new Set(taken.map((t) => t.code)).size, 5);
		for (const t of taken) {
			const { json } = expect(await station.call('GET', `/v1/dossiers/${t.uuid}`), 200);
			assert.equal(json.code, t.code);
			assert.equal(json.dossier.due_at ?? null, t.due_at ?? null);
		}
	});
	await test('the QR’s address opens, and the receipt is genuine without any network', async () => {
		for (const t of taken) {
			const at = new URL(t.tracking_url).pathname;
			const page = await station.call('GET', at, { auth: false });
			assert.equal(page.status, 200, page.text);
			ok(await client.motcua('verify', t.tracking_url));
		}
	});
	await test('a second sync has nothing to do', async () => ok(await client.motcua('sync', '--once')));
	return client;
}
