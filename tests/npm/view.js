// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shows a SARIF file in the viewer that web services embed, and prints as JSON what stands on the page.
//
//   node view.js NODE_MODULES CHROMIUM FILE
//
// The viewer lists the results of each rule with their message, place and source line, and has no view of code flows. So the steps of
// the longest one are shown as the results of a second log: each has to be a location that a viewer can render.
// Nothing is loaded from a network; what the page asks for is refused and reported.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const [modules, browser, file] = process.argv.slice(2);
const { chromium } = require(path.join(modules, 'playwright-core'));
const scripts = ['react/umd/react.production.min.js', 'react-dom/umd/react-dom.production.min.js',
  '@microsoft/sarif-web-component/dist/index.js'];

function longestFlow(log) {
  const flows = log.runs[0].results.flatMap(result =>
    (result.codeFlows || []).map(flow => ({ result, steps: flow.threadFlows[0].locations })));
  flows.sort((a, b) => b.steps.length - a.steps.length);
  return flows[0];
}

// The same run, with one result for each step of a code flow.
function asResults(log, flow) {
  const run = { ...log.runs[0] };
  run.results = flow.steps.map(step => ({ ruleId: flow.result.ruleId, ruleIndex: flow.result.ruleIndex, level: 'note',
    message: step.location.message, locations: [step.location] }));
  return { ...log, runs: [run] };
}

async function textOf(context, log, problems) {
  const page = await context.newPage();
  page.on('pageerror', error => problems.push(error.message));
  await page.setViewportSize({ width: 1400, height: 3000 });
  await page.setContent('<!doctype html><meta charset="utf-8"><div id="viewer" style="height: 2900px"></div>');
  for (const script of scripts) await page.addScriptTag({ path: path.join(modules, script) });
  await page.evaluate(data => {
    ReactDOM.render(React.createElement(Viewer, { logs: [data], filterState: {} }), document.getElementById('viewer'));
  }, log);
  await page.waitForFunction(() => document.body.innerText.includes('stallhound'), null, { timeout: 30000 });
  // Rules are folded but for the first, and show three results at first.
  for (let i = 0; i < 50; ++i) {
    const folded = page.locator('tr[aria-expanded="false"]').first();
    if (await folded.count() === 0) break;
    await folded.click();
  }
  for (let i = 0; i < 50; ++i) {
    const more = page.getByText('Show All', { exact: true }).first();
    if (await more.count() === 0) break;
    await more.click();
  }
  await page.waitForTimeout(300);
  const text = await page.evaluate(() => document.body.innerText);
  await page.close();
  return text;
}

async function main() {
  const log = JSON.parse(fs.readFileSync(file, 'utf8'));
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'stallhound-browser-'));
  const problems = [];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  try {
    await context.route(/^(https?|wss?|ftp):/, route => {
      problems.push('asks for ' + route.request().url());
      return route.abort();
    });
    const flow = longestFlow(log);
    const results = await textOf(context, log, problems);
    const steps = await textOf(context, asResults(log, flow), problems);
    console.log(JSON.stringify({ results, steps, flow: flow.steps, problems }));
  } finally {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
