// SPDX-License-Identifier: Apache-2.0
/** What OSS says when it refuses: {@link io.github.ossv4.error.ErrorResponse}. */
package io.github.ossv4.error;
