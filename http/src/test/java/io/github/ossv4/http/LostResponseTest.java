// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The requests that resolve the outcome of a call whose response was lost. */
class LostResponseTest extends WireFixture {
    private static final UploadedPart PART = UploadedPart.of(1, "E1", 5, Crc64.compute(HELLO));
    private static final String COMPLETED =
            "<CompleteMultipartUploadResult><ETag>\"E\"</ETag></CompleteMultipartUploadResult>";
    private static final String LISTED = "<ListPartsResult><Key>k</Key><UploadId>U</UploadId>"
            + "<IsTruncated>false</IsTruncated></ListPartsResult>";

    @Override
    public BucketClient.Builder client() {
        // A missing response fails the test soon.
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .readTimeout(Duration.ofSeconds(30))
                .build();
        return super.client().okHttpClient(client).retryPolicy(IMMEDIATE_RETRIES);
    }

    private static String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static Reply lost() {
        return Reply.of(200).cut(Reply.Cut.BEFORE_RESPONSE);
    }

    private static Reply error(int status, String code) {
        return response(status).body("<Error><Code>" + code + "</Code><Message>m</Message></Error>");
    }

    /** Returns a HeadObject response for an object with the same bytes. */
    private static Reply found(Instant stored) {
        return response(200).toHead(5).setHeader("Date", date(NOW)).setHeader("Last-Modified", date(stored));
    }

