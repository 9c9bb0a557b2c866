// SPDX-License-Identifier: Apache-2.0
/**
 * OSS over OkHttp. {@link io.github.ossv4.http.BucketClient} is the class to start with. Classes outside of
 * {@code io.github.ossv4.http} belong to the module {@code io.github.ossv4.core}, which this module requires.
 *
 * <table>
 *   <caption>By task</caption>
 *   <tr><th>you want to</th><th>start with</th></tr>
 *   <tr><td>upload bytes or a small file</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#put(String, io.github.ossv4.http.Body) BucketClient.put},
 *     {@link io.github.ossv4.http.PutOptions}</td></tr>
 *   <tr><td>upload a large file</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#upload(String, java.nio.file.Path) BucketClient.upload},
 *     {@link io.github.ossv4.http.UploadOptions}</td></tr>
 *   <tr><td>resume an upload</td>
 *     <td>{@link io.github.ossv4.http.UploadOptions.Builder#checkpoint UploadOptions.Builder.checkpoint}</td></tr>
 *   <tr><td>upload a stream of unknown length</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#upload(String, java.io.InputStream) BucketClient.upload}; one that
 *     you write to: {@link io.github.ossv4.http.UploadStream}</td></tr>
 *   <tr><td>upload or download a directory</td>
 *     <td>the module {@code io.github.ossv4.directories}</td></tr>
 *   <tr><td>download a file, and resume it</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#download(String, java.nio.file.Path) BucketClient.download},
 *     {@link io.github.ossv4.http.DownloadOptions}</td></tr>
 *   <tr><td>read an object</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#getBytes(String) BucketClient.getBytes}; as a stream
 *     {@link io.github.ossv4.http.BucketClient#get(String) get}</td></tr>
 *   <tr><td>let OSS call your server after an upload</td>
 *     <td>{@link io.github.ossv4.callback.Callback} in {@link io.github.ossv4.http.PutOptions} or
 *     {@link io.github.ossv4.http.UploadOptions}</td></tr>
 *   <tr><td>handle a failed callback</td><td>{@link io.github.ossv4.http.CallbackFailedException}</td></tr>
 *   <tr><td>receive a callback</td>
 *     <td>{@link io.github.ossv4.callback.CallbackReceiver} with {@link
 *     io.github.ossv4.http.callback.CallbackKeyFetcher}, {@link
 *     io.github.ossv4.http.BucketClient#confirm(io.github.ossv4.callback.CallbackNotice) BucketClient.confirm}; in a
 *     web server the module {@code io.github.ossv4.servlet}</td></tr>
 *   <tr><td>let another program get or put an object by URL</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#presignGet(String, java.time.Duration) BucketClient.presignGet},
 *     {@link io.github.ossv4.http.BucketClient#presignPut(String, java.time.Duration) presignPut}</td></tr>
 *   <tr><td>let another program upload in parts by URLs</td><td>{@link io.github.ossv4.http.PresignedUpload}</td></tr>
 *   <tr><td>let a browser upload with a form</td>
 *     <td>{@link io.github.ossv4.form.FormUpload},
 *     {@link io.github.ossv4.http.BucketClient#signForm BucketClient.signForm}</td></tr>
 *   <tr><td>sign the requests of another client</td>
 *     <td>{@link io.github.ossv4.http.SigningInterceptor} in OkHttp; {@link io.github.ossv4.sign.Signer}
 *     elsewhere</td></tr>
 *   <tr><td>list objects</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#list(String) BucketClient.list},
 *     {@link io.github.ossv4.http.ListOptions}, {@link io.github.ossv4.http.PagedList}</td></tr>
 *   <tr><td>list the buckets of an account</td><td>{@link io.github.ossv4.http.ServiceClient}</td></tr>
 *   <tr><td>delete, copy or append</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#deleteAll(Iterable) BucketClient.deleteAll},
 *     {@link io.github.ossv4.http.BucketClient#copy(io.github.ossv4.http.CopySource, String) copy},
 *     {@link io.github.ossv4.http.BucketClient#append(String, io.github.ossv4.http.AppendPosition,
 *     io.github.ossv4.http.Body)
 *     append}</td></tr>
 *   <tr><td>read an archived object</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#restore(String, io.github.ossv4.http.RestoreOptions)
 *     BucketClient.restore}</td></tr>
 *   <tr><td>send any other request</td><td>{@link io.github.ossv4.http.BucketRequest}</td></tr>
 *   <tr><td>compare a file with an object</td>
 *     <td>{@link io.github.ossv4.http.BucketClient#verify(String, java.nio.file.Path) BucketClient.verify}; only its
 *     CRC64: {@link io.github.ossv4.http.FileCrc64}</td></tr>
 *   <tr><td>provide credentials</td><td>{@link io.github.ossv4.http.credentials.CredentialsSource}; of Kubernetes,
 *     ECS, STS and the CLI the module {@code io.github.ossv4.credentials}</td></tr>
 *   <tr><td>set timeouts, a proxy or retries</td>
 *     <td>{@link io.github.ossv4.http.BucketClient.Builder}, {@link io.github.ossv4.http.RetryPolicy}</td></tr>
 *   <tr><td>call without blocking, or cancel</td>
 *     <td>{@link io.github.ossv4.http.AsyncBucketClient}, {@link io.github.ossv4.http.Transfer}</td></tr>
 *   <tr><td>show progress</td>
 *     <td>{@link io.github.ossv4.http.TransferListener}</td></tr>
 *   <tr><td>write logs or metrics</td><td>{@link io.github.ossv4.http.CallListener}</td></tr>
 *   <tr><td>handle errors</td>
 *     <td>{@link io.github.ossv4.http.ServiceException}, {@link io.github.ossv4.http.ChecksumMismatchException},
 *     {@link io.github.ossv4.http.OutcomeUnknownException}</td></tr>
 *   <tr><td>test without OSS</td><td>the module {@code io.github.ossv4.emulator}</td></tr>
 * </table>
 */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.http {
    requires com.fasterxml.jackson.core;
    requires transitive io.github.ossv4.core;
    requires transitive okhttp3;
    requires static transitive org.jspecify;

    exports io.github.ossv4.http;
    exports io.github.ossv4.http.callback;
    exports io.github.ossv4.http.credentials;
    exports io.github.ossv4.http.internal.file to
            io.github.ossv4.directories;
}
