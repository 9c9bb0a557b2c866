// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on purpose, so that a client's answer to it can be tested. Give it to
 * {@link Emulator#inject}. Immutable.
 *
 * <p>A fault befalls the next request of its kind that is otherwise in order: one that the emulator refuses anyway, as
 * for a bad signature, neither shows a fault nor uses it up. No request meets two faults.
 */
public final class Fault {
    static final Fault NONE = new Fault(Kind.NONE, 0, null, 0);

    private enum Kind {
        NONE,
        WRONG_CRC64,
        ERROR,
        UPLOAD_RESET,
        DOWNLOAD_RESET
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

    /**
     * The answer to a PutObject, GetObject or HeadObject carries this {@code x-oss-hash-crc64ecma}, whatever the object
     * holds. A callback is told the true value.
     */
    public static Fault wrongCrc64(long crc64) {
        return new Fault(Kind.WRONG_CRC64, crc64, null, 1);
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
     * The connection of a PutObject is reset (RST) once so many bytes of its body have arrived, or the whole body if it
     * is shorter. Nothing is stored.
     *
     * @throws IllegalArgumentException if {@code bodyBytes} is negative
     */
    public static Fault uploadReset(long bodyBytes) {
        return new Fault(Kind.UPLOAD_RESET, notNegative(bodyBytes), null, 1);
    }

    /**
     * The connection of a GetObject is reset (RST) once so many bytes of the object have been sent, or all of it if it
     * is shorter. The client reads at most that many.
     *
     * @throws IllegalArgumentException if {@code bodyBytes} is negative
     */
    public static Fault downloadReset(long bodyBytes) {
        return new Fault(Kind.DOWNLOAD_RESET, notNegative(bodyBytes), null, 1);
    }

    private static long notNegative(long bodyBytes) {
        if (bodyBytes < 0) {
            throw new IllegalArgumentException("bodyBytes is negative: " + bodyBytes);
        }
        return bodyBytes;
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
            case ERROR -> true;
            case WRONG_CRC64 -> method.equals("PUT") || method.equals("GET") || method.equals("HEAD");
            case UPLOAD_RESET -> method.equals("PUT");
            case DOWNLOAD_RESET -> method.equals("GET");
        };
    }

    /** The refusal to answer with, or null. */
    @Nullable
    Refusal error() {
        return error;
    }

    /** The checksum to answer with. */
    long crc64(long actual) {
        return kind == Kind.WRONG_CRC64 ? number : actual;
    }

    /** How many bytes of an upload may arrive; without limit {@link Long#MAX_VALUE}. */
    long uploadLimit() {
        return kind == Kind.UPLOAD_RESET ? number : Long.MAX_VALUE;
    }

    /** How many bytes of a download may be sent; without limit {@link Long#MAX_VALUE}. */
    long downloadLimit() {
        return kind == Kind.DOWNLOAD_RESET ? number : Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return "Fault{" + kind + " " + (error == null ? Long.toUnsignedString(number) : error.getMessage())
                + (times == 1 ? "" : ", " + times + " times") + "}";
    }
}
