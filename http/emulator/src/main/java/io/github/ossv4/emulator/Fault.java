// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on purpose, so that a client's answer to it can be tested. Give it to
 * {@link Emulator#inject}. Immutable.
 *
 * <p>A fault befalls the next request of its kind that is otherwise in order: one that the emulator refuses for its
 * headers, as for a bad signature, neither shows a fault nor uses it up. One that fails later does, as where the object
 * that it wants is not there. No request meets two faults.
 */
public final class Fault {
    static final Fault NONE = new Fault(Kind.NONE, 0, null, 0);

    private enum Kind {
        NONE,
        ERROR,
        UPLOAD_RESET,
        DOWNLOAD_RESET,
        DOWNLOAD_CUT,
        FLIPPED_BYTE,
        WRONG_CRC64,
        NO_CRC64,
        ANSWER_LOST,
        DELAY
    }

    private final Kind kind;
    private final long number;
    private final @Nullable Refusal error;
    private final int times;

    private Fault(Kind kind, long number, @Nullable Refusal error, int times) {
        this.kind = kind;
        this.number = number;
        this.error = error;
        this.times = times;
    }

    private static Fault of(Kind kind, long number) {
        return new Fault(kind, number, null, 1);
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
        return new Fault(Kind.ERROR, 0, Refusal.of(status, code, null, "An injected fault."), 1);
    }

    /**
     * The connection of an upload, which is a PutObject, a CopyObject or an AppendObject, is reset (RST) once so many
     * bytes of its body have arrived, or the whole body if it is shorter. Nothing is stored.
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
     * The answer to an upload, a GetObject or a HeadObject carries this {@code x-oss-hash-crc64ecma}, whatever the
     * object holds. A callback is told the true value.
     */
    public static Fault wrongCrc64(long crc64) {
        return of(Kind.WRONG_CRC64, crc64);
    }

    /** The answer to an upload, a GetObject or a HeadObject carries no {@code x-oss-hash-crc64ecma}. */
    public static Fault noCrc64() {
        return of(Kind.NO_CRC64, 0);
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
        return new Fault(kind, number, error, times);
    }

    int times() {
        return times;
    }

    /** Whether a request of this method can meet the fault. */
    boolean befalls(String method) {
        return switch (kind) {
            case NONE -> false;
            case ERROR, ANSWER_LOST, DELAY -> true;
            case WRONG_CRC64, NO_CRC64 -> !method.equals("DELETE");
            case UPLOAD_RESET -> method.equals("PUT") || method.equals("POST");
            case DOWNLOAD_RESET, DOWNLOAD_CUT, FLIPPED_BYTE -> method.equals("GET");
        };
    }

    /** The refusal to answer with, or null. */
    @Nullable
    Refusal error() {
        return error;
    }

    /** How many bytes of an upload may arrive; without limit {@link Long#MAX_VALUE}. */
    long uploadLimit() {
        return kind == Kind.UPLOAD_RESET ? number : Long.MAX_VALUE;
    }

    /** Does to an answer what is to be done to it. */
    Answer spoil(Answer answer) {
        return switch (kind) {
            case NONE, ERROR, UPLOAD_RESET -> answer;
            case DOWNLOAD_RESET -> answer.truncate(number).end(Answer.Ending.RESET);
            case DOWNLOAD_CUT -> answer.truncate(number).end(Answer.Ending.CLOSE);
            case FLIPPED_BYTE -> answer.flipBit(number);
            case WRONG_CRC64 -> answer.replaceCrc64(number);
            case NO_CRC64 -> answer.withoutCrc64();
            case ANSWER_LOST -> answer.end(Answer.Ending.LOST);
            case DELAY -> answer.delay(Duration.ofMillis(number));
        };
    }

    @Override
    public String toString() {
        return "Fault{" + kind + " " + (error == null ? Long.toUnsignedString(number) : error.getMessage())
                + (times == 1 ? "" : ", " + times + " times") + "}";
    }
}
