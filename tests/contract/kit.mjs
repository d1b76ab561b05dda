// The least that a suite needs: named tests in order, a count, and plain failures.
import assert from 'node:assert/strict';

export { assert };
const count = { passed: 0, failed: 0 };

export async function test(name, fn) {
	try {
		await fn();
		count.passed++;
	} catch (e) {
		count.failed++;
		console.log(`---- ${name}\n${e.stack ?? e}`);
	}
}

// Returns the process's exit status.
export function summary() {
	console.log(`${count.passed} passed, ${count.failed} failed`);
	return count.failed === 0 && count.passed > 0 ? 0 : 1;
}

// What an answer must be; the whole answer is in the failure.
export function expect(answer, status, type) {
	const said = `${answer.status} ${answer.type} ${answer.text.slice(0, 2000)}`;
	assert.equal(answer.status, status, said);
	if (type !== undefined) assert.equal(answer.json?.type, type, said);
	return answer;
}

export function expectViolation(answer, field, code) {
	expect(answer, 422, 'invalid');
	const found = answer.json.violations?.find((v) => v.field === field);
	assert.ok(found, `no violation at ${field}: ${answer.text}`);
	if (code) assert.equal(found.code, code);
	return found;
}
