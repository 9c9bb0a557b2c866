// SPDX-License-Identifier: Apache-2.0
/**
 * Uploads by form (PostObject), as browsers make them. Say with {@link io.github.ossv4.form.FormUpload} what may be uploaded,
 * sign it, and give {@link io.github.ossv4.form.SignedForm#fields} to the page; or send it with
 * {@link io.github.ossv4.form.FormEncoding}.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject">PostObject</a>
 */
package io.github.ossv4.form;
