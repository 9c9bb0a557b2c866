// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.emulator.internal.operation.FaultKind;
import io.github.ossv4.emulator.internal.operation.InjectedFault;
import java.time.Duration;

/**
 * A failure that is injected on purpose, to test how a client handles it. Give it to {@link Emulator#inject}.
 * Immutable.
 *
 * <pre>{@code
 * emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
 * emulator.inject(Fault.error(503, "ServiceUnavailable").header("Retry-After", "1").times(2));
 * }</pre>
 *
 * <p>A fault affects the next request of its kind, or of one {@linkplain #on operation} only, that is otherwise
 * accepted. A request that is rejected for its headers, for example for a bad signature, does not use up a fault. A
 * request that fails later does, for example because its object does not exist or its form is not signed correctly. No
 * request is affected by two faults.
 *
 * <p>Uploads are PutObject, PostObject, CopyObject, AppendObject, UploadPart, UploadPartCopy and
 * CompleteMultipartUpload.
 */
public final class Fault {
    private final InjectedFault injected;

    private Fault(InjectedFault injected) {
        this.injected = injected;
    }

    private static Fault of(FaultKind kind, long number) {
        return new Fault(InjectedFault.of(kind, number));
    }

    /**
     * Returns a fault that rejects any request before its body is read, with the usual error document.
     *
     * @param status the HTTP status
     * @param code the code of the error, such as {@code ServiceUnavailable}
     * @throws IllegalArgumentException if the status is not between 400 and 599, or the code is empty
     *     or has a character that XML 1.0 does not allow
     */
    public static Fault error(int status, String code) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be between 400 and 599, was " + status);
        }
        return new Fault(InjectedFault.error(status, code));
    }

    /**
     * Returns a fault that resets the connection of an upload (RST) after {@code bodyBytes} bytes of its body have
     * arrived, or the whole body if it is shorter. Nothing is stored or completed.
     *
     * @throws IllegalArgumentException if {@code bodyBytes} is negative
     */
    public static Fault uploadReset(long bodyBytes) {
        return of(FaultKind.UPLOAD_RESET, notNegative("bodyBytes", bodyBytes));
    }

    /**
     * Returns a fault that resets the connection of a GetObject (RST) after {@code bodyBytes} bytes of the object were
     * sent, or the whole object if it is shorter. The client reads at most that many bytes.
     *
     * @throws IllegalArgumentException if {@code bodyBytes} is negative
     */
    public static Fault downloadReset(long bodyBytes) {
        return of(FaultKind.DOWNLOAD_RESET, notNegative("bodyBytes", bodyBytes));
    }

    /**
     * Returns a fault that closes the connection of a GetObject in order (FIN) after {@code bodyBytes} bytes of the
     * object were sent, or the whole object if it is shorter. {@code Content-Length} is the whole object's.
     *
     * @throws IllegalArgumentException if {@code bodyBytes} is negative
     */
    public static Fault downloadCut(long bodyBytes) {
        return of(FaultKind.DOWNLOAD_CUT, notNegative("bodyBytes", bodyBytes));
    }

    /**
     * Returns a fault that flips one bit of one byte in the body of a GetObject. The stored object does not change.
     *
     * @param position the position of the byte in the response body, from 0; the last byte if the body is shorter
     * @throws IllegalArgumentException if {@code position} is negative
     */
    public static Fault flippedByte(long position) {
        return of(FaultKind.FLIPPED_BYTE, notNegative("position", position));
    }

    /**
     * Returns a fault that replaces {@code x-oss-hash-crc64ecma} in the response to an upload, a GetObject, a
     * HeadObject or a GetObjectMeta. Callbacks and ListParts contain the true value. UploadPartCopy is not affected,
     * since its response has no checksum.
     */
    public static Fault wrongCrc64(long crc64) {
        return of(FaultKind.WRONG_CRC64, crc64);
    }

    /**
     * Returns a fault that removes {@code x-oss-hash-crc64ecma} from a response, for the operations of {@link
     * #wrongCrc64}.
     */
    public static Fault noCrc64() {
        return of(FaultKind.NO_CRC64, 0);
    }

    /**
     * Returns a fault that replaces the ETag header in the response to a PutObject, a PostObject, an AppendObject or an
     * UploadPart with zeros. Callbacks, ListParts, CompleteMultipartUpload and the document of a PostObject use the
     * true ETag.
     */
    public static Fault wrongEtag() {
        return of(FaultKind.WRONG_ETAG, 0);
    }

    /**
     * Returns a fault that resets the connection (RST) instead of sending a response. Any request is executed,
     * including its callback.
     */
    public static Fault responseLost() {
        return of(FaultKind.RESPONSE_LOST, 0);
    }

    /**
     * Returns a fault that delays the whole response to any request, status line included. Errors are not delayed.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    public static Fault delay(Duration delay) {
        return of(FaultKind.DELAY, notNegative("delay in milliseconds", delay.toMillis()));
    }

    private static long notNegative(String what, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " must not be negative, was " + number);
        }
        return number;
    }

    /**
     * Returns this fault for the next {@code times} requests of its kind instead of one.
     *
     * @throws IllegalArgumentException if {@code times} is less than 1
     */
    public Fault times(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1, was " + times);
        }
        return new Fault(injected.withTimes(times));
    }

    /**
     * Returns this fault for one operation only: {@code Fault.responseLost().on("CompleteMultipartUpload")}.
     *
     * @param operation OSS's name
     * @throws IllegalArgumentException if the operation is not emulated, or this fault cannot affect it
     */
    public Fault on(String operation) {
        return new Fault(injected.on(operation));
    }

    /**
     * Returns this {@link #error} with another header, such as {@code Retry-After} with the value {@code 0}.
     *
     * @param name the name of the header; replaces one of the same name
     * @throws IllegalArgumentException if the header is invalid in HTTP, or determines where the response ends:
     *     {@code Content-Length}, {@code Transfer-Encoding}
     * @throws IllegalStateException if this fault is not an error
     */
    public Fault header(String name, String value) {
        return new Fault(injected.withHeader(name, value));
    }

    /**
     * Returns this {@link #error} with an EC, which OSS's errors have beside their code.
     *
     * @param ec such as {@code 0002-00000040}
     * @throws IllegalArgumentException if it does not have this form
     * @throws IllegalStateException if this fault is not an error
     */
    public Fault ec(String ec) {
        return new Fault(injected.withEc(ec));
    }

    /**
     * Returns this {@link #error} with a message. Default {@code An injected fault.}
     *
     * @param text any text; characters that XML does not permit are replaced
     * @throws IllegalStateException if this fault is not an error
     */
    public Fault message(String text) {
        return new Fault(injected.withMessage(text));
    }

    InjectedFault injected() {
        return injected;
    }

    /** Returns the kind of fault, its number or error, and the operation and number of requests if they are limited. */
    @Override
    public String toString() {
        return injected.toString();
    }
}
