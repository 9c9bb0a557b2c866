'use strict';

/** The parts that are sent at a time, of all uploads. */
const partSlots = new Slots(3);
const MAX_ATTEMPTS = 5;
const MAX_ROUNDS = 3;
const URLS_PER_REQUEST = 4;
/** Milliseconds before the second attempt. Doubled for each further one. */
const RETRY = {delay: 500};

/** Sends a file in parts by presigned URLs. It can be paused, and resumed by another page that has the same file. */
class PartsUpload extends Upload {
  /** @param saved an upload of an earlier page, as the application server describes it */
  constructor(name, size, file, saved) {
    super(name, size, file);
    this.saved = saved;
    this.crcs = [];
  }

  /** Returns whether an upload of an earlier page probably has this file. The checksums of its parts decide. */
  isOf(file) {
    return file.name === this.name && file.size === this.size && file.lastModified === this.saved.modified;
  }

  resume(file) {
    this.file = file;
    this.start();
  }

  pause() {
    this.controller.abort();
    this.showResult('paused', `Paused at ${this.percent ?? 0} %.`, 'Resume', 'Cancel');
  }

  chooseFile() {
    document.getElementById('files').click();
  }

  /** Shows an upload of an earlier page. */
  async showPaused() {
    this.show('paused', 'Paused. Choose the same file to resume.', 'Choose file', 'Cancel');
    try {
      const {parts} = await this.call('GET', '', this.controller.signal);
      if (this.file) return;
      const percent = this.showProgress(parts.reduce((sum, part) => sum + part.size, 0) / this.size);
      this.show('paused', `Paused at ${percent} %. Choose the same file to resume.`, 'Choose file', 'Cancel');
    } catch (error) {
      if (this.file || error.status !== 410) return;
      pausedUploads.delete(this);
      this.showResult('failed', error.message);
    }
  }

  async cancel() {
    this.controller.abort();
    pausedUploads.delete(this);
    const again = () => this.file ? [this.retryAction()] : [];
    this.show('cancelled', 'Cancelling…');
    try {
      if (this.saved) await this.call('DELETE', '', new AbortController().signal);
      this.saved = null;
      this.showResult('cancelled', 'Cancelled. OSS has deleted its parts.', ...again());
    } catch {
      this.showResult('cancelled', 'Cancelled, but OSS may still have its parts.', ...again());
    }
  }

  fail(error) {
    if (error.status === 410 || error.status === 422 || error.code === 'NoSuchUpload') this.saved = null;
    this.showError('failed', error, ...(this.saved ? ['Cancel'] : []));
  }

  /** OSS keeps the parts of a failed upload: only the missing ones are sent. */
  retryAction() {
    return this.saved ? 'Resume' : super.retryAction();
  }

  call(method, action, signal, options) {
    return callServer(method, `uploads/${this.saved.id}${action}`, signal, options);
  }

