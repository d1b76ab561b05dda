// A workstation written from api/openapi.yaml alone, so that central is not only tried by the client that
// grew up beside it. Every call goes to `base` (a validating proxy, or central itself).
import crypto from 'node:crypto';

export const canonical = (v) => {
	if (v === null || typeof v !== 'object') return JSON.stringify(v);
	if (Array.isArray(v)) return `[${v.map(canonical).join(',')}]`;
	return `{${Object.keys(v).filter((k) => v[k] !== undefined).sort().map((k) => `${JSON.stringify(k)}:${canonical(v[k])}`).join(',')}}`;
};
export const sha256 = (data) => crypto.createHash('sha256').update(data).digest();
export const hash = (json) => sha256(canonical(json)).toString('hex');
const base64url = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');

export function uuidv7() {
	const b = crypto.randomBytes(16);
	b.writeUIntBE(Date.now(), 0, 6);
	b[6] = 0x70 | (b[6] & 0x0f);
	b[8] = 0x80 | (b[8] & 0x3f);
	return b.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// RFC 3339 in Viet Nam time, whole seconds.
export const instant = (ms) => `${new Date(ms + 7 * 3600e3).toISOString().slice(0, 19)}+07:00`;
export const today = () => instant(Date.now()).slice(0, 10);

export class Station {
	constructor(base) {
		this.base = base;
		this.keys = crypto.generateKeyPairSync('ed25519');
		this.sequence = 0;
		this.previous = Buffer.alloc(8);
	}

	get publicKey() {
		return this.keys.publicKey.export({ format: 'jwk' }).x;
	}

	sign(data) {
		return crypto.sign(null, data, this.keys.privateKey);
	}

	// options: json or form as body, raw headers, auth: false for none
	async call(method, path, { json, form, body, headers = {}, auth = true } = {}) {
		const h = { ...headers };
		if (auth && this.token) h.Authorization = `Bearer ${this.token}`;
		if (json !== undefined) {
			body = JSON.stringify(json);
			h['Content-Type'] ??= 'application/json';
		} else if (form) {
			body = new URLSearchParams(form).toString();
			h['Content-Type'] = 'application/x-www-form-urlencoded';
		}
		const r = await fetch(this.base + path, { method, headers: h, body, redirect: 'manual' });
		const text = await r.text();
		const type = r.headers.get('content-type') ?? '';
		return {
			status: r.status, type, headers: r.headers, text,
			json: type.includes('json') && text ? JSON.parse(text) : undefined,
			strayed: JSON.parse(r.headers.get('sl-violations') ?? '[]'),
		};
	}

	async enrol(code) {
		const r = await this.call('POST', '/v1/workstations',
			{ auth: false, json: { code, public_key: this.publicKey, host: 'quay-thu' } });
		if (r.status < 300) this.me = r.json;
		return r;
	}

	assertion(claims = {}) {
		const now = Math.floor(Date.now() / 1000);
		const body = {
			iss: this.me.id, sub: this.me.id, aud: `${this.base}/v1/token`,
			iat: now, exp: now + 120, jti: crypto.randomUUID(), ...claims,
		};
		const text = `${base64url({ alg: 'EdDSA', typ: 'JWT' })}.${base64url(body)}`;
		return `${text}.${this.sign(Buffer.from(text)).toString('base64url')}`;
	}

	async login(assertion = this.assertion()) {
		const r = await this.call('POST', '/v1/token', {
			auth: false,
			form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
		});
		if (r.status === 200) this.token = r.json.access_token;
		return r;
	}

	wish(count, extra = {}) {
		return { id: uuidv7(), agency: this.me.agency.id, day: today(), count, ...extra };
	}

	async lease(count) {
		const r = await this.call('POST', '/v1/number-blocks', { json: this.wish(count) });
		this.block = r.json?.block;
		this.next = this.block?.first;
		return r;
	}

	blockSignatureHolds({ block, signature }) {
		const key = crypto.createPublicKey(
			{ key: { kty: 'OKP', crv: 'Ed25519', x: this.me.server_key }, format: 'jwk' });
		return crypto.verify(null, Buffer.from(`motcua-block-1\n${canonical(block)}`), key,
			Buffer.from(signature, 'base64url'));
	}

	// A made-up person's dossier with the next number; `extra` overrides members.
	dossier(item, extra = {}) {
		const procedure = item.body;
		const [first] = procedure.cases;
		const terms = procedure.channels.direct;
		const day = this.block.day.replaceAll('-', '').slice(2);
		const received = `${this.block.day}T08:43:00+07:00`;
		return {
			uuid: uuidv7(),
			code: `${this.me.agency.id}-${day}-${String(this.next++).padStart(4, '0')}`,
			number_block: this.block.id, sequence: ++this.sequence, workstation: this.me.id,
			agency: this.me.agency.id, agency_name: this.me.agency.name, counter: this.me.counter,
			officer: { id: 'h01.91.12-mau', name: 'Trần Thị Mẫu' },
			received_at: received,
			...(terms.time.unit === 'not_published' ? {} : { due_at: instant(Date.parse(received) + 10 * 86400e3) }),
			due_provisional: false, offline: false, clock_trusted: true, channel: 1,
			procedure: {
				code: procedure.code, name: procedure.name, version: item.version, sha256: item.sha256,
				case_id: first.id, case_name: first.name,
			},
			time: terms.time,
			applicant: {
				kind: 1, name: 'Nguyễn Thị Ánh Mẫu', id_number: '089190001234',
				birth_date: '1990-09-02', sex: 'female', address: 'Ấp Vĩnh Phú, xã Vĩnh Hanh, An Giang',
				phone: '0912345678', source: 'card_qr',
			},
			components: first.components.map(({ required, ...rest }) => rest),
			copies: 1, fee: terms.fee, result_delivery: 0, ...extra,
		};
	}

	receiptToken(dossier) {
		const seconds = (t) => {
			const b = Buffer.alloc(4);
			if (t) b.writeUInt32BE(Date.parse(t) / 1000);
			return b;
		};
		const raw = Buffer.from(this.publicKey, 'base64url');
		const flags = (dossier.offline ? 1 : 0) | (dossier.clock_trusted ? 0 : 2);
		const body = Buffer.concat([
			Buffer.from([1]), sha256(raw).subarray(0, 4), Buffer.from(dossier.uuid.replaceAll('-', ''), 'hex'),
			seconds(dossier.received_at), seconds(dossier.due_at), Buffer.from([flags]),
			sha256(canonical(dossier)).subarray(0, 16), this.previous,
		]);
		const signature = this.sign(Buffer.concat([Buffer.from(`motcua-receipt-1\n${dossier.code}\n`), body]));
		const token = Buffer.concat([body, signature]).toString('base64url');
		this.previous = sha256(token).subarray(0, 8);
		return token;
	}

	delivery(dossier) {
		return { dossier, sha256: hash(dossier), receipt_token: this.receiptToken(dossier) };
	}

	deliver(delivery) {
		return this.call('PUT', `/v1/dossiers/${delivery.dossier.uuid}`, { json: delivery });
	}
}
