// SPDX-License-Identifier: Apache-2.0
/**
 * XML responses, which are untrusted input.
 *
 * <ul>
 *   <li>{@link XmlElement}: the only public class
 * </ul>
 */
package io.github.ossv4.xml;
