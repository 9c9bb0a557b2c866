// SPDX-License-Identifier: Apache-2.0
/**
 * Forms: the parser of {@code multipart/form-data}, the fields, and the policy.
 *
 * <p>Start with {@link MultipartReader} and {@link PostForm}.
 */
package io.github.ossv4.emulator.internal.form;
