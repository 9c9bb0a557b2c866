// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request without its body: method, target and headers as OSS interprets them. Immutable.
 *
 * @param host host and port of the target, or else of the header {@code Host}; empty if there is neither
 */
public record ReceivedRequest(RequestHead head, RequestTarget target, String host, RequestedResource resource)
        implements StorageRequest {
    /** Finds the resource that a request names. */
    public interface ResourceFinder {
        /**
         * Returns the resource.
         *
         * @throws OssException if the request names none that the server can have
         */
        RequestedResource find(RequestHead head, String host, RequestTarget target);
    }

    /**
     * Parses a head.
     *
     * @throws OssException if it is malformed, or {@code finder} throws
     */
    public static ReceivedRequest of(RequestHead head, ResourceFinder finder) {
        head.checkWellFormed();
        RequestTarget target = RequestTarget.parse(head.http().uri());
        String authority = target.authority();
        String host = authority != null ? authority : head.host();
        RequestedResource resource;
        try {
            resource = finder.find(head, host, target);
        } catch (OssException e) {
            // OSS checks it only for other methods.
            throw head.method().equals("HEAD") && OssError.LEADING_SLASH.equals(e.ec())
                    ? OssError.NO_SUCH_KEY.exception()
                    : e;
        }
        head.trace().resource(resource);
        return new ReceivedRequest(head, target, host, resource);
    }

    /** Returns this request as if it named another resource. Nothing about it is reported. */
    public ReceivedRequest at(RequestedResource other) {
        RequestHead unreported = new RequestHead(
                head.requestId(),
                head.clientIp(),
                head.scheme(),
                head.http(),
                head.startNanos(),
                head.memory(),
                new RequestTrace());
        return new ReceivedRequest(unreported, target, host, other);
    }

    /** Returns the method. */
    public String method() {
        return head.method();
    }

    /** Returns the target of the request line. */
    public String rawTarget() {
        return head.http().uri();
    }

    /** Returns the path, percent-encoded as received. */
    public String path() {
        return target.path();
    }

    /** Returns the query parameters, decoded; a value is empty if there is none. */
    public Map<String, String> query() {
        return target.query();
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = head.http().headers().getAll(name);
        return values.isEmpty()
                ? null
                : HeaderText.decode(String.join(",", values)).trim();
    }

    @Override
    public SortedSet<String> headerNames() {
        SortedSet<String> names = new TreeSet<>();
        for (String name : head.http().headers().names()) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** Calls {@code action} with the name and value of each header line, in the order received. */
    public void forEachHeader(BiConsumer<String, String> action) {
        head.http().headers().forEach(header -> action.accept(header.getKey(), HeaderText.decode(header.getValue())));
    }

    /**
     * Checks the length of the body, as far as the head contains it.
     *
     * @param limit the maximum, in bytes
     * @param reported the limit that the error contains
     * @throws OssException if the length is missing, or greater than the limit
     */
    public void checkLength(long limit, long reported) {
        long length = head.contentLength();
        if (length < 0 && !head.isChunked()) {
            throw OssError.MISSING_CONTENT_LENGTH.exception();
        }
        if (length > limit) {
            throw OssError.ENTITY_TOO_LARGE.with("MaxSizeAllowed", reported);
        }
    }
}
