// Requests that stray from the contract, through the proxy that lets them pass: central must refuse each in a way
// the contract tells. The proxy reports what strayed; only the request may have.
import { test, assert } from './kit.mjs';
import { uuidv7 } from './station.mjs';

function refused(answer, ...statuses) {
	const said = `${answer.status} ${answer.type} ${answer.text.slice(0, 800)}`;
	assert.ok(statuses.includes(answer.status), `${said}, not ${statuses}`);
	assert.match(answer.type, /^application\/problem\+json/, said);
	const strayed = answer.strayed.filter((v) => v.location?.[0] !== 'request');
	assert.deepEqual(strayed, [], 'the answer strays from the contract');
}

const many = (n, value) => Array.from({ length: n }, () => value);
const component = { id: '1', name: 'Văn bản đề nghị', original: 1, certified: 0, copy: 0, translation: 0 };
const bodies = {
	'/v1/workstations': [
		{}, { code: 'ABCD-EFGH-JKMN' }, { code: 1, public_key: 2 }, { code: '', public_key: '' },
		{ code: 'ABCD-EFGH-JKMN', public_key: 'AAAA' }, { code: 'x'.repeat(5000), public_key: 'A'.repeat(43) },
	],
	'/v1/number-blocks': [
		{}, { id: 'x', agency: 'H01.91.12', day: '2026-13-41', count: 5 }, { count: 0 }, { count: 1001 }, { count: 1.5 },
		{ count: '5' }, { agency: null }, { day: 'nay' }, { id: "'; DROP TABLE blocks; --" },
	],
};

// Members of a dossier put wrong, one at a time: [what, members, field central must name].
const wrong = [
	['no code', { code: undefined }, 'code'],
	['a code of another form', { code: '../../etc/passwd' }, 'code'],
	['no officer', { officer: null }, 'officer'],
	['an officer without a name', { officer: { id: 'x', name: '' } }, 'officer.name'],
	['sequence 0', { sequence: 0 }, 'sequence'],
	['counter 1000', { counter: 1000 }, 'counter'],
	['another counter', { counter: 999 }, 'counter'],
	['another agency', { agency: 'H01.91.10' }, 'agency'],
	['another workstation', { workstation: uuidv7() }, 'workstation'],
	['a number as text', { copies: '1' }, 'copies'],
	['a fraction', { copies: 1.5 }, 'dossier'],
	['21 sets', { copies: 21 }, 'copies'],
	['a time of no form', { received_at: 'nay' }, 'received_at'],
	['a day that is not the number’s', { received_at: '2026-01-01T08:00:00+07:00' }, 'received_at'],
	['due before received', { due_at: '2020-01-01T08:00:00+07:00' }, 'due_at'],
	['channel 0', { channel: 0 }, 'channel'],
	['no applicant', { applicant: undefined }, 'applicant'],
	['a text as applicant', { applicant: 'An' }, 'applicant'],
	['an object as components', { components: {} }, 'components'],
	['61 components', { components: many(61, component) }, 'components'],
	['a component twice', { components: [component, component] }, 'components[1].id'],
	['a component of another case', { components: [component, { ...component, id: 'zz' }] }, 'components[1].id'],
	['no component', { components: [] }, 'components'],
	['an unknown fee', { fee: { status: 'maybe', lines: [] } }, 'fee.status'],
	['a published fee of nothing', { fee: { status: 'published', lines: [] } }, 'fee.lines'],
	['an unknown time unit', { time: { unit: 'weeks', count: 2 } }, 'time.unit'],
	['an absurd time', { time: { unit: 'working_days', count: 99999 } }, 'time.count'],
	['a note too long', { note: 'ă'.repeat(3000) }, 'note'],
	['delivery 7', { result_delivery: 7 }, 'result_delivery'],
	['a number as boolean', { offline: 1 }, 'offline'],
	['escape sequences', { note: '\u001b[2J' }],
	['bidi overrides', { delegate: 'a\u202eb' }],
];
const person = { kind: 1, name: 'Lê Thị Mẫu', id_number: '089190001234', source: 'typed' };
const wrongPerson = {
	name: [undefined, '', '123', 'ă'.repeat(400)], kind: [0, '1', null], id_number: [undefined, '123', '08919000123x', '999190001234x'],
	birth_date: ['2026-02-30', '1.1.1990', '2999-01-01'], phone: ['goi toi', '0112345678'], email: ['x.vn', 'a b@c.vn'],
	tax_code: ['0100109107', 'x'], sex: ['x', ''], source: [undefined, 'guess'], address: ['ă'.repeat(700), 7],
};
const wrongCounts = [-1, 100, '1', null];

