// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on purpose, so that a client's answer to it can be tested. Give it to
 * {@link Emulator#inject}. Immutable.
 *
 * <p>A fault befalls the next request of its kind, or of one {@linkplain #on call} alone, that is otherwise in order: one
 * that the emulator refuses for its headers, as for a bad signature, neither shows a fault nor uses it up. One that fails
 * later does, as where the object that it wants is not there, or where a form is not signed as it should be. No request
 * meets two faults.
 *
 * <p>An upload is a PutObject, PostObject, CopyObject, AppendObject, UploadPart, UploadPartCopy or CompleteMultipartUpload.
 */
public final class Fault {
    static final Fault NONE = new Fault(Kind.NONE, 0, null, Set.of(), 0);

    /** What {@link #wrongEtag} puts in the place of an ETag. */
    static final String WRONG_ETAG = "\"00000000000000000000000000000000\"";

    private enum Kind {
        NONE,
        ERROR,
        UPLOAD_RESET,
        DOWNLOAD_RESET,
        DOWNLOAD_CUT,
        FLIPPED_BYTE,
        WRONG_CRC64,
        NO_CRC64,
        WRONG_ETAG,
        ANSWER_LOST,
        DELAY
    }

    private final Kind kind;
    private final long number;
    private final @Nullable OssException error;
    private final Set<Call> calls;
    private final int times;

    private Fault(Kind kind, long number, @Nullable OssException error, Set<Call> calls, int times) {
        this.kind = kind;
        this.number = number;
        this.error = error;
        this.calls = calls;
        this.times = times;
    }

    private static Fault of(Kind kind, long number) {
        return new Fault(kind, number, null, calls(kind), 1);
    }

    /**
     * Any request is refused before its body is read, with the usual error document.
     *
     * @param status the HTTP status, 400 to 599
     * @param code the error's code, such as {@code ServiceUnavailable}
     * @throws IllegalArgumentException if the status is no error's
     */
    public static Fault error(int status, String code) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status is not 400 to 599: " + status);
        }
        return new Fault(
                Kind.ERROR, 0, OssException.of(status, code, null, "An injected fault."), calls(Kind.ERROR), 1);
    }

    /**
     * The connection of an upload is reset (RST) once so many bytes of its body have arrived, or the whole body if it is
     * shorter. Nothing is stored or completed.
     *
     * @throws IllegalArgumentException if {@code bodyBytes} is negative
     */
    public static Fault uploadReset(long bodyBytes) {
        return of(Kind.UPLOAD_RESET, notNegative("bodyBytes", bodyBytes));
    }

    /**
     * The connection of a GetObject is reset (RST) once so many bytes of the object have been sent, or all of it if it
     * is shorter. The client reads at most that many.
     *
     * @throws IllegalArgumentException if {@code bodyBytes} is negative
     */
    public static Fault downloadReset(long bodyBytes) {
        return of(Kind.DOWNLOAD_RESET, notNegative("bodyBytes", bodyBytes));
    }

    /**
     * The connection of a GetObject is closed in order (FIN) once so many bytes of the object have been sent, or all of
     * it if it is shorter. {@code Content-Length} promises all of it.
     *
     * @throws IllegalArgumentException if {@code bodyBytes} is negative
     */
    public static Fault downloadCut(long bodyBytes) {
        return of(Kind.DOWNLOAD_CUT, notNegative("bodyBytes", bodyBytes));
    }

    /**
     * One bit of one byte that a GetObject sends is wrong. What is stored stays right.
     *
     * @param position of the byte in the body that is sent, from 0; beyond its end it is the last one
     * @throws IllegalArgumentException if {@code position} is negative
     */
    public static Fault flippedByte(long position) {
        return of(Kind.FLIPPED_BYTE, notNegative("position", position));
    }

    /**
     * The answer to an upload, a GetObject, a HeadObject or a GetObjectMeta carries this {@code x-oss-hash-crc64ecma},
     * whatever the object or part holds. Callbacks and ListParts tell the true value. UploadPartCopy is spared, since its
     * answer has no checksum.
     */
    public static Fault wrongCrc64(long crc64) {
        return of(Kind.WRONG_CRC64, crc64);
    }

    /** The answer carries no {@code x-oss-hash-crc64ecma}; for the same calls as {@link #wrongCrc64}. */
    public static Fault noCrc64() {
        return of(Kind.NO_CRC64, 0);
    }

    /**
     * The answer to a PutObject, a PostObject, an AppendObject or an UploadPart carries an ETag of zeros in its header,
     * whatever was stored. Callbacks, ListParts, CompleteMultipartUpload and the document of a PostObject go by the true
     * one.
     */
    public static Fault wrongEtag() {
        return of(Kind.WRONG_ETAG, 0);
    }

    /**
     * Any request is done as it should be, down to its callback, and then the connection is reset (RST) in place of an
     * answer.
     */
    public static Fault answerLost() {
        return of(Kind.ANSWER_LOST, 0);
    }

    /**
     * Any request is done as it should be, and answered so much later; not even the status line comes before. An error
     * is not delayed.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    public static Fault delay(Duration delay) {
        return of(Kind.DELAY, notNegative("delay in milliseconds", delay.toMillis()));
    }

    private static long notNegative(String what, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " is negative: " + number);
        }
        return number;
    }

    /**
     * This fault for the next {@code times} requests of its kind instead of one.
     *
     * @throws IllegalArgumentException if {@code times} is not positive
     */
    public Fault times(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times is not positive: " + times);
        }
        return new Fault(kind, number, error, calls, times);
    }

    /**
     * This fault for one call alone: {@code Fault.answerLost().on("CompleteMultipartUpload")}.
     *
     * @param call OSS's name for it
     * @throws IllegalArgumentException if the emulator knows no such call, or this fault cannot befall it
     */
    public Fault on(String call) {
        Call named = Call.named(call);
        if (named == null) {
            throw new IllegalArgumentException("the emulator knows no call \"" + call + "\", only "
                    + Arrays.stream(Call.values()).map(Call::ossName).collect(Collectors.joining(", ")));
        }
        if (!calls.contains(named)) {
            throw new IllegalArgumentException(this + " cannot befall " + call);
        }
        return new Fault(kind, number, error, EnumSet.of(named), times);
    }

    /**
     * This {@link #error} with a header beside the usual ones, such as {@code Retry-After} with the value {@code 0}.
     *
     * @throws IllegalArgumentException if HTTP has no such header
     * @throws IllegalStateException if this is another fault, whose answer has the headers that it always has
     */
    public Fault header(String name, String value) {
        if (error == null) {
            throw new IllegalStateException("no error that a header could be added to: " + this);
        }
        OssResponse.of(error.status()).header(name, value);
        return new Fault(kind, number, error.withHeader(name, value), calls, times);
    }

    int times() {
        return times;
    }

    /** Which calls a kind of fault can befall. */
    private static Set<Call> calls(Kind kind) {
        return switch (kind) {
            case NONE -> Set.of();
            case ERROR, ANSWER_LOST, DELAY -> EnumSet.allOf(Call.class);
            case UPLOAD_RESET ->
                EnumSet.of(
                        Call.PUT_OBJECT,
                        Call.POST_OBJECT,
                        Call.COPY_OBJECT,
                        Call.APPEND_OBJECT,
                        Call.UPLOAD_PART,
                        Call.UPLOAD_PART_COPY,
                        Call.COMPLETE_MULTIPART_UPLOAD);
            case DOWNLOAD_RESET, DOWNLOAD_CUT, FLIPPED_BYTE -> EnumSet.of(Call.GET_OBJECT);
            case WRONG_CRC64, NO_CRC64 ->
                EnumSet.of(
                        Call.PUT_OBJECT,
                        Call.POST_OBJECT,
                        Call.COPY_OBJECT,
                        Call.APPEND_OBJECT,
                        Call.GET_OBJECT,
                        Call.HEAD_OBJECT,
                        Call.GET_OBJECT_META,
                        Call.UPLOAD_PART,
                        Call.COMPLETE_MULTIPART_UPLOAD);
            case WRONG_ETAG -> EnumSet.of(Call.PUT_OBJECT, Call.POST_OBJECT, Call.APPEND_OBJECT, Call.UPLOAD_PART);
        };
    }

    /** Whether a request can meet the fault. */
    boolean befalls(Call call) {
        return calls.contains(call);
    }

    /** The refusal to answer with, or null. */
    @Nullable
    OssException error() {
        return error;
    }

    /** How many bytes of an upload may arrive; without limit {@link Long#MAX_VALUE}. */
    long uploadLimit() {
        return kind == Kind.UPLOAD_RESET ? number : Long.MAX_VALUE;
    }

    /** Does to an answer what is to be done to it. */
    OssResponse spoil(OssResponse answer) {
        return switch (kind) {
            case NONE, ERROR, UPLOAD_RESET -> answer;
            case DOWNLOAD_RESET -> answer.truncate(number).end(OssResponse.Ending.RESET);
            case DOWNLOAD_CUT -> answer.truncate(number).end(OssResponse.Ending.CLOSE);
            case FLIPPED_BYTE -> answer.flipBit(number);
            case WRONG_CRC64 -> answer.replaceCrc64(number);
            case NO_CRC64 -> answer.withoutCrc64();
            case WRONG_ETAG -> answer.replaceEtag(WRONG_ETAG);
            case ANSWER_LOST -> answer.end(OssResponse.Ending.LOST);
            case DELAY -> answer.delay(Duration.ofMillis(number));
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Fault{").append(kind).append(' ');
        text.append(error == null ? Long.toUnsignedString(number) : error.getMessage());
        if (!calls.equals(calls(kind))) {
            calls.forEach(call -> text.append(" on ").append(call.ossName()));
        }
        return text.append(times == 1 ? "" : ", " + times + " times")
                .append('}')
                .toString();
    }
}
