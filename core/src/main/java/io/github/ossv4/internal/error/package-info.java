// SPDX-License-Identifier: Apache-2.0
/** The known errors of OSS. */
package io.github.ossv4.internal.error;
