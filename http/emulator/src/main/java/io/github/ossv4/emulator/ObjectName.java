// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/** What an object is found by. */
record ObjectName(String bucket, String key) {}
