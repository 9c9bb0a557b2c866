// SPDX-License-Identifier: Apache-2.0
/** The XML that OSS answers with, read without trust: {@link io.github.ossv4.xml.XmlElement}. */
package io.github.ossv4.xml;
