// SPDX-License-Identifier: Apache-2.0
/** Text in the encoding that OSS requires: {@link PercentEncoding} for URLs, form fields and names in documents. */
package io.github.ossv4.text;
