// SPDX-License-Identifier: Apache-2.0
/**
 * Text as OSS sends and signs it, and as people read it.
 *
 * <ul>
 *   <li>{@link io.github.ossv4.text.PercentEncoding}: URLs, form fields and names in documents
 *   <li>{@link io.github.ossv4.text.Utf8}: strict conversion between text and bytes
 *   <li>{@link io.github.ossv4.text.PrintableText}: text that is safe in logs and exception messages
 * </ul>
 */
package io.github.ossv4.text;
