// Every route, used as api/openapi.yaml tells, through the strict proxy: an answer that strays from the contract
// comes back as the proxy's error and fails the test.
import { test, assert, expect, expectViolation } from './kit.mjs';
import { Station, canonical, hash, uuidv7 } from './station.mjs';

const kinds = ['account', 'agency', 'area', 'calendar', 'procedure', 'workstation'];

async function readCatalogue(station, limit) {
	const items = [];
	for (let since = 0, more = true; more;) {
		const r = expect(await station.call('GET', `/v1/catalogue?since=${since}&limit=${limit}`), 200);
		assert.ok(r.json.items.length <= limit);
		assert.ok(!r.json.more || r.json.since > since, 'a page goes forward');
		items.push(...r.json.items);
		({ since, more } = r.json);
	}
	return items;
}

async function enrolment(station, code) {
	await test('the probe tells time and version', async () => {
		const r = expect(await station.call('GET', '/healthz'), 204);
		assert.equal(r.headers.get('motcua-api'), '1');
		assert.ok(Math.abs(Date.parse(r.headers.get('date')) - Date.now()) < 60e3);
	});
	await test('a code nobody gave is refused', async () => {
		expect(await new Station(station.base).enrol('ZZZZ-ZZZZ-ZZZZ'), 404, 'unknown_code');
	});
	await test('enrols, and again with the same answer', async () => {
		const first = expect(await station.enrol(code), 201);
		const again = expect(await station.enrol(code), 200);
		assert.deepEqual(again.json, first.json);
		assert.equal(first.json.agency.name, 'Phường Long Xuyên');
	});
	await test('a code serves one key only', async () => {
		expect(await new Station(station.base).enrol(code), 409, 'code_used');
	});
}

async function tokens(station) {
	await test('an assertion gets a token, once', async () => {
		const assertion = station.assertion();
		const r = expect(await station.login(assertion), 200);
		assert.equal(r.json.expires_in, 900);
		expect(await station.login(assertion), 401, 'unauthorised');
	});
	await test('an assertion that does not hold gets none', async () => {
		const stranger = new Station(station.base);
		stranger.me = station.me;
		expect(await stranger.login(), 401, 'unauthorised');
		const now = Math.floor(Date.now() / 1000);
		for (const claims of [{ exp: now - 1, iat: now - 100 }, { exp: now + 4000 }, { iat: now + 3600, exp: now + 3700 },
			{ aud: 'https://other.example/token' }, { sub: uuidv7() }, { jti: '' }])
			expect(await stranger.login(station.assertion(claims)), 401, 'unauthorised');
		const r = expect(await stranger.login('a.b.c'), 400);
		assert.equal(r.json.error, 'invalid_grant');
	});
	await test('a made-up token opens nothing', async () => {
		const other = new Station(station.base);
		other.token = 'a.b.c';
		const r = expect(await other.call('GET', '/v1/catalogue'), 401, 'unauthorised');
		assert.match(r.headers.get('www-authenticate'), /^Bearer/);
	});
}

async function numbers(station, other) {
	await test('leases a signed block, the same one again', async () => {
		const wish = station.wish(5);
		const first = expect(await station.call('POST', '/v1/number-blocks', { json: wish }), 201);
		assert.equal(first.json.block.last - first.json.block.first, 4);
		assert.equal(first.json.block.workstation, station.me.id);
		assert.ok(station.blockSignatureHolds(first.json));
		const again = expect(await station.call('POST', '/v1/number-blocks', { json: wish }), 200);
		assert.deepEqual(again.json, first.json);
		expect(await station.call('POST', '/v1/number-blocks', { json: { ...wish, count: 6 } }), 409, 'conflict');
	});
	await test('blocks of two counters never overlap', async () => {
		const taken = [];
		for (const s of [station, other, station, other]) taken.push(expect(await s.lease(20), 201).json.block);
		taken.sort((a, b) => a.first - b.first);
		taken.slice(1).forEach((b, i) => assert.ok(b.first > taken[i].last, canonical(taken)));
	});
	await test('numbers of another agency or a far day are refused', async () => {
		for (const [extra, field] of [[{ agency: 'H01.91.10' }, 'agency'], [{ day: '2031-01-01' }, 'day'], [{ day: '2020-01-01' }, 'day']])
			expectViolation(await station.call('POST', '/v1/number-blocks', { json: station.wish(5, extra) }), field);
	});
}