async function badBodies(station) {
	for (const [path, list] of Object.entries(bodies)) {
		await test(`${path} refuses what it cannot use`, async () => {
			for (const json of list) refused(await station.call('POST', path, { json }), 422, 404);
			for (const json of [[], 'x', 7])
				refused(await station.call('POST', path, { json }), 400, 422);
			for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
				refused(await station.call('POST', path, { body: '{}', headers: { 'Content-Type': type } }), 415);
		});
	}
}

// The same good dossier under one free number each time, with something put wrong.
async function badDossiers(station, procedure) {
	await station.lease(1);
	const base = station.dossier(procedure);
	const good = () => ({ ...base, uuid: uuidv7() });
	const send = (dossier) => station.deliver(station.delivery(dossier));
	const named = (answer, field) => {
		refused(answer, 422);
		if (field) assert.ok(answer.json.violations.some((v) => v.field === field), `not at ${field}: ${answer.text}`);
	};
	for (const [what, extra, field] of wrong)
		await test(`a dossier with ${what} is refused`, async () => named(await send({ ...good(), ...extra }), field));
	for (const [member, values] of Object.entries(wrongPerson)) {
		await test(`an applicant with a wrong ${member} is refused`, async () => {
			for (const value of values)
				named(await send({ ...good(), applicant: { ...person, [member]: value } }), `applicant.${member}`);
		});
	}
	await test('counts of a component out of range are refused', async () => {
		for (const copy of wrongCounts)
			named(await send({ ...good(), components: [{ ...component, copy }] }), 'components[0].copy');
	});
	await test('a delivery without its parts is refused', async () => {
		const dossier = good();
		for (const json of [{}, { dossier: null }, { dossier: [] }, { dossier }, { sha256: 'x', receipt_token: 'x', dossier },
			{ ...station.delivery(dossier), receipt_token: 'A'.repeat(100000) }])
			refused(await station.call('PUT', `/v1/dossiers/${dossier.uuid}`, { json }), 422);
	});
	await test('a dossier under another’s UUID is refused', async () => {
		const d = station.delivery(good());
		named(await station.call('PUT', `/v1/dossiers/${uuidv7()}`, { json: d }), 'uuid');
		refused(await station.call('PUT', '/v1/dossiers/not-a-uuid', { json: d }), 422);
	});
	await test('after all that the good one is taken', async () => {
		const r = await send(good());
		assert.equal(r.status, 201, r.text);
		assert.deepEqual(r.strayed, []);
	});
}

async function badQueries(station) {
	await test('parameters out of range are refused', async () => {
		for (const path of ['/v1/catalogue?since=-1', '/v1/catalogue?since=x', '/v1/catalogue?limit=0', '/v1/catalogue?limit=1001',
			'/v1/changes?limit=0', '/v1/changes?limit=x', '/v1/dossiers?limit=0', '/v1/dossiers?limit=201', '/v1/dossiers?status=11',
			'/v1/dossiers?status=x'])
			refused(await station.call('GET', path), 422);
		refused(await station.call('GET', '/v1/dossiers?cursor=zzz'), 422, 410);
	});
	await test('without a token nothing is told', async () => {
		for (const path of ['/v1/catalogue', '/v1/changes', '/v1/dossiers', `/v1/dossiers/${uuidv7()}`])
			refused(await station.call('GET', path, { auth: false }), 401);
	});
	await test('hostile search words find nothing and break nothing', async () => {
		for (const q of ["' OR 1=1 --", '%', '_', '\\', '%00', '"*', 'ă'.repeat(150)]) {
			const r = await station.call('GET', `/v1/dossiers?q=${encodeURIComponent(q)}`);
			assert.ok([200, 422].includes(r.status), `${q}: ${r.status} ${r.text}`);
			assert.deepEqual(r.json.items ?? [], [], q);
		}
	});
}

