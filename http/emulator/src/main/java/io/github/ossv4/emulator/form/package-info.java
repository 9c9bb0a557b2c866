// SPDX-License-Identifier: Apache-2.0
/**
 * Forms: the parser of {@code multipart/form-data}, the fields, and the policy.
 *
 * <p>Start with {@link io.github.ossv4.emulator.form.MultipartReader} and {@link io.github.ossv4.emulator.form.PostForm}.
 */
package io.github.ossv4.emulator.form;