async function catalogue(station) {
	let items = [];
	await test('the catalogue comes in pages, whole and in order', async () => {
		items = await readCatalogue(station, 50);
		assert.deepEqual([...new Set(items.map((i) => i.kind))].sort(), kinds);
		items.forEach((item, i) => assert.ok(i === 0 || item.change > items[i - 1].change));
		assert.ok(items.filter((i) => i.kind === 'procedure').length >= 60);
		assert.deepEqual(await readCatalogue(station, 1000), items);
	});
	await test('every item is what its hash says', async () => {
		for (const item of items) assert.equal(hash(item.body), item.sha256, `${item.kind} ${item.id}`);
	});
	await test('officers of other agencies are not told', async () => {
		const agencies = new Set(items.filter((i) => i.kind === 'account').map((i) => i.body.agency));
		assert.deepEqual([...agencies], [station.me.agency.id]);
	});
	await test('nothing new after the last page', async () => {
		const { json } = expect(await station.call('GET', `/v1/catalogue?since=${items.at(-1).change}`), 200);
		assert.deepEqual([json.items, json.more, json.since], [[], false, json.version]);
	});
	return items;
}

async function delivery(station, other, procedures) {
	const delivered = [];
	await test('dossiers of all sorts arrive once and are echoed', async () => {
		const person = { kind: 4, name: 'Lê Thị Mẫu', source: 'typed' };
		const organisation = { kind: 2, name: 'Công ty TNHH Ví Dụ', tax_code: '0100109106', source: 'typed' };
		const sorts = [{}, { applicant: person, note: 'Ghi chú.', delegate: 'Nguyễn Văn Thử' },
			{ applicant: organisation, copies: 20, result_delivery: 1, offline: true, clock_trusted: false }];
		for (const [i, extra] of sorts.entries()) {
			const d = station.delivery(station.dossier(procedures[i], extra));
			const first = expect(await station.deliver(d), 201);
			const { uuid, code } = d.dossier;
			const echo = { uuid, code, sha256: d.sha256, status: 2, workstation: station.me.id };
			assert.deepEqual({ ...first.json, received_at: undefined }, { ...echo, received_at: undefined });
			const again = expect(await station.deliver(d), 200);
			assert.deepEqual(again.json, first.json);
			delivered.push(d);
		}
	});
	await test('members central does not know are kept and count in the hash', async () => {
		const d = station.delivery(station.dossier(procedures[0], { later_version: { a: [1, 'ă'] } }));
		expect(await station.deliver(d), 201);
		const r = expect(await station.call('GET', `/v1/dossiers/${d.dossier.uuid}`), 200);
		assert.deepEqual(r.json.dossier, d.dossier);
		assert.equal(hash(r.json.dossier), r.json.sha256);
		delivered.push(d);
	});
	await test('other content under one UUID is a conflict', async () => {
		const { dossier } = delivered[0];
		expect(await station.deliver(station.delivery({ ...dossier, copies: 2 })), 409, 'conflict');
	});
	await test('a second dossier under one number is kept, and both are marked', async () => {
		const { dossier } = delivered[0];
		const twin = station.delivery({ ...dossier, uuid: uuidv7() });
		delivered.push(twin);
		assert.equal(expect(await station.deliver(twin), 201).json.clash, true);
		for (const { uuid } of [dossier, twin.dossier])
			assert.equal(expect(await station.call('GET', `/v1/dossiers/${uuid}`), 200).json.clash, true);
	});
	await refusals(station, other, procedures[0], delivered[0]);
	return delivered;
}

async function refusals(station, other, procedure, done) {
	const fresh = (extra) => station.dossier(procedure, extra);
	await test('a number of another counter or of none is refused', async () => {
		const { code, number_block } = other.dossier(procedure);
		expectViolation(await station.deliver(station.delivery(fresh({ code, number_block }))), 'code', 'unknown_number');
		const never = `${station.me.agency.id}-260101-0001`;
		expectViolation(await station.deliver(station.delivery(fresh({ code: never }))), 'code', 'unknown_number');
	});
	await test('an unknown procedure is refused', async () => {
		const strange = { ...procedure, body: { ...procedure.body, code: '9.999999' } };
		expectViolation(await station.deliver(station.delivery(station.dossier(strange))), 'procedure.code');
	});
	await test('a receipt token that is not this dossier’s is refused', async () => {
		const d = station.delivery(fresh());
		expectViolation(await station.deliver({ ...d, receipt_token: done.receipt_token }), 'receipt_token');
	});
	await test('a hash that is not this dossier’s is refused', async () => {
		const d = station.delivery(fresh());
		expectViolation(await station.deliver({ ...d, sha256: done.sha256 }), 'sha256');
	});
}