async function badTokens(station) {
	await test('the token route answers in its own form', async () => {
		for (const form of [{ x: '1' }, { grant_type: 'password', username: 'x' }, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
			{ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x' }]) {
			const r = await station.call('POST', '/v1/token', { auth: false, form });
			assert.equal(r.status, 400, r.text);
			assert.ok(r.json.error);
			assert.deepEqual(r.strayed.filter((v) => v.location?.[0] !== 'request'), []);
		}
	});
	await test('a receipt that is none gets a page that says so', async () => {
		for (const path of ['/t/x/y', `/t/H01.91.12-261123-0001/${'A'.repeat(158)}`, '/t/%3Cscript%3E/%3Cb%3E']) {
			const r = await station.call('GET', path, { auth: false });
			assert.equal(r.status, 404, path);
			assert.match(r.type, /^text\/html/);
			assert.ok(!r.text.includes('<script>') && !r.text.includes('<b>'), r.text);
			assert.deepEqual(r.strayed.filter((v) => v.location?.[0] !== 'request'), []);
		}
	});
}

// Straight to central: what the proxy would answer by itself, or bring into order on the way.
async function direct(central, station) {
	const straight = (path, options) => fetch(central + path, options);
	const auth = { Authorization: `Bearer ${station.token}` };
	const bytes = [...['', '{', '}', '{"a":1,"a":2}', '{"a":"\u0000"}', '\ufeff{}', '['.repeat(5000), '{"a":'.repeat(9000), '\0'],
		Buffer.from('7b2261223a22c328227d', 'hex'), '{"x":1e999}'];
	await test('a body that is no JSON object is refused', async () => {
		for (const [method, path] of [['POST', '/v1/workstations'], ['POST', '/v1/number-blocks'], ['PUT', `/v1/dossiers/${uuidv7()}`]]) {
			for (const body of bytes) {
				const r = await straight(path, { method, body, headers: { ...auth, 'Content-Type': 'application/json' } });
				assert.ok([400, 422].includes(r.status), `${path} ${r.status} ${body.toString().slice(0, 40)}`);
				assert.equal((await r.json()).type, 'invalid');
			}
		}
	});
	await test('unknown places and methods are refused', async () => {
		for (const [method, path, status] of [['GET', '/', 404], ['GET', '/v1/nowhere', 404], ['DELETE', '/v1/catalogue', 405],
			['PATCH', '/healthz', 405], ['GET', '/v1/token', 405]]) {
			const r = await straight(path, { method });
			assert.equal(r.status, status, `${method} ${path}`);
			assert.equal((await r.json()).status, status);
			if (status === 405) assert.ok(r.headers.get('allow'));
		}
	});
	await test('a body over 8 MB is refused', async () => {
		const r = await straight('/v1/number-blocks', { method: 'POST', body: `{"x":"${'x'.repeat(9 << 20)}"}`,
			headers: { ...auth, 'Content-Type': 'application/json' } });
		assert.equal(r.status, 413);
		assert.equal((await r.json()).type, 'too_large');
	});
}

export async function straySuite(watched, central, { station, procedures }) {
	const base = station.base;
	station.base = watched;
	try {
		await badBodies(station);
		await badDossiers(station, procedures[0]);
		await badQueries(station);
		await badTokens(station);
		await direct(central, station);
	} finally {
		station.base = base;
	}
}
