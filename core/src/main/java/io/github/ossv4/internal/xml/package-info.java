// SPDX-License-Identifier: Apache-2.0
/**
 * XML documents. Responses are untrusted input. Not exported to applications: it may change at any time.
 *
 * <ul>
 *   <li>{@link XmlElement}: any response
 *   <li>{@link ResultDocument}: a response with names of objects, which may be encoded
 *   <li>{@link XmlText}: texts of requests
 * </ul>
 */
package io.github.ossv4.internal.xml;
