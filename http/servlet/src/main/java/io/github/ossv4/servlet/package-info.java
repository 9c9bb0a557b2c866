// SPDX-License-Identifier: Apache-2.0
/**
 * Receives callbacks of OSS in a web server.
 *
 * <ul>
 *   <li>{@link CallbackEndpoint}: the class to start with. It verifies callbacks and passes them to a
 *       {@link CallbackHandler}
 *   <li>{@link CallbackFilter}: an endpoint in a servlet container or in Spring Boot
 *   <li>{@link CallbackHttpHandler}: an endpoint in the JDK's server
 *   <li>{@link CallbackProblem}: why a callback was not processed, for logs and metrics
 * </ul>
 */
package io.github.ossv4.servlet;
