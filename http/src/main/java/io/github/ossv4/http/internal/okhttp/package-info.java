// SPDX-License-Identifier: Apache-2.0
/**
 * The calls and connections of OkHttp: its versions, dispatcher, interceptors, timeouts. Operations of OSS do not
 * belong here. Uses {@code redaction} and {@code file}. Not exported: it may change at any time.
 */
package io.github.ossv4.http.internal.okhttp;
