// SPDX-License-Identifier: Apache-2.0
/**
 * Checks the versions of OkHttp, okio, Kotlin and jackson-core, which other dependencies may have replaced by older ones. Not
 * exported.
 */
package io.github.ossv4.http.dependency;
