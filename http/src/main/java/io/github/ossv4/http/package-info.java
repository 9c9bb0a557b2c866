// SPDX-License-Identifier: Apache-2.0
/**
 * OSS over OkHttp. Open {@link io.github.ossv4.http.BucketClient} first: it uploads to and downloads from one bucket,
 * and checks every byte by CRC64.
 *
 * <p>By topic:
 *
 * <ul>
 *   <li>Clients: {@link io.github.ossv4.http.BucketClient}, {@link io.github.ossv4.http.AsyncBucketClient},
 *       {@link io.github.ossv4.http.MultipartUpload}, and {@link io.github.ossv4.http.BucketRequest} for the operations
 *       that have no method. {@link io.github.ossv4.http.ServiceClient} lists the buckets of an account.
 *   <li>Large files: {@link io.github.ossv4.http.UploadOptions}, {@link io.github.ossv4.http.DownloadOptions},
 *       {@link io.github.ossv4.http.Transfer}, {@link io.github.ossv4.http.TransferListener}.
 *   <li>Retries: {@link io.github.ossv4.http.RetryPolicy}. Events of each attempt:
 *       {@link io.github.ossv4.http.CallListener}.
 *   <li>Requests that another program sends: {@link io.github.ossv4.http.PresignedUrl},
 *       {@link io.github.ossv4.http.PresignedUpload} and {@link io.github.ossv4.http.BucketClient#signForm}. A callback
 *       that reports such an upload is compared with the stored object by {@link
 *       io.github.ossv4.http.BucketClient#confirm}.
 *   <li>Other OkHttp clients: {@link io.github.ossv4.http.SigningInterceptor}. The CRC64 of a file:
 *       {@link io.github.ossv4.http.FileCrc64}.
 *   <li>Exceptions: {@link io.github.ossv4.http.ServiceException} if OSS refuses the request,
 *       {@link io.github.ossv4.http.CallbackFailedException} if the object is stored but its callback failed,
 *       {@link io.github.ossv4.http.ChecksumMismatchException} if bytes changed in transit,
 *       {@link io.github.ossv4.http.PartMismatchException} if parts that another program sent are missing or differ,
 *       {@link io.github.ossv4.http.OutcomeUnknownException} if a response was lost; any other {@link
 *       java.io.IOException} comes from the network or a file, and {@link io.github.ossv4.http.ConnectionFailure}
 *       returns its kind.
 * </ul>
 *
 * <p>An upload runs through {@link io.github.ossv4.http.BucketClient#put}, {@code PutObject}, {@code Exchange} (one
 * call and its retries), {@code Transport}, {@link io.github.ossv4.sign.Signer} and OkHttp; the response returns
 * through {@code StoredResponse}, which checks the status, then the checksum, then the callback.
 */
package io.github.ossv4.http;
