// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.XmlText;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fault as it applies to requests.
 *
 * @param number the parameter of its kind: bytes, a position, a checksum or milliseconds; otherwise 0
 * @param error the error to return; null for other kinds
 * @param operation the only operation that it affects; null for all that its kind can affect
 * @param times how many more requests it affects
 */
public record InjectedFault(
        FaultKind kind,
        long number,
        @Nullable OssException error,
        @Nullable OssOperation operation,
        int times) {
    /** The ETag in the responses of a {@link FaultKind#WRONG_ETAG}. */
    public static final String WRONG_ETAG = "\"00000000000000000000000000000000\"";

    /** The message of an error that has no other. */
    public static final String MESSAGE = "An injected fault.";

    private static final Pattern EC = Pattern.compile("[0-9A-F]{4}-[0-9A-F]{8}");

    static final InjectedFault NONE = of(FaultKind.NONE, 0);

    /** Returns a fault for the next request that its kind can affect. */
    public static InjectedFault of(FaultKind kind, long number) {
        return new InjectedFault(kind, number, null, null, 1);
    }

    /**
     * Returns a fault that makes the next request fail with an error.
     *
     * @throws IllegalArgumentException if the code is empty or has a character that XML 1.0 does not allow
     */
    public static InjectedFault error(int status, String code) {
        if (code.isEmpty() || !XmlText.isRepresentable(code)) {
            throw new IllegalArgumentException(
                    "code must not be empty or contain characters that XML 1.0 does not allow, was \""
                            + PrintableText.escape(code) + "\"");
        }
        return new InjectedFault(FaultKind.ERROR, 0, OssException.of(status, code, null, MESSAGE), null, 1);
    }

    /** Returns this fault for {@code more} requests. */
    public InjectedFault withTimes(int more) {
        return new InjectedFault(kind, number, error, operation, more);
    }

    /**
     * Returns this fault for one operation only.
     *
     * @throws IllegalArgumentException if the operation is not emulated, or this fault cannot affect it
     */
    public InjectedFault on(String name) {
        OssOperation only = EmulatedOperations.named(name);
        if (!affects(only)) {
            throw new IllegalArgumentException(this + " cannot affect " + name);
        }
        return new InjectedFault(kind, number, error, only, times);
    }

    /**
     * Returns this error with another header.
     *
     * @throws IllegalArgumentException if the header is invalid in HTTP, or determines where the response ends
     * @throws IllegalStateException if this is not an error
     */
    public InjectedFault withHeader(String name, String value) {
        OssException before = error("a header");
        if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
            throw new IllegalArgumentException("a fault cannot change the length of its response, was " + name);
        }
        // Throws if the header is invalid.
        ServerResponse.of(before.status()).header(name, value);
        return with(before.withHeader(name, value));
    }

    /**
     * Returns this error with another message.
     *
     * @throws IllegalStateException if this is not an error
     */
    public InjectedFault withMessage(String text) {
        return with(error("a message").withText(text));
    }

    /**
     * Returns this error with an EC.
     *
     * @throws IllegalArgumentException if it is not of the form of OSS's
     * @throws IllegalStateException if this is not an error
     */
    public InjectedFault withEc(String ec) {
        OssException before = error("an EC");
        if (!EC.matcher(ec).matches()) {
            throw new IllegalArgumentException("an EC must have the form 0002-00000040, was \"" + ec + "\"");
        }
        return with(before.withEc(ec));
    }

    private OssException error(String what) {
        if (error == null) {
            throw new IllegalStateException("a fault with " + what + " must be an error, was " + this);
        }
        return error;
    }

    private InjectedFault with(OssException other) {
        return new InjectedFault(kind, number, other, operation, times);
    }

    /** Returns whether the fault can affect a request that calls {@code called}. */
    public boolean affects(OssOperation called) {
        return operation == null ? called.permits(kind) : operation == called;
    }

    /** Returns how many bytes of a request body may arrive, {@link Long#MAX_VALUE} for no limit. */
    long uploadLimit() {
        return kind == FaultKind.UPLOAD_RESET ? number : Long.MAX_VALUE;
    }

    /** Changes a response as the fault demands. */
    ServerResponse applyTo(ServerResponse response) {
        return switch (kind) {
            case NONE, ERROR, UPLOAD_RESET -> response;
            case DOWNLOAD_RESET -> response.truncate(number).ending(ServerResponse.Ending.RESET);
            case DOWNLOAD_CUT -> response.truncate(number).ending(ServerResponse.Ending.CLOSE);
            case FLIPPED_BYTE -> response.flipBit(number);
            case WRONG_CRC64 -> response.replaceHeader(ServerResponse.CRC64, Crc64.toString(number));
            case NO_CRC64 -> response.replaceHeader(ServerResponse.CRC64, null);
            case WRONG_ETAG -> response.replaceHeader("ETag", WRONG_ETAG);
            case RESPONSE_LOST -> response.ending(ServerResponse.Ending.LOST);
            case DELAY -> response.delay(Duration.ofMillis(number));
        };
    }

    /** Returns the kind and its number or error. */
    public String description() {
        return kind + " " + (error == null ? Long.toUnsignedString(number) : error.getMessage());
    }

    /** Returns the kind and its number or error, and the operation and the number of requests if they are limited. */
    @Override
    public String toString() {
        return "Fault{" + description()
                + (operation == null ? "" : " on " + operation)
                + (times == 1 ? "" : ", " + times + " times")
                + '}';
    }
}
