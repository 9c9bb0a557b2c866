'use strict';

const MAX_SIZE = 20 * 1024 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'text/plain', 'application/pdf'];

const CRC64 = 'x-oss-hash-crc64ecma';
const AT_ONCE = 3;
/** How long the page waits in milliseconds: for a form, while nothing moves, and for an event before it asks again. */
const PATIENCE = {form: 30_000, stall: 60_000, event: 5_000};

/** CRC-64 as OSS computes it (CRC-64/XZ), in two halves of 32 bits, since numbers here have 53. */
const crc64 = (() => {
  const polynomial = 0xC96C5795D7870F42n;
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  for (let n = 0; n < 256; n++) {
    let value = BigInt(n);
    for (let bit = 0; bit < 8; bit++) {
      value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    }
    low[n] = Number(BigInt.asIntN(32, value));
    high[n] = Number(BigInt.asIntN(32, value >> 32n));
  }
  return async (file, signal) => {
    let l = -1;
    let h = -1;
    for (let at = 0; at < file.size; at += 1 << 20) {
      signal.throwIfAborted();
      const bytes = new Uint8Array(await file.slice(at, at + (1 << 20)).arrayBuffer());
      for (const byte of bytes) {
        const index = (l ^ byte) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ low[index];
        h = (h >>> 8) ^ high[index];
      }
    }
    return ((BigInt(~h >>> 0) << 32n) | BigInt(~l >>> 0)).toString();
  };
})();

