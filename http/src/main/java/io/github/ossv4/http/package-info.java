// SPDX-License-Identifier: Apache-2.0
/**
 * OSS over OkHttp. Open {@link io.github.ossv4.http.BucketClient} first: one bucket, its objects, every byte checked by
 * CRC64.
 *
 * <p>The way of an upload is {@link io.github.ossv4.http.BucketClient#put}, {@code PutObject}, {@code Exchange}, which sends it
 * until it is answered, {@code Transport}, {@link io.github.ossv4.sign.Signer}, OkHttp, and back: status, checksum,
 * {@link io.github.ossv4.http.PutResult}. When it is sent again {@link io.github.ossv4.http.RetryPolicy} says, and
 * {@link io.github.ossv4.http.CallListener} hears of all of it.
 *
 * <p>Large files: {@link io.github.ossv4.http.BucketClient#upload(String, java.nio.file.Path, UploadOptions)}. Without waiting:
 * {@link io.github.ossv4.http.AsyncBucketClient}.
 *
 * <p>Beside it stand {@link io.github.ossv4.http.MultipartUpload}, for objects in parts,
 * {@link io.github.ossv4.http.PresignedUrl}, for others to send a request,
 * {@link io.github.ossv4.http.BucketRequest}, for what {@code BucketClient} has no method for, and
 * {@link io.github.ossv4.http.SigningInterceptor}, for other OkHttp clients. All take their credentials from a
 * {@link io.github.ossv4.http.CredentialsSource}.
 *
 * <p>Of uploads that somebody else makes: {@link io.github.ossv4.http.BucketClient#signForm} signs what a browser may upload,
 * {@link io.github.ossv4.http.BucketClient#confirm} asks OSS whether a callback speaks the truth, and
 * {@link io.github.ossv4.http.CallbackKeyFetcher} has the keys that callbacks are verified with.
 *
 * <p>Exceptions: {@link io.github.ossv4.http.ServiceException} when OSS refuses,
 * {@link io.github.ossv4.http.CallbackFailedException} when the object is stored but its callback failed,
 * {@link io.github.ossv4.http.ChecksumMismatchException} when bytes changed on the way; any other
 * {@link java.io.IOException} comes from the network.
 */
package io.github.ossv4.http;
