'use strict';

/** Computes the CRC-64 of a file as OSS does (CRC-64/XZ), in two halves of 32 bits: numbers are exact up to 53 bits. */
const crc64 = (() => {
  const polynomial = 0xC96C5795D7870F42n;
  const blockSize = 1 << 20;
  const lowTable = new Int32Array(256);
  const highTable = new Int32Array(256);
  for (let n = 0; n < 256; n++) {
    let value = BigInt(n);
    for (let bit = 0; bit < 8; bit++) {
      value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    }
    lowTable[n] = Number(BigInt.asIntN(32, value));
    highTable[n] = Number(BigInt.asIntN(32, value >> 32n));
  }
  return async (file, signal) => {
    let low = -1;
    let high = -1;
    for (let position = 0; position < file.size; position += blockSize) {
      signal.throwIfAborted();
      const bytes = new Uint8Array(await file.slice(position, position + blockSize).arrayBuffer());
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ lowTable[index];
        high = (high >>> 8) ^ highTable[index];
      }
    }
    return ((BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0)).toString();
  };
})();
