// SPDX-License-Identifier: Apache-2.0
// Draws the charts of ../README.md from the results beside this file, and fails if README.md of the project has other numbers: `mvn -Pcharts`.
// `node charts.js record NAME COMMAND…` stores what a benchmark printed, or the JSON of JMH, as the results of that command on
// this machine, and prints the tables for the page.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import * as vega from 'vega';
import { compile } from 'vega-lite';

const here = (name) => new URL(name, import.meta.url);
const load = (name) => JSON.parse(readFileSync(here(`${name}.json`)));

/** Returns the tables of a page, or of the output of a benchmark: the first header, and the rows by the other headers. */
function parse(text) {
  return [...text.matchAll(/^\|.*\|\n\|(?:-+\|)+\n(?:\|.*\|\n?)*/gm)].map(([table]) => {
    const [[title, ...headers], , ...rows] = table
      .trim()
      .split('\n')
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      );
    const value = (cell) => (cell === '' || Number.isNaN(Number(cell)) ? cell : Number(cell));
    return {
      title,
      rows: rows.map(([name, ...cells]) => ({
        name,
        ...Object.fromEntries(headers.map((header, i) => [header, value(cells[i])])),
      })),
    };
  });
}

function print({ title, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`.replaceAll('  ', ' ');
  const headers = Object.keys(rows[0]).slice(1);
  return [
    line([title, ...headers]),
    `|${'---|'.repeat(headers.length + 1)}`,
    ...rows.map((row) => line(Object.values(row))),
  ].join('\n');
}

const sizes = { 16: '16 B', 256: '256 B', 4096: '4 KiB', 65536: '64 KiB', 1048576: '1 MiB', 16777216: '16 MiB' };
const threeDigits = (value) => value.toFixed(value < 10 ? 2 : value < 20 ? 1 : 0);
const wholeNumber = (value) => Math.round(value).toLocaleString('en-US');

/** Each table of JMH: its rows, its columns, and how a benchmark, a row and a column name a result in nanoseconds. */
const ofJmh = {
  Crc64Benchmark: {
    title: 'size',
    rows: Object.values(sizes),
    columns: {
      ossv4: 'ours',
      ossv4InUpdates: 'in updates of 8 KiB',
      sdkV1: 'SDK v1',
      sdkV2: 'SDK v2',
      xz: 'xz-java',
      bytewiseTable: 'bytewise',
      intrinsicCrc32c: 'CRC32C',
      nativeCrc64Nvme: 'CRC64NVME',
    },
    key: (row, column) => ({ method: column, size: Object.keys(sizes).find((size) => sizes[size] === row) }),
    value: ({ size }, nanos) => size / nanos,
    format: threeDigits,
  },
  SigningBenchmark: {
    title: '',
    rows: ['header', 'url', 'policy'],
    columns: { Ossv4: 'ours', BareHashing: 'bare hashing', SdkV1: 'SDK v1', SdkV2: 'SDK v2' },
    key: (row, column) => ({ method: row + column }),
    value: (_, nanos) => nanos,
    format: wholeNumber,
  },
};

/** Returns the table of the JSON of JMH: the median of all JVMs, minimum and maximum, and the bytes that were allocated. */
function jmh(results) {
  const { title, rows, columns, key, value, format } = ofJmh[results[0].benchmark.split('.').at(-2)];
  const cell = (row, column) => {
    const { method, size } = key(row, column);
    const result = results.find(({ benchmark, params }) => benchmark.endsWith(`.${method}`) && (!size || params.size === size));
    if (!result) {
      return '';
    }
    const jvms = result.primaryMetric.rawData
      .map((raw) => value({ size }, raw.reduce((a, b) => a + b) / raw.length))
      .sort((a, b) => a - b);
    const bytes = result.secondaryMetrics['gc.alloc.rate.norm']?.score;
    const allocated = bytes > 100 ? `, ${(bytes / 1000).toFixed(1)} KB` : '';
    return `${format(jvms[jvms.length >> 1])} (${format(jvms[0])} to ${format(jvms.at(-1))})${allocated}`;
  };
  return {
    title,
    rows: rows.map((row) => ({
      name: row,
      ...Object.fromEntries(Object.entries(columns).map(([column, name]) => [name, cell(row, column)])),
    })),
  };
}

function record(name, command) {
  const text = readFileSync(0, 'utf8');
  const results = text.startsWith('[') && JSON.parse(text);
  const jdk = results ? results[0].jdkVersion : /JDK (\S+?),/.exec(text)[1];
  const run = { date: new Date().toISOString().slice(0, 10), machine: `${cpus().length} × ${cpus()[0].model}`, jdk, command };
  const tables = results ? [jmh(results)] : parse(text);
  const lines = tables.map(
    ({ title, rows }) =>
      `{"title": ${JSON.stringify(title)}, "rows": [\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]}`,
  );
  writeFileSync(here(`${name}.json`), `{"run": ${JSON.stringify(run, null, 2)},\n"tables": [${lines.join(', ')}]}\n`);
  console.log(tables.map(print).join('\n\n'));
}

/** The number before the brackets, and those in them. */
const measured = (cell) => {
  const [value, min, max] = String(cell)
    .replaceAll(',', '')
    .match(/[\d.]+/g)
    .map(Number);
  return { value, min, max };
};

/** Readable on the backgrounds of GitHub. Ours alone has a colour: blue differs from grey for the colour-blind as well. */
const themes = {
  light: { ours: '#0969da', other: '#8c959f', text: '#1f2328', rule: '#d1d9e0' },
  dark: { ours: '#58a6ff', other: '#848d97', text: '#f0f6fc', rule: '#3d444d' },
};

const shade = (theme) => ({ condition: { test: 'datum.ours', value: theme.ours }, value: theme.other });

/**
 * Panels of bars with their numbers, the shortest first, and lines from minimum to maximum; the panels share the axis below the
 * last one.
 */
function bars(theme, values, unit, format) {
  const panels = [...new Set(values.map(({ panel }) => panel))];
  return {
    vconcat: panels.map((panel) => {
      const y = { field: 'name', type: 'nominal', sort: null, title: null, axis: { minExtent: 166, maxExtent: 166 } };
      const axis = panel === panels.at(-1) ? { tickCount: 4 } : { tickCount: 4, labels: false, ticks: false, title: null };
      const x = { field: 'value', type: 'quantitative', title: `${unit}: less is better`, axis };
      const end = { ...x, field: 'max' };
      return {
        ...(panel && { title: { text: panel, anchor: 'start', frame: 'group', color: theme.text } }),
        data: { values: values.filter((each) => each.panel === panel).sort((a, b) => a.value - b.value) },
        width: 210,
        height: { step: 26 },
        layer: [
          { mark: { type: 'bar', cornerRadiusEnd: 2 }, encoding: { y, x, color: shade(theme) } },
          { mark: { type: 'rule', color: theme.text }, encoding: { y, x: { ...x, field: 'min' }, x2: { field: 'max' } } },
          {
            mark: { type: 'text', align: 'left', dx: 6, color: theme.text },
            encoding: { y, x: end, text: { field: 'value', format } },
          },
        ],
      };
    }),
    resolve: { scale: { x: 'shared' } },
    spacing: 14,
  };
}

const charts = {
  crc64: (theme) => {
    const columns = { ours: 'ossv4', 'SDK v2': 'SDK v2', 'xz-java': 'xz-java', bytewise: 'bytewise table' };
    const values = load('crc64').tables[0].rows.flatMap((row) =>
      Object.entries(columns).map(([column, name]) => ({
        name,
        ours: column === 'ours',
        size: row.name,
        ...measured(row[column]),
      })),
    );
    const x = { field: 'size', type: 'ordinal', sort: null, title: null, axis: { labelAngle: 0 } };
    const y = {
      field: 'value',
      type: 'quantitative',
      title: 'gigabytes per second, logarithmic: more is better',
      scale: { type: 'log', domain: [0.3, 12] },
      // Upright, it would be hard to read on a phone.
      axis: { values: [0.5, 1, 2, 5, 10], titleAngle: 0, titleAlign: 'left', titleX: -25, titleY: -20 },
    };
    const color = shade(theme);
    return {
      data: { values },
      width: 300,
      height: 220,
      layer: [
        { mark: { type: 'line', strokeWidth: 2.5, point: { size: 50 } }, encoding: { x, y, detail: { field: 'name' }, color } },
        {
          transform: [{ filter: "datum.size === '16 MiB'" }],
          mark: { type: 'text', align: 'left', dx: 10, color: theme.text },
          encoding: { x, y, text: { field: 'name' } },
        },
        {
          transform: [{ filter: 'datum.ours' }],
          mark: { type: 'text', dy: -14, color: theme.text },
          encoding: { x, y, text: { field: 'value', format: '.1f' } },
        },
      ],
    };
  },
  signing: (theme) => {
    const columns = { 'bare hashing': 'its hashing alone', ours: 'ossv4', 'SDK v1': 'SDK v1', 'SDK v2': 'SDK v2' };
    const [header] = load('signing').tables[0].rows;
    const values = Object.entries(columns).map(([column, name]) => {
      const { value, min, max } = measured(header[column]);
      return { name, ours: column === 'ours', value: value / 1000, min: min / 1000, max: max / 1000 };
    });
    return bars(theme, values, 'microseconds to sign a put', '.2r');
  },
  footprint: (theme) => {
    const names = {
      'ossv4-core': 'ossv4-core',
      'ossv4-http': 'ossv4-http',
      'ossv4-http, class archive, C1': 'ossv4-http, archive and C1',
      OkHttp: 'OkHttp',
      'SDK v1': 'SDK v1',
      'SDK v2': 'SDK v2',
    };
    const values = load('footprint')
      .tables.filter(({ title }) => title.startsWith('put'))
      .flatMap(({ title, rows }) =>
        Object.entries(names).map(([key, name]) => {
          const value = rows.find((row) => row.name === key)['CPU, ms'];
          return { panel: title, name, ours: name.startsWith('ossv4'), value, min: value, max: value };
        }),
      );
    return bars(theme, values, 'milliseconds of CPU time', ',');
  },
  transfers: (theme) => {
    const values = load('transfers').tables[0].rows.map((row) => {
      const [client, ...panel] = row.name.split(', ');
      return {
        panel: `1 GiB ${panel.join(', ')}`,
        name: client,
        ours: client === 'ossv4',
        ...measured(`${row['wall, s']} ${row['min to max']}`),
      };
    });
    return bars(theme, values, 'seconds', '.2f');
  },
};

/** Readable on a phone if the width is at most about 430. Without a canvas, Vega estimates texts as half as long again. */
async function draw() {
  vega.textMetrics.width = (item, text) => String(text ?? item.text).length * (item.fontSize ?? 11) * 0.52;
  for (const [name, chart] of Object.entries(charts)) {
    for (const [mode, theme] of Object.entries(themes)) {
      const config = {
        background: null,
        aria: false,
        font: 'sans-serif',
        view: { stroke: null },
        padding: 8,
        axis: {
          labelFontSize: 13,
          titleFontSize: 13,
          titleFontWeight: 'normal',
          labelColor: theme.text,
          titleColor: theme.text,
          gridColor: theme.rule,
          tickColor: theme.rule,
          domainColor: theme.rule,
          labelLimit: 300,
        },
        title: { fontSize: 13 },
        text: { fontSize: 13 },
      };
      const view = new vega.View(vega.parse(compile({ ...chart(theme), config }).spec), { renderer: 'none' });
      writeFileSync(here(`${name}-${mode}.svg`), `${await view.toSVG()}\n`);
    }
  }
}

/** Throws if README.md has other numbers than the results. */
function compare() {
  const [, presign, http, https] = load('footprint').tables;
  const named = (rows, name) => rows.find((row) => row.name.replaceAll('`', '').startsWith(name));
  const { rows } = parse(readFileSync(here('../../README.md'), 'utf8')).find((table) => named(table.rows, 'SDK v2'));
  for (const name of ['ossv4-core', 'ossv4-http', 'SDK v2']) {
    const [url, put, secure] = [presign, http, https].map((table) => named(table.rows, name));
    const ratios = [url, put, secure].map((row) => row['CPU / SDK v2']);
    const expected = [url.jars, url.MB, ...ratios, Math.round(url['peak memory, MB'])];
    if (JSON.stringify(Object.values(named(rows, name)).slice(1)) !== JSON.stringify(expected)) {
      throw new Error(`README.md must have these numbers of footprint.json for ${name}: ${expected.join(' | ')}`);
    }
  }
}

const [action = 'draw', name, ...command] = process.argv.slice(2);
if (action === 'record') {
  record(name, command.join(' '));
} else {
  compare();
  await draw();
}
