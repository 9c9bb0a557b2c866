// SPDX-License-Identifier: Apache-2.0
/** Texts that people read: {@link io.github.ossv4.text.PrintableText}. */
package io.github.ossv4.text;
