// SPDX-License-Identifier: Apache-2.0
/**
 * Form uploads (PostObject), as browsers send them.
 *
 * <ul>
 *   <li>{@link FormUpload}: start here. The conditions of an upload; signs a form
 *   <li>{@link SignedForm}: the fields that you give to the web page
 *   <li>{@link FormEncoding}: the {@code multipart/form-data} body, if you send the form yourself
 *   <li>{@link PostPolicy}: a policy with other conditions
 * </ul>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject">PostObject</a>
 */
package io.github.ossv4.form;