function later(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function exactSize(bytes) {
  return `${bytes} ${Number(bytes) === 1 ? 'byte' : 'bytes'}`;
}

function humanSize(bytes) {
  if (bytes < 1000) return exactSize(bytes);
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Why an upload failed, whether it can help to send the same file again, and which request OSS refused. */
class Failure extends Error {
  constructor(message, again = true, request = '') {
    super(message);
    this.again = again;
    this.request = request;
  }
}

/** What to tell people, for what OSS answers. */
function explain(status, body) {
  const error = new DOMParser().parseFromString(body, 'application/xml');
  const text = (name) => error.querySelector(name)?.textContent ?? '';
  const code = text('Code');
  const message = text('Message');
  const reasons = [
    [/^CallbackFailed/, `Stored, but the application server was not told: ${message}`],
    [/^EntityTooLarge/, `Too large: OSS takes files of up to ${humanSize(MAX_SIZE)} here.`, false],
    [/^EntityTooSmall/, 'Too small: OSS takes no file of this size here.', false],
    [/^SignatureDoesNotMatch/, 'Refused: the form was changed after it was signed.'],
    [/^AccessDenied.*expired/i, 'Refused: the form has expired.'],
    [/^AccessDenied.*content-type/i, 'Refused: files of this type are not taken here.', false],
    [/^AccessDenied/, `Refused: the form does not allow this. ${message}`],
    [/^FileAlreadyExists/, 'Refused: there is a file of this name already.'],
    [/^RequestTimeTooSkewed/, 'Refused: the clock of the application server is wrong.'],
    [/^/, `OSS answered ${status} ${code} ${message}`.trim()],
  ];
  const [, reason, again] = reasons.find(([pattern]) => pattern.test(`${code} ${message}`));
  return new Failure(reason, again, text('RequestId'));
}

/** Who waits to hear of which key. While somebody does, the page listens; the server begins with what it told lately. */
const waiting = new Map();
let events = null;

function listen() {
  events?.close();
  events = new EventSource('events');
  events.onmessage = (message) => {
    const event = JSON.parse(message.data);
    waiting.get(event.key)?.resolve(event);
  };
}

function hear(key) {
  if (!waiting.has(key)) waiting.set(key, Promise.withResolvers());
  if (!events) listen();
  return waiting.get(key).promise;
}

function forget(key) {
  waiting.delete(key);
  if (waiting.size === 0) {
    events?.close();
    events = null;
  }
}

/** What the application server has verified of a key; undefined if that cannot be had, though it was asked again. */
async function verified(key, signal) {
  const cancelled = new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  for (let asked = 1; ; asked++) {
    const event = await Promise.race([hear(key), later(PATIENCE.event), cancelled]);
    if (event || asked === 3) return event;
    listen();
  }
}

const queue = [];
let running = 0;

/** Browsers have six connections to a host: what waits here for its turn does not look stalled, and its form not expire. */
function takeTurns() {
  while (running < AT_ONCE && queue.length > 0) {
    running++;
    queue.shift()().finally(() => {
      running--;
      takeTurns();
    });
  }
}

/** Says to those who hear the page how things stand, without every percent. */
function announce(text) {
  const line = document.createElement('p');
  line.textContent = text;
  const said = document.getElementById('said');
  said.append(line);
  if (said.children.length > 5) said.firstElementChild.remove();
}

class Upload {
  constructor(file) {
    this.file = file;
    this.element = document.getElementById('upload').content.firstElementChild.cloneNode(true);
    this.find('.name').textContent = file.name;
    this.find('.size').textContent = humanSize(file.size);
    this.find('.bar').setAttribute('aria-label', `Progress of ${file.name}`);
    this.find('button').addEventListener('click', (event) => {
      // The second click of a double one would take the first back.
      if (event.detail > 1) return;
      if (this.controller.signal.aborted) this.start();
      else this.cancel();
    });
    document.getElementById('uploads').prepend(this.element);
    document.getElementById('none').hidden = true;
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  show(state, text, action) {
    this.element.dataset.state = state;
    this.find('.state').textContent = text;
    const button = this.find('button');
    button.hidden = !action;
    button.textContent = action;
    button.setAttribute('aria-label', `${action}: ${this.file.name}`);
  }

  end(state, text, again) {
    this.show(state, text, again ? 'Try again' : '');
    announce(`${this.file.name}: ${text}`);
  }

  fail(state, failure) {
    this.end(state, failure.message, failure.again);
    if (failure.request) this.fact('Request', failure.request);
  }

  progress(fraction) {
    const percent = Math.round(100 * fraction);
    this.find('.bar').setAttribute('aria-valuenow', percent);
    this.find('.bar div').style.width = `${percent}%`;
    return percent;
  }

  fact(name, value) {
    const facts = this.find('.facts');
    facts.hidden = false;
    const term = document.createElement('dt');
    term.textContent = name;
    const description = document.createElement('dd');
    description.textContent = value;
    facts.append(term, description);
  }

  start() {
    const whatIf = document.getElementById('what-if').value;
    const controller = new AbortController();
    this.controller = controller;
    this.find('.facts').replaceChildren();
    this.find('.facts').hidden = true;
    this.progress(0);
    this.show('queued', 'Waiting for its turn…', 'Cancel');
    queue.push(() => this.run(whatIf, controller));
    takeTurns();
  }

  cancel() {
    const sent = this.element.dataset.state === 'sent';
    this.controller.abort();
    this.end('cancelled', sent ? 'Cancelled, but OSS may have stored it already.' : 'Cancelled.', true);
  }

  async run(whatIf, controller) {
    const {signal} = controller;
    if (signal.aborted) return;
    let form;
    try {
      if (whatIf !== 'unchecked') this.check();
      this.show('preparing', 'Preparing…', 'Cancel');
      form = await this.form(whatIf, signal);
      const [answer, here] = await Promise.all([this.post(form, signal), crc64(this.file, signal)]);
      await this.settle(form.key, answer, here, signal);
    } catch (problem) {
      if (signal.aborted) return;
      const gone = ['NotReadableError', 'NotFoundError'].includes(problem.name);
      this.fail('failed', gone ? new Failure('The file has changed or is gone. Choose it again.', false) : problem);
    } finally {
      if (form) forget(form.key);
      // One of them may still send, or compute.
      controller.abort();
    }
  }

  check() {
    if (this.file.size > MAX_SIZE) throw new Failure(`Too large: at most ${humanSize(MAX_SIZE)} are allowed.`, false);
    if (!TYPES.includes(this.file.type)) {
      throw new Failure(`Wrong type: ${this.file.type || 'unknown'}. Pictures, PDF and plain text are allowed.`, false);
    }
  }

  async form(whatIf, signal) {
    let form;
    let refusal;
    try {
      const answer = await fetch(`forms?${new URLSearchParams({name: this.file.name, whatIf})}`, {
        method: 'POST',
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE.form)]),
      });
      if (answer.ok) form = await answer.json();
      else refusal = await answer.text();
    } catch {
      throw new Failure('The application server cannot be reached.');
    }
    if (!form) throw new Failure(`The application server refused: ${refusal}`);
    if (whatIf === 'expired') await later(2100);
    if (whatIf === 'tampered') {
      const policy = JSON.parse(atob(form.fields.policy));
      policy.conditions = policy.conditions.filter((condition) => condition[0] !== 'content-length-range');
      form.fields.policy = btoa(JSON.stringify(policy));
    }
    if (whatIf === 'oss-down') form.url = 'http://127.0.0.1:9/';
    return form;
  }

  /** Posts the form with the file, and resolves to the request with OSS's answer; to null if all was sent and that is lost. */
  post(form, signal) {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    // OSS reads nothing behind the file.
    body.append('x-oss-content-type', this.file.type);
    body.append('file', this.file);
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const request = new XMLHttpRequest();
      let begun = false;
      let sent = false;
      let timer;
      const lost = (message) => sent ? resolve(null) : reject(new Failure(message));
      const alive = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          lost(`No progress for ${PATIENCE.stall / 1000} seconds. Is the network still there?`);
          request.abort();
        }, PATIENCE.stall);
      };
      request.upload.onprogress = (event) => {
        begun = true;
        alive();
        this.show('sending', `Sending… ${this.progress(event.loaded / event.total)} %`, 'Cancel');
      };
      request.upload.onload = () => {
        sent = true;
        alive();
        this.show('sent', 'Sent. OSS is calling the application server…', 'Cancel');
        hear(form.key);
      };
      request.onload = () => resolve(request);
      request.onerror = () => {
        const failed = begun ? 'The connection to OSS broke.' : 'OSS cannot be reached, or does not allow this page (CORS).';
        this.file.slice(0, 1).arrayBuffer().then(() => lost(failed), reject);
      };
      request.onabort = () => reject(signal.reason);
      request.onloadend = () => clearTimeout(timer);
      signal.addEventListener('abort', () => request.abort());
      request.open('POST', form.url);
      request.send(body);
      alive();
      this.show('sending', 'Sending…', 'Cancel');
      announce(`${this.file.name}: Sending`);
    });
  }

  /** Nothing is called verified before OSS, the application server and this page agree on what is stored. */
  async settle(key, answer, here, signal) {
    const agree = (there) => {
      if (there && there !== here) throw new Failure(`Damaged on the way: CRC64 ${here} here, ${there} at OSS.`);
    };
    if (answer && answer.status !== 200 && answer.status !== 203) throw explain(answer.status, answer.responseText);
    this.progress(1);
    const header = answer?.getResponseHeader(CRC64);
    agree(header);
    const same = `${here}, the same at OSS`;
    const told = header ? same : `${here}, not compared: the bucket's CORS rule does not expose ${CRC64}`;
    if (answer?.status === 203) {
      this.fact('CRC64', told);
      return this.fail('stored', explain(203, answer.responseText));
    }
    if (!answer) {
      this.show('sent', 'Sent, but the answer of OSS is lost. Asking the application server…', 'Cancel');
    } else if (JSON.parse(answer.responseText).verified) {
      this.show('stored', 'Stored. Waiting for the application server to show what it has verified…', '');
    } else {
      throw new Failure('Not believed: what OSS reports is not what it stores.');
    }
    const event = await verified(key, signal);
    if (!event && !answer) {
      throw new Failure('The answer of OSS is lost, and the application server knows of no upload. It may be stored or not.');
    }
    if (!event) {
      this.fact('CRC64', told);
      return this.end('stored', 'Stored. The application server told OSS that it is verified, but does not tell this page.');
    }
    if (!event.confirmed) throw new Failure('Not believed: what OSS reports is not what it stores.');
    if (Number(event.size) !== this.file.size) {
      throw new Failure(`Damaged on the way: ${exactSize(event.size)} of ${exactSize(this.file.size)} are at OSS.`);
    }
    agree(event.crc64);
    if (header || event.crc64) {
      this.fact('CRC64', header ? same : `${same}, which the application server asked`);
      this.end('verified', 'Stored, and verified by the application server.');
    } else {
      this.fact('CRC64', told);
      this.end('stored', 'Stored, but not compared: OSS tells no CRC64.');
    }
    this.fact('Object', event.key);
    this.fact('Size', exactSize(event.size));
    this.fact('Type', event.mimeType);
    this.fact('ETag', event.etag);
  }
}

function choose(files) {
  for (const file of files) new Upload(file).start();
}

const input = document.getElementById('files');
input.addEventListener('change', () => {
  choose(input.files);
  input.value = '';
});

const drop = document.getElementById('drop');
drop.addEventListener('dragover', () => drop.classList.add('over'));
drop.addEventListener('dragleave', (event) => {
  if (!drop.contains(event.relatedTarget)) drop.classList.remove('over');
});
drop.addEventListener('drop', (event) => {
  drop.classList.remove('over');
  choose(event.dataTransfer.files);
});
// Beside the drop area the browser would open the file, and leave the page with its uploads.
for (const type of ['dragover', 'drop']) {
  window.addEventListener(type, (event) => {
    event.preventDefault();
    if (!drop.contains(event.target)) event.dataTransfer.dropEffect = 'none';
  });
}