    /** Asserts the methods of all requests. */
    private void assertSent(String... methods) throws InterruptedException {
        assertEquals(methods.length, server.requestCount());
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < methods.length; i++) {
            String line = server.take().requestLine();
            sent.add(line.substring(0, line.indexOf(' ')));
        }
        assertEquals(List.of(methods), sent);
    }

    private PutResult put(CallStyle style, PutOptions options) throws IOException {
        return style == CallStyle.BLOCKING
                ? bucket.put("k", Body.of(HELLO), options)
                : CallStyle.await(bucket.async().put("k", Body.of(HELLO), options));
    }

    private PutResult complete(CallStyle style, CompleteOptions options) throws IOException {
        MultipartUpload upload = bucket.multipartUpload("k", "U");
        return style == CallStyle.BLOCKING
                ? upload.complete(List.of(PART), options)
                : CallStyle.await(upload.async().complete(List.of(PART), options));
    }

    private static OutcomeUnknownException assertUnknown(String text, Executable call) {
        OutcomeUnknownException e = assertThrows(OutcomeUnknownException.class, call);
        assertTrue(e.getMessage().contains(text), e.getMessage());
        return e;
    }

    @ParameterizedTest
    @EnumSource
    void completesAgainWhileTheUploadExists(CallStyle style) throws Exception {
        server.enqueue(lost());
        server.enqueue(response(200).body(LISTED));
        server.enqueue(response(200).body(COMPLETED));
        assertEquals("E", complete(style, CompleteOptions.NONE).etag());
        assertSent("POST", "GET", "POST");
    }

    @ParameterizedTest
    @EnumSource
    void completesAgainWithItsCallbackWhileTheUploadExists(CallStyle style) throws Exception {
        server.enqueue(response(500));
        server.enqueue(response(200).body(LISTED));
        server.enqueue(response(200).body("{}"));
        CompleteOptions options =
                CompleteOptions.builder().callback(withCallback().callback()).build();
        assertEquals("{}", complete(style, options).callbackResponse().utf8());
        assertSent("POST", "GET", "POST");
    }

    @ParameterizedTest
    @EnumSource
    void findsTheObjectOfACompletedUpload(CallStyle style) throws Exception {
        server.enqueue(lost());
        server.enqueue(error(404, "NoSuchUpload"));
        server.enqueue(found(NOW));
        PutResult result = complete(style, CompleteOptions.NONE);
        assertTrue(result.isCrcChecked());
        assertEquals("5D41402abc4B2A76B9719D911017C592", result.etag());
        assertSent("POST", "GET", "HEAD");
    }

    @ParameterizedTest
    @EnumSource
    void findsTheObjectAfterARejectedRetry(CallStyle style) throws Exception {
        server.enqueue(response(500));
        server.enqueue(response(200).body(LISTED));
        server.enqueue(error(404, "NoSuchUpload"));
        server.enqueue(found(NOW));
        assertTrue(complete(style, CompleteOptions.NONE).isCrcChecked());
        assertSent("POST", "GET", "POST", "HEAD");
    }

    @ParameterizedTest
    @EnumSource
    void reportsALostCallbackResponseOfACompletedUpload(CallStyle style) throws Exception {
        CompleteOptions options =
                CompleteOptions.builder().callback(withCallback().callback()).build();
        server.enqueue(lost());
        server.enqueue(error(404, "NoSuchUpload"));
        server.enqueue(found(NOW));
        CallbackFailedException e = assertThrows(CallbackFailedException.class, () -> complete(style, options));
        assertTrue(e.getMessage().contains("it is unknown whether the callback was performed"), e.getMessage());
        assertTrue(e.stored().isCrcChecked());
        assertSent("POST", "GET", "HEAD");
    }

    @ParameterizedTest
    @EnumSource
    void doesNotAcceptAnOlderObject(CallStyle style) throws Exception {
        server.enqueue(lost());
        server.enqueue(error(404, "NoSuchUpload"));
        server.enqueue(found(NOW.minusSeconds(60)));
        assertUnknown(
                "the upload no longer exists, and the object is an older one, stored at " + NOW.minusSeconds(60),
                () -> complete(style, CompleteOptions.NONE));
        assertSent("POST", "GET", "HEAD");
    }

    @Test
    void doesNotAcceptAnUndatedObject() throws Exception {
        server.enqueue(lost());
        server.enqueue(error(404, "NoSuchUpload"));
        server.enqueue(response(200).toHead(5));
        assertUnknown("the upload no longer exists", () -> complete(CallStyle.BLOCKING, CompleteOptions.NONE));
    }

    @Test
    void doesNotAcceptAnObjectWithOtherBytes() throws Exception {
        server.enqueue(lost());
        server.enqueue(error(404, "NoSuchUpload"));
        server.enqueue(found(NOW).setHeader("x-oss-hash-crc64ecma", "1"));
        assertUnknown("the upload no longer exists", () -> complete(CallStyle.BLOCKING, CompleteOptions.NONE));
    }

    @Test
    void ignoresANotFoundResponseOfAProxy() throws Exception {
        server.enqueue(lost());
        server.enqueue(Reply.fromProxy(404));
        server.enqueue(response(200).body(COMPLETED));
        assertEquals("E", complete(CallStyle.BLOCKING, CompleteOptions.NONE).etag());
        assertSent("POST", "GET", "POST");
    }

    @Test
    void reportsNoSuchUploadOfAFirstAttempt() throws Exception {
        server.enqueue(error(404, "NoSuchUpload"));
        assertThrows(ServiceException.class, () -> complete(CallStyle.BLOCKING, CompleteOptions.NONE));
        assertSent("POST");
    }

    @Test
    void completesAllAgainWhileTheUploadExists() throws Exception {
        MultipartUpload upload = bucket.multipartUpload("k", "U");
        server.enqueue(response(500));
        server.enqueue(response(200).body(LISTED));
        server.enqueue(response(200).body(COMPLETED));
        assertEquals(
                "E",
                CallStyle.await(upload.async().completeAll(CompleteOptions.NONE))
                        .etag());
        assertSent("POST", "GET", "POST");
    }

    @Test
    void reportsAnUnknownOutcomeOfCompletingAllParts() {
        MultipartUpload upload = bucket.multipartUpload("k", "U");
        server.enqueue(lost());
        server.enqueue(error(404, "NoSuchUpload"));
        server.enqueue(found(NOW));
        assertUnknown("the upload no longer exists", () -> upload.completeAll(CompleteOptions.NONE));
    }

    @ParameterizedTest
    @EnumSource
    void reportsAnUnknownOutcomeIfAnObjectMayBeOfThePut(CallStyle style) throws Exception {
        PutOptions options = PutOptions.builder().forbidOverwrite(true).build();
        server.enqueue(lost());
        server.enqueue(error(409, "FileAlreadyExists"));
        server.enqueue(found(NOW));
        OutcomeUnknownException e = assertUnknown(
                "a matching object exists, stored at " + NOW + " by this call or by another client",
                () -> put(style, options));
        assertEquals("FileAlreadyExists", ((ServiceException) e.getCause()).code());
        assertSent("PUT", "PUT", "HEAD");
    }

    @ParameterizedTest
    @EnumSource
    void reportsThatAnOlderObjectExists(CallStyle style) throws Exception {
        PutOptions options = PutOptions.builder()
                .forbidOverwrite(true)
                .metadata("author", "me")
                .build();
        for (Reply other : List.of(
                found(NOW.minusSeconds(60)).setHeader("x-oss-meta-author", "me"),
                found(NOW.minusSeconds(60)).setHeader("x-oss-hash-crc64ecma", "1"))) {
            server.enqueue(lost());
            server.enqueue(error(409, "FileAlreadyExists"));
            server.enqueue(other);
            assertEquals(
                    "FileAlreadyExists",
                    assertThrows(ServiceException.class, () -> put(style, options))
                            .code());
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsAnUnknownOutcomeIfTheObjectOfThePutMayBeReplaced(CallStyle style) throws Exception {
        PutOptions options = PutOptions.builder()
                .forbidOverwrite(true)
                .metadata("author", "me")
                .build();
        for (Reply other : List.of(
                found(NOW).setHeader("x-oss-meta-author", "me").setHeader("x-oss-hash-crc64ecma", "1"),
                found(NOW).setHeader("x-oss-meta-author", "you"),
                response(403).toHead(0),
                response(404).toHead(0))) {
            server.enqueue(lost());
            server.enqueue(error(409, "FileAlreadyExists"));
            server.enqueue(other);
            assertThrows(OutcomeUnknownException.class, () -> put(style, options));
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsAnUnknownOutcomeIfHeadObjectFails(CallStyle style) throws Exception {
        for (int status : new int[] {403, 404}) {
            server.enqueue(response(500));
            server.enqueue(response(200).body(LISTED));
            server.enqueue(error(404, "NoSuchUpload"));
            server.enqueue(response(status).toHead(0));
            OutcomeUnknownException e = assertUnknown(
                    "the upload no longer exists, and "
                            + (status == 404 ? "the object does not exist" : "HeadObject failed"),
                    () -> complete(style, CompleteOptions.NONE));
            assertTrue(
                    Arrays.stream(e.getSuppressed())
                            .anyMatch(query -> query instanceof ServiceException refused && refused.status() == status),
                    Arrays.toString(e.getSuppressed()));
        }
    }

    @Test
    void reportsAnExistingObjectAfterTheFirstAttempt() throws Exception {
        server.enqueue(error(409, "FileAlreadyExists"));
        assertThrows(
                ServiceException.class,
                () -> put(
                        CallStyle.BLOCKING,
                        PutOptions.builder().forbidOverwrite(true).build()));
        assertSent("PUT");
    }

    /** A fresh limit would let a call take twice its time. */
    @Test
    void queriesWithinTheTimeOfTheCall() throws Exception {
        List<Long> limits = new ArrayList<>();
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .addInterceptor(chain -> {
                    limits.add(chain.call().timeout().timeoutNanos());
                    return chain.proceed(chain.request());
                })
                .build();
        server.enqueue(lost());
        server.enqueue(error(409, "FileAlreadyExists"));
        server.enqueue(found(NOW));
        try (BucketClient limited = client().okHttpClient(client)
                .credentials(CREDENTIALS)
                .callTimeout(Duration.ofHours(1))
                .build()) {
            PutOptions options = PutOptions.builder().forbidOverwrite(true).build();
            assertUnknown("a matching object exists", () -> limited.put("k", Body.of(HELLO), options));
        }
        assertSent("PUT", "PUT", "HEAD");
        assertTrue(limits.get(0) > limits.get(1) && limits.get(1) > limits.get(2), limits::toString);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotRepeatAPutWithACallback(CallStyle style) throws Exception {
        server.enqueue(lost());
        server.enqueue(found(NOW));
        assertUnknown("by this call or by another client", () -> put(style, withCallback()));
        server.enqueue(lost());
        server.enqueue(response(404));
        assertUnknown("the response was lost", () -> put(style, withCallback()));
        server.enqueue(response(500));
        server.enqueue(response(404));
        assertThrows(ServiceException.class, () -> put(style, withCallback()));
        assertSent("PUT", "HEAD", "PUT", "HEAD", "PUT", "HEAD");
    }

    private AppendResult append(CallStyle style, AppendPosition position) throws IOException {
        return style == CallStyle.BLOCKING
                ? bucket.append("k", position, Body.of(HELLO))
                : CallStyle.await(bucket.async().append("k", position, Body.of(HELLO), PutOptions.NONE));
    }

    private static Reply endsAt(long position) {
        return response(200).toHead(position).addHeader("x-oss-next-append-position", Long.toString(position));
    }

    @ParameterizedTest
    @EnumSource
    void retriesAnAppendThatWasNotExecuted(CallStyle style) throws Exception {
        server.enqueue(lost());
        server.enqueue(response(404));
        server.enqueue(response(200).addHeader("x-oss-next-append-position", "5"));
        assertEquals(5, append(style, AppendPosition.START).next().offset());
        server.enqueue(response(500));
        server.enqueue(endsAt(4));
        server.enqueue(response(200).addHeader("x-oss-next-append-position", "9"));
        assertEquals(9, append(style, AppendPosition.of(4)).next().offset());
        assertSent("POST", "HEAD", "POST", "POST", "HEAD", "POST");
    }

    @ParameterizedTest
    @EnumSource
    void reportsAnUnknownOutcomeIfTheObjectHasGrown(CallStyle style) throws Exception {
        server.enqueue(lost());
        server.enqueue(endsAt(9));
        assertUnknown("the length of the object is 9", () -> append(style, AppendPosition.of(4)));
        assertSent("POST", "HEAD");
    }

    @Test
    void reportsAnUnknownOutcomeAfterARejectedRetryOfAnAppend() throws Exception {
        server.enqueue(lost());
        server.enqueue(endsAt(4));
        server.enqueue(error(409, "PositionNotEqualToLength"));
        server.enqueue(endsAt(9));
        assertUnknown("the length of the object is 9", () -> append(CallStyle.BLOCKING, AppendPosition.of(4)));
    }

    /** The refusal proves that the object had another length. */
    @Test
    void reportsAnUnknownOutcomeIfTheObjectOfARejectedAppendIsUnknown() throws Exception {
        for (Reply head : List.of(response(403), response(404), response(200).toHead(9), endsAt(4))) {
            server.enqueue(lost());
            server.enqueue(endsAt(4));
            server.enqueue(error(409, "PositionNotEqualToLength"));
            server.enqueue(head);
            assertUnknown("the object had another length", () -> append(CallStyle.BLOCKING, AppendPosition.of(4)));
        }
    }

    @Test
    void reportsAWrongPositionOfAFirstAttempt() throws Exception {
        server.enqueue(error(409, "PositionNotEqualToLength"));
        assertThrows(ServiceException.class, () -> append(CallStyle.BLOCKING, AppendPosition.of(4)));
        assertSent("POST");
    }

    @Test
    void retriesACopyThatWasNotExecuted() throws Exception {
        CopyOptions options = CopyOptions.builder().forbidOverwrite(true).build();
        server.enqueue(lost());
        server.enqueue(response(200).body("<CopyObjectResult><ETag>\"E\"</ETag></CopyObjectResult>"));
        assertEquals("E", bucket.copy(CopySource.of("s"), "k", options).etag());
        server.enqueue(lost());
        server.enqueue(error(409, "FileAlreadyExists"));
        server.enqueue(found(NOW));
        assertUnknown("by this call or by another client", () -> bucket.copy(CopySource.of("s"), "k", options));
        server.enqueue(lost());
        server.enqueue(error(409, "FileAlreadyExists"));
        server.enqueue(found(NOW.minusSeconds(60)));
        assertThrows(ServiceException.class, () -> bucket.copy(CopySource.of("s"), "k", options));
    }

    @Test
    void succeedsToAbortIfTheRetryFindsNoUpload() throws Exception {
        server.enqueue(Reply.of(204).cut(Reply.Cut.BEFORE_RESPONSE));
        server.enqueue(error(404, "NoSuchUpload"));
        bucket.multipartUpload("k", "U").abort();
        server.enqueue(error(404, "NoSuchUpload"));
        assertThrows(
                ServiceException.class, () -> bucket.multipartUpload("k", "U").abort());
    }
}
