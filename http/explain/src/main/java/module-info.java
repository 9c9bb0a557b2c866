// SPDX-License-Identifier: Apache-2.0
/**
 * Human-readable explanations of what OSS refuses: signatures, callbacks, policies and other errors. No I/O, no clock,
 * no thread.
 *
 * <table>
 *   <caption>By task</caption>
 *   <tr><th>you want to</th><th>start with</th></tr>
 *   <tr><td>find out why OSS returns {@code SignatureDoesNotMatch}, or another error</td>
 *     <td>{@link io.github.ossv4.explain.ErrorExplanation}</td></tr>
 *   <tr><td>find out why OSS refuses a callback</td>
 *     <td>{@link io.github.ossv4.explain.CallbackExplanation}</td></tr>
 *   <tr><td>find out whether OSS relays the response of an application server</td>
 *     <td>{@link io.github.ossv4.explain.CallbackRelay}</td></tr>
 *   <tr><td>find out what a form's policy allows</td><td>{@link io.github.ossv4.explain.PolicyExplanation}</td></tr>
 *   <tr><td>read a request that was recorded in a file</td><td>{@link io.github.ossv4.explain.RawRequest}</td></tr>
 *   <tr><td>see what the signature of a recorded request must cover</td>
 *     <td>{@link io.github.ossv4.explain.RecordedRequest}</td></tr>
 * </table>
 */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.explain {
    requires transitive io.github.ossv4.core;
    requires static transitive org.jspecify;

    exports io.github.ossv4.explain;
}
