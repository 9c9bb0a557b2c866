// SPDX-License-Identifier: Apache-2.0
/** The known errors of OSS, and the exceptions that a failure suppresses. */
package io.github.ossv4.internal.error;