async function reading(station, foreign, delivered) {
	const [{ dossier, sha256 }] = delivered;
	const path = `/v1/dossiers/${dossier.uuid}`;
	await test('a dossier reads back as delivered', async () => {
		const r = expect(await station.call('GET', path), 200);
		assert.deepEqual(r.json.dossier, dossier);
		assert.equal(r.json.sha256, sha256);
		const history = expect(await station.call('GET', `${path}/history`), 200);
		assert.deepEqual(history.json.items, r.json.history);
		assert.ok(history.json.items.length >= 1);
		expect(await station.call('GET', path, { headers: { 'If-None-Match': r.headers.get('etag') } }), 304);
	});
	await test('another agency does not see it', async () => {
		expect(await foreign.call('GET', path), 404, 'not_found');
		expect(await foreign.call('GET', `${path}/history`), 404, 'not_found');
		assert.deepEqual(expect(await foreign.call('GET', '/v1/dossiers'), 200).json.items, []);
		assert.deepEqual(expect(await foreign.call('GET', '/v1/changes'), 200).json.items, []);
	});
	await test('search finds by tail, by name without marks, by ID number and phone', async () => {
		const find = async (q) => expect(await station.call('GET', `/v1/dossiers?q=${encodeURIComponent(q)}`), 200)
			.json.items.map((i) => i.uuid);
		for (const q of [dossier.code.slice(-6), dossier.code, 'anh mau', 'Ánh Mẫu', '089190001234', '0912345678'])
			assert.ok((await find(q)).includes(dossier.uuid), q);
		assert.deepEqual(await find('khong co ai ten nay'), []);
	});
}

async function pages(station, delivered) {
	const uuids = delivered.map((d) => d.dossier.uuid).sort();
	await test('the list comes in pages, each dossier once', async () => {
		const seen = [];
		for (let cursor = ''; cursor !== null;) {
			const at = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
			const { json } = expect(await station.call('GET', `/v1/dossiers?limit=2&status=2${at}`), 200);
			seen.push(...json.items.map((i) => i.uuid));
			({ cursor } = json);
			assert.ok(seen.length <= uuids.length);
		}
		assert.deepEqual(seen.sort(), uuids);
		assert.deepEqual(expect(await station.call('GET', '/v1/dossiers?status=10'), 200).json.items, []);
	});
	await test('the feed tells each change once, then nothing', async () => {
		const seen = [];
		let since = '';
		for (let more = true; more;) {
			const { json } = expect(await station.call('GET', `/v1/changes?limit=2${since}`), 200);
			seen.push(...json.items.map((i) => i.uuid));
			since = `&since=${encodeURIComponent(json.cursor)}`;
			({ more } = json);
		}
		const told = seen.filter((uuid, i) => seen.indexOf(uuid) === i); // a clash is told of its first again
		assert.ok(seen.length <= uuids.length + 1);
		assert.deepEqual(told.sort(), uuids);
		const { json } = expect(await station.call('GET', `/v1/changes?limit=2${since}`), 200);
		assert.deepEqual([json.items, json.more], [[], false]);
	});
	await test('a cursor that central never gave is gone', async () => {
		for (const cursor of ['zzz', '99999999', '-1'])
			expect(await station.call('GET', `/v1/changes?since=${cursor}`), 410, 'gone');
	});
}

// codes: two of one agency, one of another. Leaves stations and what was delivered to the suites after it.
export async function apiSuite(base, codes) {
	const [station, other, foreign] = codes.map(() => new Station(base));
	await enrolment(station, codes[0]);
	await test('two more counters enrol', async () => {
		expect(await other.enrol(codes[1]), 201);
		expect(await foreign.enrol(codes[2]), 201);
		for (const s of [other, foreign]) expect(await s.login(), 200);
	});
	await tokens(station);
	await numbers(station, other);
	const items = await catalogue(station);
	const procedures = ['1.014027', '1.001193', '1.004222']
		.map((code) => items.find((i) => i.kind === 'procedure' && i.id === code));
	const delivered = await delivery(station, other, procedures);
	await reading(station, foreign, delivered);
	await pages(station, delivered);
	return { station, procedures, delivered };
}
