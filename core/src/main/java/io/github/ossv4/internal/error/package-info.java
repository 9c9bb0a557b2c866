// SPDX-License-Identifier: Apache-2.0
/** What is known about the errors of OSS. */
package io.github.ossv4.internal.error;
