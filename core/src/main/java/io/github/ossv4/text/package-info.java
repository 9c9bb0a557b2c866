// SPDX-License-Identifier: Apache-2.0
/**
 * Text in the encodings that OSS requires, and human-readable text for logs and messages.
 *
 * <ul>
 *   <li>{@link PercentEncoding}: URLs, form fields and names in documents
 *   <li>{@link Utf8}: strict conversion between text and bytes
 *   <li>{@link PrintableText}: text that is safe in logs and exception messages
 * </ul>
 */
package io.github.ossv4.text;
