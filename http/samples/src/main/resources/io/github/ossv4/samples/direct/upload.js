'use strict';

const MAX_SIZE = 20 * 1024 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'text/plain', 'application/pdf'];

const CRC64_HEADER = 'x-oss-hash-crc64ecma';
const MAX_PARALLEL = 3;
const EVENT_ATTEMPTS = 3;
/** Milliseconds: for a form, without progress of an upload, and for each attempt to receive an event. */
const TIMEOUTS = {form: 30_000, stall: 60_000, event: 5_000};

function delay(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function formatBytes(bytes) {
  return `${bytes} ${Number(bytes) === 1 ? 'byte' : 'bytes'}`;
}

function formatSize(bytes) {
  if (bytes < 1000) return formatBytes(bytes);
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** The reason of a failed upload, whether a retry may succeed, and the id of the request that OSS rejected. */
class UploadError extends Error {
  constructor(message, retryable = true, requestId = '') {
    super(message);
    this.retryable = retryable;
    this.requestId = requestId;
  }
}

/** Converts an error response of OSS. */
function toError(status, body) {
  const error = new DOMParser().parseFromString(body, 'application/xml');
  const text = (name) => error.querySelector(name)?.textContent ?? '';
  const code = text('Code');
  const message = text('Message');
  const reasons = [
    [/^CallbackFailed/, `Stored, but the callback failed: ${message}`],
    [/^EntityTooLarge/, `Rejected by OSS: the file is larger than ${formatSize(MAX_SIZE)}.`, false],
    [/^EntityTooSmall/, 'Rejected by OSS: the file is too small.', false],
    [/^SignatureDoesNotMatch/, 'Rejected by OSS: the form was changed after it was signed.'],
    [/^AccessDenied.*expired/i, 'Rejected by OSS: the form has expired.'],
    [/^AccessDenied.*content-type/i, 'Rejected by OSS: this file type is not allowed.', false],
    [/^AccessDenied/, `Rejected by OSS: the form does not allow this upload. ${message}`],
    [/^FileAlreadyExists/, 'Rejected by OSS: the object already exists.'],
    [/^RequestTimeTooSkewed/, 'Rejected by OSS: the clock of the application server is wrong.'],
    [/^/, `OSS responded with ${status} ${code} ${message}`.trim()],
  ];
  const [, reason, retryable] = reasons.find(([pattern]) => pattern.test(`${code} ${message}`));
  return new UploadError(reason, retryable, text('RequestId'));
}

/** The expected events by object key. The page is connected only while it expects one. The server first sends recent events. */
const expectedEvents = new Map();
let events = null;

function connect() {
  events?.close();
  events = new EventSource('events');
  events.onmessage = (message) => {
    const event = JSON.parse(message.data);
    expectedEvents.get(event.key)?.resolve(event);
  };
}

function eventFor(key) {
  if (!expectedEvents.has(key)) expectedEvents.set(key, Promise.withResolvers());
  if (!events) connect();
  return expectedEvents.get(key).promise;
}

function forgetEvent(key) {
  expectedEvents.delete(key);
  if (expectedEvents.size === 0) {
    events?.close();
    events = null;
  }
}

/** Returns the event for an object; undefined if none arrives. Connects again after each timeout. */
async function awaitEvent(key, signal) {
  const cancelled = new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  for (let attempt = 1; ; attempt++) {
    const event = await Promise.race([eventFor(key), delay(TIMEOUTS.event), cancelled]);
    if (event || attempt === EVENT_ATTEMPTS) return event;
    connect();
  }
}

const queue = [];
let running = 0;

/** Browsers open six connections to a host. An upload that waits for one would look stalled, and its form could expire. */
function runQueue() {
  while (running < MAX_PARALLEL && queue.length > 0) {
    running++;
    queue.shift()().finally(() => {
      running--;
      runQueue();
    });
  }
}

/** Announces a state to screen readers. Progress is not announced. */
function announce(text) {
  const line = document.createElement('p');
  line.textContent = text;
  const log = document.getElementById('log');
  log.append(line);
  if (log.children.length > 5) log.firstElementChild.remove();
}

class Upload {
  constructor(file) {
    this.file = file;
    this.element = document.getElementById('upload').content.firstElementChild.cloneNode(true);
    this.find('.name').textContent = file.name;
    this.find('.size').textContent = formatSize(file.size);
    this.find('.bar').setAttribute('aria-label', `Progress of ${file.name}`);
    this.find('button').addEventListener('click', (event) => {
      // The second click of a double-click would start the cancelled upload again.
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

  showResult(state, text, retryable) {
    this.show(state, text, retryable ? 'Try again' : '');
    announce(`${this.file.name}: ${text}`);
  }

  showError(state, error) {
    this.showResult(state, error.message, error.retryable);
    if (error.requestId) this.addFact('Request', error.requestId);
  }

  showProgress(fraction) {
    const percent = Math.round(100 * fraction);
    this.find('.bar').setAttribute('aria-valuenow', percent);
    this.find('.bar div').style.width = `${percent}%`;
    return percent;
  }

  addFact(name, value) {
    const facts = this.find('.facts');
    facts.hidden = false;
    const term = document.createElement('dt');
    term.textContent = name;
    const description = document.createElement('dd');
    description.textContent = value;
    facts.append(term, description);
  }

  start() {
    const failure = document.getElementById('simulate').value;
    const controller = new AbortController();
    this.controller = controller;
    this.find('.facts').replaceChildren();
    this.find('.facts').hidden = true;
    this.showProgress(0);
    this.show('queued', 'Queued…', 'Cancel');
    queue.push(() => this.run(failure, controller));
    runQueue();
  }

  cancel() {
    const sent = this.element.dataset.state === 'sent';
    this.controller.abort();
    this.showResult('cancelled', sent ? 'Cancelled, but OSS may have stored the file.' : 'Cancelled.', true);
  }

  async run(failure, controller) {
    const {signal} = controller;
    if (signal.aborted) return;
    let form;
    try {
      if (failure !== 'unchecked') this.checkFile();
      this.show('preparing', 'Preparing…', 'Cancel');
      form = await this.fetchForm(failure, signal);
      const [response, crc] = await Promise.all([this.postForm(form, signal), crc64(this.file, signal)]);
      await this.checkResult(form.key, response, crc, signal);
    } catch (error) {
      if (signal.aborted) return;
      const unreadable = ['NotReadableError', 'NotFoundError'].includes(error.name);
      const changed = new UploadError('The file was changed or deleted. Choose it again.', false);
      this.showError('failed', unreadable ? changed : error);
    } finally {
      if (form) forgetEvent(form.key);
      // Stops the request or the checksum that may still be running.
      controller.abort();
    }
  }

  checkFile() {
    if (this.file.size > MAX_SIZE) throw new UploadError(`The file is larger than ${formatSize(MAX_SIZE)}.`, false);
    if (!TYPES.includes(this.file.type)) {
      const type = this.file.type || 'unknown';
      throw new UploadError(`The file type must be image, PDF or plain text, was ${type}.`, false);
    }
  }

  async fetchForm(failure, signal) {
    let form;
    let rejection;
    try {
      const response = await fetch(`forms?${new URLSearchParams({name: this.file.name, simulate: failure})}`, {
        method: 'POST',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUTS.form)]),
      });
      if (response.ok) form = await response.json();
      else rejection = await response.text();
    } catch {
      throw new UploadError('The application server cannot be reached.');
    }
    if (!form) throw new UploadError(`Rejected by the application server: ${rejection}`);
    if (failure === 'expired') await delay(2100);
    if (failure === 'tampered') {
      const policy = JSON.parse(atob(form.fields.policy));
      policy.conditions = policy.conditions.filter((condition) => condition[0] !== 'content-length-range');
      form.fields.policy = btoa(JSON.stringify(policy));
    }
    if (failure === 'oss-down') form.url = 'http://127.0.0.1:9/';
    return form;
  }

  /** Posts the form with the file. Resolves to the completed request; to null if the file was sent but the response was lost. */
  postForm(form, signal) {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    // The file is last: OSS ignores the fields after it.
    body.append('x-oss-content-type', this.file.type);
    body.append('file', this.file);
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const request = new XMLHttpRequest();
      let started = false;
      let sent = false;
      let timer;
      const fail = (message) => sent ? resolve(null) : reject(new UploadError(message));
      const restartTimer = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          fail(`No progress for ${TIMEOUTS.stall / 1000} seconds. Check the network connection.`);
          request.abort();
        }, TIMEOUTS.stall);
      };
      request.upload.onprogress = (event) => {
        started = true;
        restartTimer();
        this.show('sending', `Sending… ${this.showProgress(event.loaded / event.total)} %`, 'Cancel');
      };
      request.upload.onload = () => {
        sent = true;
        restartTimer();
        this.show('sent', 'Sent. OSS is calling the application server…', 'Cancel');
        eventFor(form.key);
      };
      request.onload = () => resolve(request);
      request.onerror = () => {
        const message = started
          ? 'The connection to OSS was lost.'
          : 'OSS cannot be reached, or does not allow this page (CORS).';
        // An unreadable file causes a network error too.
        this.file.slice(0, 1).arrayBuffer().then(() => fail(message), reject);
      };
      request.onabort = () => reject(signal.reason);
      request.onloadend = () => clearTimeout(timer);
      signal.addEventListener('abort', () => request.abort());
      request.open('POST', form.url);
      request.send(body);
      restartTimer();
      this.show('sending', 'Sending…', 'Cancel');
      announce(`${this.file.name}: Sending`);
    });
  }

  /** Shows success only after OSS, the application server and this page agree on the stored object. */
  async checkResult(key, response, crc, signal) {
    if (response && response.status !== 200 && response.status !== 203) {
      throw toError(response.status, response.responseText);
    }
    this.showProgress(1);
    const ossCrc = response?.getResponseHeader(CRC64_HEADER);
    this.checkCrc(crc, ossCrc);
    const equal = `${crc}, equal at OSS`;
    const comparison = ossCrc ? equal : `${crc}, not compared: the bucket's CORS rule does not expose ${CRC64_HEADER}`;
    if (response?.status === 203) {
      this.addFact('CRC64', comparison);
      return this.showError('stored', toError(203, response.responseText));
    }
    const contradiction = 'Not confirmed: the stored object differs from the callback.';
    if (!response) {
      this.show('sent', 'Sent, but the response of OSS was lost. Waiting for the application server…', 'Cancel');
    } else if (JSON.parse(response.responseText).verified) {
      this.show('stored', 'Stored. Waiting for the application server…', '');
    } else {
      throw new UploadError(contradiction);
    }
    const event = await awaitEvent(key, signal);
    if (!event && !response) {
      throw new UploadError('The response of OSS was lost, and the application server reported no upload.'
          + ' The file may be stored.');
    }
    if (!event) {
      this.addFact('CRC64', comparison);
      return this.showResult('stored', 'Stored. The application server confirmed this to OSS, but not to this page.');
    }
    if (!event.confirmed) throw new UploadError(contradiction);
    if (Number(event.size) !== this.file.size) {
      const sizes = `${formatBytes(event.size)} of ${formatBytes(this.file.size)}`;
      throw new UploadError(`Damaged in transit: OSS stored ${sizes}.`);
    }
    this.checkCrc(crc, event.crc64);
    if (ossCrc || event.crc64) {
      this.addFact('CRC64', ossCrc ? equal : `${equal} according to the application server`);
      this.showResult('verified', 'Stored and verified by the application server.');
    } else {
      this.addFact('CRC64', comparison);
      this.showResult('stored', 'Stored, but not compared: OSS returned no CRC64.');
    }
    this.addFact('Object', event.key);
    this.addFact('Size', formatBytes(event.size));
    this.addFact('Type', event.mimeType);
    this.addFact('ETag', event.etag);
  }

  checkCrc(crc, ossCrc) {
    if (ossCrc && ossCrc !== crc) {
      throw new UploadError(`Damaged in transit: the CRC64 is ${crc} here, ${ossCrc} at OSS.`);
    }
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
// A file dropped outside the drop area would replace the page and stop its uploads.
for (const type of ['dragover', 'drop']) {
  window.addEventListener(type, (event) => {
    event.preventDefault();
    if (!drop.contains(event.target)) event.dataTransfer.dropEffect = 'none';
  });
}
