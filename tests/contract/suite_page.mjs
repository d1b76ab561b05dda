// The tracking page as a citizen's phone shows it: headless Chromium, 360 px wide.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { test, assert } from './kit.mjs';
import { build } from './servers.mjs';

const shots = path.join(build, 'contract');
const personal = ['Nguyễn', 'Ánh', 'Mẫu', '089190001234', '0912345678', '1990', 'Vĩnh Phú', 'Vĩnh Hanh', 'Lê Thị', 'Trần Thị'];
const widths = [360, 320];

async function open(browser, url, lang, width) {
	const context = await browser.newContext({
		viewport: { width, height: 740 }, deviceScaleFactor: 2, isMobile: true, locale: lang === 'en' ? 'en-US' : 'vi-VN',
		javaScriptEnabled: true,
	});
	const page = await context.newPage();
	const asked = [];
	page.on('request', (r) => asked.push(r.url()));
	const response = await page.goto(url, { waitUntil: 'load' });
	return { page, context, asked, response };
}

// What every state of the page must be, in either language.
async function look({ page, asked, response }, url, lang, status, width) {
	assert.equal(response.status(), status);
	const seen = await page.evaluate(() => ({
		lang: document.documentElement.lang,
		title: document.title,
		text: document.body.innerText,
		html: document.documentElement.outerHTML,
		scroll: document.documentElement.scrollWidth,
		small: [...document.querySelectorAll('body *')]
			.filter((e) => e.innerText?.trim() && parseFloat(getComputedStyle(e).fontSize) < 12).map((e) => e.outerHTML),
		outside: [...document.querySelectorAll('body *')]
			.filter((e) => e.getBoundingClientRect().right > window.innerWidth + 0.5).map((e) => e.outerHTML),
	}));
	assert.equal(seen.lang, lang);
	assert.ok(seen.title.length > 3);
	assert.ok(seen.scroll <= width, `${seen.scroll} px wide`);
	assert.deepEqual(seen.outside, [], 'sticks out at the right');
	assert.deepEqual(seen.small, [], 'too small to read');
	for (const word of personal) assert.ok(!seen.html.includes(word), `${word} is on the page`);
	assert.deepEqual(asked.filter((u) => new URL(u).origin !== new URL(url).origin), [], 'asks elsewhere');
	return seen.text;
}

// state: { name, path, status, words: { vi, en } }
async function state(browser, base, { name, path: at, status, words }) {
	for (const lang of ['vi', 'en']) {
		await test(`tracking page, ${name}, ${lang}`, async () => {
			for (const width of widths) {
				const url = `${base}${at}`;
				const view = await open(browser, lang === 'en' ? `${url}?lang=en` : url, lang, width);
				const text = await look(view, url, lang, status, width);
				await view.page.screenshot({ path: path.join(shots, `${name}-${lang}-${width}.png`), fullPage: true });
				assert.match(text, words[lang]);
				await view.context.close();
			}
		});
	}
	await test(`tracking page, ${name}, in the phone’s language`, async () => {
		const view = await open(browser, `${base}${at}`, 'en', 360);
		assert.equal(await view.page.evaluate(() => document.documentElement.lang), 'en');
		await view.context.close();
	});
}

export async function pageSuite(base, { station, procedures, delivered }) {
	fs.mkdirSync(shots, { recursive: true });
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'],
	});
	const address = (d) => `/t/${d.dossier.code}/${d.receipt_token}`;
	const [known] = delivered;
	await station.lease(1);
	const waiting = station.delivery(station.dossier(procedures[0], { offline: true }));
	const forged = `/t/${known.dossier.code}/${waiting.receipt_token}`;
	try {
		await state(browser, base, { name: 'received', path: address(known), status: 200,
			words: { vi: new RegExp(`${known.dossier.code}[^]*tiếp nhận`, 'i'), en: new RegExp(`${known.dossier.code}[^]*received`, 'i') } });
		await state(browser, base, { name: 'not-yet-synchronised', path: address(waiting), status: 200,
			words: { vi: /chưa (được )?đồng bộ/i, en: /not yet synchroni[sz]ed/i } });
		await state(browser, base, { name: 'forged', path: forged, status: 404,
			words: { vi: /không (thể )?xác nhận/i, en: /cannot be confirmed|not confirmed/i } });
	} finally {
		await browser.close();
	}
}
