// SPDX-License-Identifier: Apache-2.0
/** The JSON objects that the emulator receives, stores and returns. */
package io.github.ossv4.emulator.internal.json;
