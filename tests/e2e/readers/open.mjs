// Opens finished files in reader programs and in a browser, all in one headless Chromium, and prints as JSON what a
// reader would see. Takes the folder of the files, then their names.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".epub": "application/epub+zip" };
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const PHONE = { width: 360, height: 640 };
const [folder, ...names] = process.argv.slice(2);

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
  const file = path.startsWith("/files/") ? join(folder, path.slice("/files/".length)) : join(HERE, path);
  try {
    const data = await readFile(file);
    response.writeHead(200, { "Content-Type": KINDS[extname(file)] ?? "application/octet-stream" }).end(data);
  } catch {
    response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${server.address().port}`;

// A page of the browser that notes every complaint and every address it asks for.
async function watched(browser, work) {
  const page = await browser.newPage({ viewport: PHONE });
  const complaints = [];
  const asked = [];
  page.on("console", (line) => line.type() === "error" && complaints.push(`${line.text()} ${line.location().url}`));
  page.on("pageerror", (mistake) => complaints.push(String(mistake)));
  page.on("request", (request) => asked.push(request.url()));
  try {
    return { ...(await work(page, asked)), complaints, home };
  } finally {
    await page.close();
  }
}

async function inReader(browser, reader, name) {
  return watched(browser, async (page, asked) => {
    await page.goto(`${home}/${reader}.html`);
    await page.waitForFunction(() => window.openBook);
    const seen = await page.evaluate((address) => window.openBook(address), `/files/${encodeURIComponent(name)}`);
    return { ...seen, asked };
  });
}

async function asPage(browser, name) {
  return watched(browser, async (page, asked) => {
    await page.goto(`${home}/files/${encodeURIComponent(name)}`, { waitUntil: "networkidle" });
    const before = [...asked];
    const seen = await page.evaluate(async () => {
      const { asSeen } = await import("/seen.js");
      const folds = [...document.querySelectorAll("details")];
      const folded = folds.filter((fold) => !fold.open).length;
      folds.forEach((fold) => (fold.open = true));
      const anchors = [...document.querySelectorAll("a[href^='#']")].map((a) => decodeURIComponent(a.hash.slice(1)));
      return {
        ...(await asSeen(document.title, document)),
        folded,
        wide: document.documentElement.scrollWidth - window.innerWidth,
        dead: anchors.filter((name) => !document.getElementById(name)),
      };
    });
    return { ...seen, asked: before };
  });
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
try {
  const seen = {};
  for (const name of names) {
    seen[name] = name.endsWith(".epub")
      ? { "epub.js": await inReader(browser, "epubjs", name), "foliate-js": await inReader(browser, "foliate", name) }
      : await asPage(browser, name);
  }
  process.stdout.write(JSON.stringify(seen));
} finally {
  await browser.close();
  server.close();
}
