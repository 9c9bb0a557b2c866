// SPDX-License-Identifier: Apache-2.0
/**
 * The OSS protocol as values and pure functions: no I/O, no clock, no thread. You send the requests with your own HTTP
 * client. The module {@code io.github.ossv4.http} is a client that sends them.
 *
 * <table>
 *   <caption>By task</caption>
 *   <tr><th>you want to</th><th>start with</th></tr>
 *   <tr><td>sign a request</td>
 *     <td>{@link io.github.ossv4.sign.Signer}, {@link io.github.ossv4.sign.UnsignedRequest}</td></tr>
 *   <tr><td>sign a URL that another program uses</td>
 *     <td>{@link io.github.ossv4.sign.Signer#presign Signer.presign}</td></tr>
 *   <tr><td>sign a form with which a browser uploads</td>
 *     <td>{@link io.github.ossv4.form.FormUpload}; with other conditions {@link
 *     io.github.ossv4.form.PostPolicy}</td></tr>
 *   <tr><td>set content type, metadata or tags of an object</td><td>{@link
 *   io.github.ossv4.object.ObjectHeaders}</td></tr>
 *   <tr><td>compute, compare or combine CRC64</td><td>{@link io.github.ossv4.checksum.Crc64}</td></tr>
 *   <tr><td>upload in parts</td>
 *     <td>{@link io.github.ossv4.multipart.PartPlan}, {@link
 *     io.github.ossv4.multipart.CompleteMultipartUpload}</td></tr>
 *   <tr><td>request a callback</td>
 *     <td>{@link io.github.ossv4.callback.Callback}, {@link io.github.ossv4.callback.CallbackBody}</td></tr>
 *   <tr><td>receive and verify a callback</td><td>{@link io.github.ossv4.callback.CallbackReceiver}</td></tr>
 *   <tr><td>know which user a callback belongs to</td><td>{@link io.github.ossv4.callback.CallbackTokens}</td></tr>
 *   <tr><td>read a list of objects, or of versions</td>
 *     <td>{@link io.github.ossv4.list.ListedObject}, {@link io.github.ossv4.list.Page}</td></tr>
 *   <tr><td>delete many objects with one request</td><td>{@link io.github.ossv4.list.DeleteMultipleObjects}</td></tr>
 *   <tr><td>read an error response</td><td>{@link io.github.ossv4.error.ErrorResponse}</td></tr>
 *   <tr><td>find out why OSS returns {@code SignatureDoesNotMatch}</td>
 *     <td>{@link io.github.ossv4.sign.Signature#explainMismatch Signature.explainMismatch}</td></tr>
 *   <tr><td>explain an error document, a callback or a policy</td><td>the module {@code
 *   io.github.ossv4.explain}</td></tr>
 *   <tr><td>encode a key for a URL</td><td>{@link io.github.ossv4.text.PercentEncoding}</td></tr>
 * </table>
 */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.core {
    requires com.fasterxml.jackson.core;
    requires java.xml;
    requires static transitive org.jspecify;

    exports io.github.ossv4.callback;
    exports io.github.ossv4.checksum;
    exports io.github.ossv4.error;
    exports io.github.ossv4.form;
    exports io.github.ossv4.internal.canonical to
            io.github.ossv4.explain,
            io.github.ossv4.http;
    exports io.github.ossv4.internal.digest to
            io.github.ossv4.explain;
    exports io.github.ossv4.internal.error to
            io.github.ossv4.directories,
            io.github.ossv4.explain,
            io.github.ossv4.http;
    exports io.github.ossv4.internal.json to
            io.github.ossv4.credentials,
            io.github.ossv4.explain,
            io.github.ossv4.http;
    exports io.github.ossv4.internal.redaction to
            io.github.ossv4.credentials,
            io.github.ossv4.http;
    exports io.github.ossv4.internal.serial to
            io.github.ossv4.http;
    exports io.github.ossv4.internal.text to
            io.github.ossv4.credentials,
            io.github.ossv4.directories,
            io.github.ossv4.explain,
            io.github.ossv4.http,
            io.github.ossv4.servlet;
    exports io.github.ossv4.internal.xml to
            io.github.ossv4.explain,
            io.github.ossv4.http;
    exports io.github.ossv4.list;
    exports io.github.ossv4.multipart;
    exports io.github.ossv4.object;
    exports io.github.ossv4.sign;
    exports io.github.ossv4.text;
}
