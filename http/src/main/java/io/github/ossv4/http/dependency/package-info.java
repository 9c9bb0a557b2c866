// SPDX-License-Identifier: Apache-2.0
/**
 * The versions of OkHttp, okio, Kotlin and jackson-core that other dependencies may have replaced by older ones. Not
 * exported.
 */
package io.github.ossv4.http.dependency;
