// SPDX-License-Identifier: Apache-2.0
// Renders README.md and the pages that it leads to, with the links between them. Fails if a link leads to a file or a heading
// that does not exist. Arguments: the folder to write to, and the version.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { all, createStarryNight } from '@wooorm/starry-night';
import markdownIt from 'markdown-it';

const [out, version] = process.argv.slice(2);
const root = new URL('../../', import.meta.url).pathname;
const source = `https://github.com/ossv4/ossv4/blob/${version.endsWith('-SNAPSHOT') ? 'main' : `v${version}`}`;
const guides = {
  'http/README.md': 'Guide',
  'http/cli/README.md': 'Command line',
  'http/emulator/README.md': 'Emulator',
  'benchmarks/README.md': 'Benchmarks',
};
/** The pages that each page leads to, by language. */
const menus = {
  en: { 'README.md': 'ossv4', 'http/TUTORIAL.md': 'Tutorial', ...guides },
  'zh-CN': { '.github/README.zh-CN.md': 'ossv4', '.github/TUTORIAL.zh-CN.md': '教程', ...guides },
};
/** Pages that are not in the repository, and where the build writes them. */
const generated = { 'http/emulator/CONFORMANCE.md': 'http/emulator/target/conformance-page.md' };
const problems = [];
const pages = new Map();
const highlighter = await createStarryNight(all);
const markdown = markdownIt({ html: true, highlight });

/** Returns code with the classes of GitHub's highlighter, whose colours github-markdown-css has. */
function highlight(code, language) {
  const scope = language && highlighter.flagToScope(language);
  const html = ({ value, children, properties }) =>
    children
      ? `<span class="${properties?.className.join(' ') ?? ''}">${children.map(html).join('')}</span>`
      : markdown.utils.escapeHtml(value);
  return scope ? highlighter.highlight(code, scope).children.map(html).join('') : '';
}

/** GitHub Pages leaves out folders whose name begins with a period. */
const address = (page) =>
  page
    .replace(/^\.github\//, 'project/')
    .replace('README', 'index')
    .replace(/\.md$/, '.html');

const language = (page) => (page.includes('zh-CN') ? 'zh-CN' : 'en');

/** Other pages are found, but below these. */
const forUsers = (page) => language(page) !== 'en' || !/^\.github|CONFORMANCE/.test(page);

function copy(from, name) {
  mkdirSync(dirname(join(out, name)), { recursive: true });
  copyFileSync(from, join(out, name));
}

/** Returns the link of a page as the link of its HTML. */
function link(page, to) {
  const [, name, heading] = /^([^#]*)#?(.*)$/.exec(to);
  if (/^[a-z]+:/.test(to)) {
    return to;
  }
  const target = name ? join(dirname(page), name) : page;
  if (!existsSync(join(root, target))) {
    problems.push(`${page}: ${to} does not exist`);
  } else if (target.endsWith('.md')) {
    add(target);
    pages.get(page).links.push({ target, heading });
    return relative(dirname(address(page)), address(target)) + (heading && `#${heading}`);
  } else if (target.endsWith('.svg')) {
    copy(join(root, target), target);
    return relative(dirname(address(page)), target);
  }
  return `${source}/${target}`;
}

/** Adds a page and those that it leads to, with the anchors of headings as GitHub makes them. */
function add(page) {
  if (pages.has(page)) {
    return;
  }
  const headings = [];
  pages.set(page, { headings, links: [] });
  const tokens = markdown.parse(readFileSync(join(root, generated[page] ?? page), 'utf8'), {});
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open') {
      const text = tokens[i + 1].children.map(({ content }) => content).join('');
      const slug = text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
      const earlier = headings.filter((heading) => heading.slug === slug).length;
      const anchor = earlier ? `${slug}-${earlier}` : slug;
      headings.push({ text, slug, anchor });
      token.attrSet('id', anchor);
    }
  });
  const html = markdown.renderer.render(tokens, markdown.options, {});
  const rewritten = html.replace(/\b(href|src|srcset)="([^"]*)"/g, (_, attribute, to) => `${attribute}="${link(page, to)}"`);
  const up = relative(dirname(address(page)), '.') || '.';
  const items = Object.entries(menus[language(page)]).map(
    ([target, text]) => `<a href="${link(page, relative(dirname(page), target))}">${text}</a>`,
  );
  const name = join(out, address(page));
  mkdirSync(dirname(name), { recursive: true });
  writeFileSync(
    name,
    `<!DOCTYPE html>
<html lang="${language(page)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${headings[0].text === 'ossv4' ? 'ossv4' : `${markdown.utils.escapeHtml(headings[0].text)} – ossv4`}</title>
<link rel="stylesheet" href="${up}/github-markdown.css">
<link rel="stylesheet" href="${up}/pagefind/pagefind-component-ui.css">
<link rel="stylesheet" href="${up}/site.css">
<script src="${up}/pagefind/pagefind-component-ui.js" defer></script>
</head>
<body class="markdown-body">
<nav>${items.join('\n')}
<a href="${up}/api/index.html">API</a>
<a href="https://github.com/ossv4/ossv4">GitHub</a></nav>
<pagefind-searchbox show-sub-results max-results="20"></pagefind-searchbox>
<main data-pagefind-body data-pagefind-weight="${forUsers(page) ? 1 : 0.1}">
${rewritten}</main>
</body>
</html>
`,
  );
}

add('README.md');
// A test writes it.
add('http/emulator/CONFORMANCE.md');
copy(new URL('node_modules/github-markdown-css/github-markdown.css', import.meta.url).pathname, 'github-markdown.css');
copy(new URL('site.css', import.meta.url).pathname, 'site.css');
for (const [page, { links }] of pages) {
  for (const { target, heading } of links) {
    if (heading && !pages.get(target).headings.some(({ anchor }) => anchor === decodeURIComponent(heading))) {
      problems.push(`${page}: ${target} has no heading #${heading}`);
    }
  }
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${pages.size} pages, ${[...pages.values()].reduce((sum, { links }) => sum + links.length, 0)} links between them`);
