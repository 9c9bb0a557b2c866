'use strict';

const MAX_SIZE = 20 * 1024 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'text/plain', 'application/pdf'];

const byKey = new Map();
const verified = new Map();

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
  return async (file) => {
    let l = -1;
    let h = -1;
    for (let at = 0; at < file.size; at += 1 << 20) {
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

function humanSize(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** What to tell people, for what OSS answers. */
function explain(status, body) {
  const error = new DOMParser().parseFromString(body, 'application/xml');
  const text = (name) => error.querySelector(name)?.textContent ?? '';
  const code = text('Code');
  const message = text('Message');
  const request = text('RequestId');
  const reasons = [
    [/CallbackFailed/, `Stored, but the application server was not told: ${message}`],
    [/EntityTooLarge/, `Too large: OSS takes files of up to ${humanSize(MAX_SIZE)} here.`],
    [/EntityTooSmall/, 'Too small: OSS takes no file of this size here.'],
    [/SignatureDoesNotMatch/, 'Refused: the form was changed after it was signed.'],
    [/AccessDenied/, /expired/i.test(message)
      ? 'Refused: the form has expired. Choose the file again.'
      : /content-type/i.test(message)
        ? 'Refused: files of this type are not taken here.'
        : `Refused: the form does not allow this. ${message}`],
    [/FileAlreadyExists/, 'Refused: there is a file of this name already.'],
    [/RequestTimeTooSkewed/, 'Refused: the clock of the application server is wrong.'],
  ];
  const reason = reasons.find(([pattern]) => pattern.test(code));
  return (reason ? reason[1] : `OSS answered ${status} ${code} ${message}`.trim()) + (request ? ` (request ${request})` : '');
}

class Upload {
  constructor(file) {
    this.file = file;
    this.element = document.getElementById('upload').content.firstElementChild.cloneNode(true);
    this.find('.name').textContent = file.name;
    this.find('.size').textContent = humanSize(file.size);
    document.getElementById('uploads').prepend(this.element);
    document.getElementById('none').hidden = true;
    this.progress(0);
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  state(state, text) {
    this.element.dataset.state = state;
    this.find('.state').textContent = text;
  }

  progress(fraction) {
    const percent = Math.round(100 * fraction);
    this.find('.bar').setAttribute('aria-valuenow', percent);
    this.find('.bar div').style.width = `${percent}%`;
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

  async run(whatIf) {
    const file = this.file;
    if (whatIf !== 'unchecked') {
      if (file.size > MAX_SIZE) {
        return this.state('failed', `Too large: at most ${humanSize(MAX_SIZE)} are allowed.`);
      }
      if (!TYPES.includes(file.type)) {
        return this.state('failed', `Wrong type: ${file.type || 'unknown'}. Pictures, PDF and plain text are allowed.`);
      }
    }
    this.state('preparing', 'Preparing…');
    let form;
    try {
      const asked = new URLSearchParams({name: file.name, whatIf});
      const answer = await fetch(`forms?${asked}`, {method: 'POST'});
      if (!answer.ok) return this.state('failed', `The application server refused: ${await answer.text()}`);
      form = await answer.json();
    } catch {
      return this.state('failed', 'The application server cannot be reached.');
    }
    if (whatIf === 'expired') await new Promise((resolve) => setTimeout(resolve, 2100));
    if (whatIf === 'tampered') {
      const policy = JSON.parse(atob(form.fields.policy));
      policy.conditions = policy.conditions.filter((condition) => condition[0] !== 'content-length-range');
      form.fields.policy = btoa(JSON.stringify(policy));
    }
    if (whatIf === 'oss-down') form.url = 'http://127.0.0.1:9/';
    byKey.set(form.key, this);
    this.crc64 = crc64(file);
    this.send(form);
  }

  send(form) {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    // OSS reads nothing behind the file.
    body.append('x-oss-content-type', this.file.type);
    body.append('file', this.file);
    const request = new XMLHttpRequest();
    request.open('POST', form.url);
    request.upload.onprogress = (event) => {
      this.progress(event.loaded / event.total);
      this.state('sending', `Sending… ${Math.round(100 * event.loaded / event.total)} %`);
    };
    request.upload.onload = () => this.state('sent', 'Sent. OSS is calling the application server…');
    request.onerror = () => this.state('failed', 'OSS cannot be reached, or does not allow this page (CORS).');
    request.onload = () => this.answered(request, form.key);
    request.send(body);
  }

  async answered(request, key) {
    if (request.status !== 200 && request.status !== 203) {
      return this.state('failed', explain(request.status, request.responseText));
    }
    this.progress(1);
    const here = await this.crc64;
    const there = request.getResponseHeader('x-oss-hash-crc64ecma');
    if (there && there !== here) {
      return this.state('failed', `Damaged on the way: CRC64 ${here} here, ${there} at OSS.`);
    }
    this.fact('CRC64', there ? `${here}, the same at OSS` : `${here}, not compared: OSS tells none`);
    if (request.status === 203) {
      return this.state('stored', explain(203, request.responseText));
    }
    if (this.element.dataset.state !== 'verified') {
      this.state('stored', 'Stored. Waiting for the application server to show what it has verified…');
    }
    const event = verified.get(key);
    if (event) this.verified(event);
  }

  verified(event) {
    if (this.element.dataset.state !== 'stored') return;
    if (!event.confirmed) return this.state('failed', 'The callback does not say what is stored.');
    this.state('verified', 'Stored, and verified by the application server.');
    this.fact('Object', event.object ?? event.key);
    this.fact('Size', `${event.size} bytes`);
    this.fact('Type', event.mimeType);
    this.fact('ETag', event.etag);
  }
}

new EventSource('events').onmessage = (message) => {
  const event = JSON.parse(message.data);
  verified.set(event.key, event);
  byKey.get(event.key)?.verified(event);
};

function choose(files) {
  const whatIf = document.getElementById('what-if').value;
  for (const file of files) new Upload(file).run(whatIf);
}

const input = document.getElementById('files');
input.addEventListener('change', () => {
  choose(input.files);
  input.value = '';
});

const drop = document.getElementById('drop');
for (const type of ['dragenter', 'dragover']) {
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
for (const type of ['dragleave', 'drop']) {
  drop.addEventListener(type, () => drop.classList.remove('over'));
}
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  choose(event.dataTransfer.files);
});