  async send(failure, signal) {
    this.show('preparing', 'Preparing…', 'Pause', 'Cancel');
    this.failure = failure;
    this.urls = new Map();
    this.progress = new Map();
    this.repeated = 0;
    if (!this.saved) {
      const {name, size, file: {type, lastModified}} = this;
      const query = new URLSearchParams({name, size, type, modified: lastModified});
      this.saved = await callServer('POST', `uploads?${query}`, signal);
    }
    const {result, parts} = await this.call('GET', '', signal);
    if (result) return this.showStored(result);
    this.stored = new Map(parts.map((part) => [part.number, part]));
    announce(`${this.name}: Sending`);
    let numbers = Array.from({length: this.saved.count}, (_, i) => i + 1);
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      await this.sendParts(numbers, signal);
      this.show('sent', 'Sent. OSS is calling the application server…');
      const response = await this.complete(signal);
      if (!response.send) return this.showStored(response);
      numbers = response.send;
      this.repeated += numbers.length;
      for (const number of numbers) {
        this.stored.delete(number);
        this.progress.delete(number);
      }
    }
    throw new UploadError('Parts of the file are damaged on the way repeatedly. Check the network connection.');
  }

  async sendParts(numbers, signal) {
    this.waiting = [...numbers];
    const sendNext = async () => {
      while (this.waiting.length > 0) {
        const number = this.waiting.shift();
        await partSlots.run(() => this.sendPart(number, signal));
      }
    };
    await Promise.all([sendNext(), sendNext(), sendNext()]);
  }

  /** Sends a part until OSS has it. Each attempt has a new URL, so an expired one needs no other treatment. */
  async sendPart(number, signal) {
    signal.throwIfAborted();
    const start = (number - 1) * this.saved.partSize;
    // A slice has no type, so that the browser adds no Content-Type, which is not signed.
    const part = this.file.slice(start, start + this.saved.partSize);
    this.crcs[number - 1] ??= await crc64(part, signal);
    signal.throwIfAborted();
    const crc = this.crcs[number - 1];
    const stored = this.stored.get(number);
    if (stored && stored.size === part.size && stored.crc64 === crc) {
      this.showPart(number, part.size);
      return;
    }
    for (let attempt = 1; ; attempt++) {
      try {
        await this.putPart(number, part, crc, signal);
        this.showPart(number, part.size);
        return;
      } catch (error) {
        const again = error instanceof UploadError && (!error.status || error.status >= 500 || error.expired);
        if (signal.aborted || !again || attempt === MAX_ATTEMPTS) throw error;
        this.showPart(number, 0);
        if (!error.expired) await delay(RETRY.delay * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
      }
    }
  }

  async putPart(number, part, crc, signal) {
    const url = await this.fetchUrl(number, signal);
    const failure = this.failure;
    let body = part;
    if (failure === 'damaged') {
      this.failure = '';
      body = new Blob([new Uint8Array(part.size)]);
    }
    const response = await sendToOss('PUT', url, body, part, signal, (loaded) => this.showPart(number, loaded));
    if (!response) throw new UploadError('The response of OSS was lost.');
    if (response.status !== 200) throw toError(response.status, response.responseText, 'URL');
    const ossCrc = response.getResponseHeader(CRC64_HEADER);
    if (ossCrc && ossCrc !== crc) this.repeated++;
    this.checkCrc(crc, ossCrc);
  }

  /** Returns a new URL for a part. The parts that are sent next share its request. */
  async fetchUrl(number, signal) {
    const previous = this.urlRequest;
    const request = (async () => {
      await previous?.catch(() => {});
      signal.throwIfAborted();
      if (this.urls.has(number)) return;
      const numbers = [number, ...this.waiting.slice(0, URLS_PER_REQUEST - 1)];
      const simulate = this.failure === 'expired' ? 'expired' : '';
      const query = new URLSearchParams({parts: numbers.join(','), simulate});
      for (const part of await this.call('POST', `/urls?${query}`, signal)) this.urls.set(part.number, part.url);
      if (simulate) {
        this.failure = '';
        await delay(2100);
      }
    })();
    this.urlRequest = request;
    await request;
    const url = this.urls.get(number);
    this.urls.delete(number);
    if (this.failure === 'tampered') return url.replace(/partNumber=\d+/, 'partNumber=9999');
    return this.failure === 'oss-down' ? 'http://127.0.0.1:9/' : url;
  }

  showPart(number, bytes) {
    this.progress.set(number, bytes);
    let sent = 0;
    for (const value of this.progress.values()) sent += value;
    this.percent = this.showProgress(sent / this.size);
    this.show('sending', `Sending… ${this.percent} %`, 'Pause', 'Cancel');
  }

  /** Completes the upload. The application server compares the parts with these checksums, and returns those to send again. */
  complete(signal) {
    const body = JSON.stringify(this.crcs);
    const query = new URLSearchParams({simulate: this.failure});
    return this.call('POST', `/complete?${query}`, signal, {body, timeout: TIMEOUTS.complete});
  }

  showStored(result) {
    this.showProgress(1);
    const crc = result.crc64;
    if (this.repeated > 0) {
      this.addFact('Repaired', `${this.repeated} ${this.repeated === 1 ? 'part was' : 'parts were'} damaged and sent again`);
    }
    if (result.callbackFailure) {
      this.showResult('stored', 'Stored, but the callback failed:'
          + ' OSS received no valid response from the application server.');
      this.addAdvice('OSS', result.callbackFailure);
    } else if (!result.confirmed) {
      throw new UploadError('Not confirmed: the stored object differs from the callback.', {retryable: false});
    } else if (crc) {
      this.showResult('verified', 'Stored and verified by the application server.');
    } else {
      this.showResult('stored', 'Stored, but not compared: OSS returned no CRC64.');
    }
    if (crc) this.addFact('CRC64', `${crc}, equal at OSS`);
    this.addObject(this.saved.id, result);
  }
}
