'use strict';

const MAX_FORM_SIZE = 20 * 1024 ** 2;
const MAX_SIZE = 5 * 1024 ** 3;
const TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'video/mp4', 'video/webm', 'text/plain',
  'application/pdf'];

const CRC64_HEADER = 'x-oss-hash-crc64ecma';
const EVENT_ATTEMPTS = 3;
/** Milliseconds: for the application server, to complete parts, without progress, and for each attempt to receive an event. */
const TIMEOUTS = {server: 30_000, complete: 120_000, stall: 60_000, event: 5_000};

function delay(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function formatBytes(bytes) {
  return `${bytes} ${Number(bytes) === 1 ? 'byte' : 'bytes'}`;
}

/** Returns a human-readable size, as the command line and the emulator show it. */
function formatSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  let size = bytes;
  let unit = -1;
  // From 1,023.5 on, the rounded number would have four digits.
  while (size >= 1023.5) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(size < 99.95 ? 1 : 0)} ${'KMGTP'[unit]}iB`;
}

/**
 * The reason of a failed upload. Options: retryable (default true), status, code and message of the response, requestId,
 * expired if a new signature helps, and advice for developers.
 */
class UploadError extends Error {
  constructor(message, options = {}) {
    super(message);
    this.retryable = true;
    Object.assign(this, options);
  }
}

/** Converts an error response of OSS. The permission is a form or a URL. */
function toError(status, body, permission) {
  const error = new DOMParser().parseFromString(body, 'application/xml');
  const text = (name) => error.querySelector(name)?.textContent ?? '';
  const code = text('Code');
  const details = text('Message');
  const reasons = [
    [/^CallbackFailed/, 'Stored, but the callback failed: OSS received no valid response from the application server.'],
    [/^EntityTooLarge/, `Rejected by OSS: the file is larger than ${formatSize(MAX_FORM_SIZE)}.`, {retryable: false}],
    [/^EntityTooSmall/, 'Rejected by OSS: the file is too small.', {retryable: false}],
    [/^SignatureDoesNotMatch/, `Rejected by OSS: the ${permission} was changed after it was signed.`],
    [/^AccessDenied.*expired/i, `Rejected by OSS: the ${permission} has expired.`, {expired: true}],
    [/^AccessDenied.*content-type/i, 'Rejected by OSS: this file type is not allowed.', {retryable: false}],
    [/^AccessDenied.*policy condition/i, `Rejected by OSS: the ${permission} does not allow this upload.`],
    [/^AccessDenied/, 'Rejected by OSS: the application server has no permission for this upload.'],
    [/^FileAlreadyExists/, 'Rejected by OSS: the object already exists.'],
    [/^NoSuchUpload/, 'OSS has deleted the parts of this upload. It must start again.'],
    [/^RequestTimeTooSkewed/, 'Rejected by OSS: the clock of the application server is wrong.'],
    [/^/, code && status < 500 ? `Rejected by OSS: ${code}, ${details}` : `OSS failed (status ${status}). Try again later.`],
  ];
  const [, reason, options] = reasons.find(([pattern]) => pattern.test(`${code} ${details}`));
  return new UploadError(reason, {status, code, details, requestId: text('RequestId'), ...options});
}

/** Sends a request to the application server. Returns its JSON. */
async function callServer(method, path, signal, {body, timeout = TIMEOUTS.server} = {}) {
  let response;
  let text;
  try {
    response = await fetch(path, {method, body, signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)])});
    text = await response.text();
  } catch {
    throw new UploadError('The application server cannot be reached.');
  }
  const {status} = response;
  if (response.ok || status === 409) return text ? JSON.parse(text) : null;
  // Another text comes from a proxy.
  const explained = response.headers.get('Content-Type')?.startsWith('text/plain');
  throw new UploadError(explained ? text : `The application server failed (status ${status}). Try again later.`, {status});
}

/**
 * Sends a file, or a form with it, to OSS. Resolves to the completed request; to null if all was sent but the response was lost.
 *
 * @param file whose bytes the body has
 */
function sendToOss(method, url, body, file, signal, onProgress, onSent = () => {}) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    let started = false;
    let sent = false;
    let timer;
    const fail = (message, options) => sent ? resolve(null) : reject(new UploadError(message, options));
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
      onProgress(event.loaded, event.total);
    };
    request.upload.onload = () => {
      sent = true;
      restartTimer();
      onSent();
    };
    request.onload = () => resolve(request);
    request.onerror = () => {
      const advice = started ? null : `If OSS is reachable, a CORS rule of the bucket must allow ${location.origin}.`;
      const message = started
        ? 'The connection to OSS was lost.'
        : 'OSS cannot be reached, or its CORS rules do not allow this page.';
      // An unreadable file causes a network error too.
      file.slice(0, 1).arrayBuffer().then(() => fail(message, {advice}), reject);
    };
    request.onloadend = () => clearTimeout(timer);
    signal.addEventListener('abort', () => {
      reject(signal.reason);
      request.abort();
    });
    request.open(method, url);
    request.send(body);
    restartTimer();
  });
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

/** Runs tasks, a limited number of them at a time. */
class Slots {
  constructor(free) {
    this.free = free;
    this.waiting = [];
  }

  async run(task) {
    if (this.free > 0) this.free--;
    else await new Promise((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}

/**
 * Browsers open six connections to a host. An upload that waits for one would look stalled, and its signature could expire. The
 * parts of all uploads share three more.
 */
const uploadSlots = new Slots(3);

/** Announces a state to screen readers. Progress is not announced. */
function announce(text) {
  const line = document.createElement('p');
  line.textContent = text;
  const log = document.getElementById('log');
  log.append(line);
  if (log.children.length > 5) log.firstElementChild.remove();
}

/** The labels of buttons, and what they do. */
const ACTIONS = {
  'Cancel': 'cancel',
  'Upload again': 'start',
  'Pause': 'pause',
  'Resume': 'start',
  'Choose file': 'chooseFile',
};

/** An entry of the list. A subclass sends the file. */
class Upload {
  constructor(name, size, file) {
    this.name = name;
    this.size = size;
    this.file = file;
    this.controller = new AbortController();
    this.element = document.getElementById('upload').content.firstElementChild.cloneNode(true);
    this.find('.name').textContent = name;
    this.find('.size').textContent = formatSize(size);
    this.find('.bar').setAttribute('aria-label', `Progress of ${name}`);
    for (const button of this.element.querySelectorAll('button')) {
      button.addEventListener('click', (event) => {
        // The second click of a double-click would do the next action.
        if (event.detail <= 1) this[ACTIONS[button.textContent]]();
      });
    }
    document.getElementById('uploads').prepend(this.element);
    document.getElementById('none').hidden = true;
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** Shows a state. The buttons keep their elements, so that they keep the focus. */
  show(state, text, ...actions) {
    this.element.dataset.state = state;
    this.find('.state').textContent = text;
    this.element.querySelectorAll('button').forEach((button, i) => {
      const action = actions[i] ?? '';
      if (button.textContent === action) return;
      button.hidden = !action;
      button.textContent = action;
      button.setAttribute('aria-label', `${action}: ${this.name}`);
    });
  }

  showResult(state, text, ...actions) {
    this.show(state, text, ...actions);
    announce(`${this.name}: ${text}`);
  }

  showError(state, error, ...actions) {
    this.showResult(state, error.message, ...(error.retryable === false ? [] : [this.retryAction()]), ...actions);
    if (error.details) this.addAdvice('OSS', `${error.code}: ${error.details}`);
    if (error.advice) this.addAdvice('CORS', error.advice);
    if (error.requestId) this.addFact('Request', error.requestId);
  }

  showProgress(fraction) {
    const percent = Math.floor(100 * fraction);
    this.find('.bar').setAttribute('aria-valuenow', percent);
    this.find('.bar div').style.width = `${percent}%`;
    return percent;
  }

  addFact(name, value) {
    this.find('.facts').hidden = false;
    this.addTo('.facts', name, value);
  }

  /** Adds what only developers can use. The page shows it with the emulator; otherwise only the console does. */
  addAdvice(name, value) {
    this.find('.developer').hidden = false;
    this.addTo('.developer .facts', name, value);
    console.info(`${this.name}: ${name}: ${value}`);
  }

  addTo(selector, name, value) {
    const term = document.createElement('dt');
    term.textContent = name;
    const description = document.createElement('dd');
    description.textContent = value;
    this.find(selector).append(term, description);
  }

  /** Shows the object as the application server knows it. */
  addObject(id, object) {
    this.addFact('Object', object.key);
    this.addFact('Size', formatBytes(object.size ?? this.size));
    if (object.mimeType) this.addFact('Type', object.mimeType);
    this.addFact('ETag', object.etag);
    const link = this.find('.open');
    link.href = `uploads/${id}/open`;
    link.setAttribute('aria-label', `Open: ${this.name}`);
    link.hidden = false;
  }

  /** Shows an upload of an earlier page. */
  showSaved({id, result}) {
    this.showProgress(1);
    if (result.confirmed) this.show('verified', 'Stored and verified by the application server.');
    else this.show('stored', 'Stored, but the callback failed.');
    this.addFact('CRC64', result.crc64);
    this.addObject(id, result);
  }

  /** Returns why OSS would reject the file; null if it accepts it. */
  refusal() {
    if (this.size > MAX_SIZE) return `The file is larger than ${formatSize(MAX_SIZE)}.`;
    if (TYPES.includes(this.file.type)) return null;
    return `The file type must be image, video, PDF or plain text, was ${this.file.type || 'unknown'}.`;
  }

  start() {
    const failure = document.getElementById('simulate').value;
    this.controller.abort();
    this.controller = new AbortController();
    for (const facts of this.element.querySelectorAll('.facts')) facts.replaceChildren();
    this.find('.facts').hidden = true;
    this.find('.developer').hidden = true;
    this.showProgress(0);
    const refusal = failure === 'unchecked' ? null : this.refusal();
    if (refusal) {
      this.showResult('failed', refusal);
      return;
    }
    this.show('queued', 'Queued…', 'Cancel');
    const {controller} = this;
    uploadSlots.run(() => this.run(failure, controller));
  }

  async run(failure, controller) {
    const {signal} = controller;
    if (signal.aborted) return;
    try {
      await this.send(failure, signal);
    } catch (error) {
      if (signal.aborted) return;
      const unreadable = ['NotReadableError', 'NotFoundError'].includes(error.name);
      this.fail(unreadable
        ? new UploadError('The file was changed or deleted. Choose it again.', {retryable: false})
        : error);
    } finally {
      // Stops requests and checksums that may still be running.
      controller.abort();
    }
  }

  fail(error) {
    this.showError('failed', error);
  }

  /** Returns the label of the button that starts the upload after a failure. */
  retryAction() {
    return 'Upload again';
  }

  checkCrc(crc, ossCrc) {
    if (ossCrc && ossCrc !== crc) {
      throw new UploadError(`Damaged in transit: the CRC64 is ${crc} here, ${ossCrc} at OSS.`);
    }
  }
}

/** Sends a file by a signed form, in one request. */
class FormUpload extends Upload {
  constructor(file) {
    super(file.name, file.size, file);
  }

  cancel() {
    const sent = this.element.dataset.state === 'sent';
    this.controller.abort();
    this.showResult('cancelled', sent ? 'Cancelled, but OSS may have stored the file.' : 'Cancelled.', 'Upload again');
  }

  async send(failure, signal) {
    let form;
    try {
      this.show('preparing', 'Preparing…', 'Cancel');
      form = await this.fetchForm(failure, signal);
      const [response, crc] = await Promise.all([this.postForm(form, signal), crc64(this.file, signal)]);
      await this.checkResult(form, response, crc, signal);
    } finally {
      if (form) forgetEvent(form.key);
    }
  }

  async fetchForm(failure, signal) {
    const form = await callServer('POST', `forms?${new URLSearchParams({name: this.name, simulate: failure})}`, signal);
    if (failure === 'expired') await delay(2100);
    if (failure === 'tampered') {
      const policy = JSON.parse(atob(form.fields.policy));
      policy.conditions = policy.conditions.filter((condition) => condition[0] !== 'content-length-range');
      form.fields.policy = btoa(JSON.stringify(policy));
    }
    if (failure === 'oss-down') form.url = 'http://127.0.0.1:9/';
    return form;
  }

  /** Posts the form with the file. As sendToOss. */
  postForm(form, signal) {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    // The file is last: OSS ignores the fields after it.
    body.append('x-oss-content-type', this.file.type);
    body.append('file', this.file);
    this.show('sending', 'Sending…', 'Cancel');
    announce(`${this.name}: Sending`);
    return sendToOss('POST', form.url, body, this.file, signal, (loaded, total) => {
      this.show('sending', `Sending… ${this.showProgress(loaded / total)} %`, 'Cancel');
    }, () => {
      this.show('sent', 'Sent. OSS is calling the application server…', 'Cancel');
      eventFor(form.key);
    });
  }

  /** Shows success only after OSS, the application server and this page agree on the stored object. */
  async checkResult(form, response, crc, signal) {
    if (response && response.status !== 200 && response.status !== 203) {
      throw toError(response.status, response.responseText, 'form');
    }
    this.showProgress(1);
    const ossCrc = response?.getResponseHeader(CRC64_HEADER);
    this.checkCrc(crc, ossCrc);
    const equal = `${crc}, equal at OSS`;
    const comparison = ossCrc ? equal : `${crc}, not compared by this page`;
    const addComparison = () => {
      this.addFact('CRC64', comparison);
      if (response && !ossCrc) this.addAdvice('CORS', `The bucket's CORS rule does not expose ${CRC64_HEADER}.`);
    };
    if (response?.status === 203) {
      addComparison();
      this.showError('stored', toError(203, response.responseText, 'form'));
      return;
    }
    const contradiction = 'Not confirmed: the stored object differs from the callback.';
    if (!response) {
      this.show('sent', 'Sent, but the response of OSS was lost. Waiting for the application server…', 'Cancel');
    } else if (JSON.parse(response.responseText).verified) {
      this.show('stored', 'Stored. Waiting for the application server…');
    } else {
      throw new UploadError(contradiction);
    }
    const event = await awaitEvent(form.key, signal);
    if (!event && !response) {
      throw new UploadError('The response of OSS was lost, and the application server reported no upload.'
          + ' The file may be stored.');
    }
    if (!event) {
      addComparison();
      this.showResult('stored', 'Stored. The application server confirmed this to OSS, but not to this page.');
      return;
    }
    if (!event.confirmed) throw new UploadError(contradiction);
    if (Number(event.size) !== this.size) {
      const sizes = `${formatBytes(event.size)} of ${formatBytes(this.size)}`;
      throw new UploadError(`Damaged in transit: OSS stored ${sizes}.`);
    }
    this.checkCrc(crc, event.crc64);
    if (ossCrc || event.crc64) {
      this.addFact('CRC64', ossCrc ? equal : `${equal} according to the application server`);
      this.showResult('verified', 'Stored and verified by the application server.');
    } else {
      addComparison();
      this.showResult('stored', 'Stored, but not compared: OSS returned no CRC64.');
    }
    this.addObject(form.id, event);
  }
}
