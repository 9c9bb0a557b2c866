// SPDX-License-Identifier: Apache-2.0
/** The members of JSON objects that the emulator receives and stores. */
package io.github.ossv4.emulator.internal.json;
