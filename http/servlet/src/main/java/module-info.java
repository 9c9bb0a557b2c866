// SPDX-License-Identifier: Apache-2.0
/**
 * Receives callbacks of OSS in a servlet container, in Spring Boot, or in the JDK's HTTP server.
 *
 * <table>
 *   <caption>By task</caption>
 *   <tr><th>you want to</th><th>start with</th></tr>
 *   <tr><td>verify callbacks, and process them</td>
 *     <td>{@link io.github.ossv4.servlet.CallbackEndpoint} with a {@link
 *     io.github.ossv4.servlet.CallbackHandler}</td></tr>
 *   <tr><td>receive them in Spring Boot, Tomcat or Jetty</td><td>{@link
 *   io.github.ossv4.servlet.CallbackFilter}</td></tr>
 *   <tr><td>receive them in the JDK's server</td><td>{@link io.github.ossv4.servlet.CallbackHttpHandler}</td></tr>
 *   <tr><td>compare them with the stored object</td>
 *     <td>{@link io.github.ossv4.servlet.CallbackEndpoint#confirmWith CallbackEndpoint.confirmWith}</td></tr>
 *   <tr><td>log or count refused callbacks</td>
 *     <td>{@link io.github.ossv4.servlet.CallbackEndpoint#onProblem CallbackEndpoint.onProblem},
 *     {@link io.github.ossv4.servlet.CallbackProblem}</td></tr>
 *   <tr><td>receive them in another web framework</td>
 *     <td>{@link io.github.ossv4.callback.CallbackReceiver} of the module {@code io.github.ossv4.core}</td></tr>
 * </table>
 */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.servlet {
    requires transitive io.github.ossv4.core;
    requires transitive io.github.ossv4.http;
    // Not transitive: otherwise javac needs all three to compile any module that requires this one.
    requires static jakarta.annotation;
    requires static jakarta.servlet;
    requires static jdk.httpserver;
    requires static transitive org.jspecify;

    exports io.github.ossv4.servlet;
}
