// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request without its body: method, target and headers as OSS understands them. Immutable. */
final class ReceivedRequest implements StorageRequest {
    private final RequestHead exchange;
    private final RequestTarget target;
    private final String host;
    private final RequestedResource resource;

    private ReceivedRequest(RequestHead exchange, RequestTarget target, String host, RequestedResource resource) {
        this.exchange = exchange;
        this.target = target;
        this.host = host;
        this.resource = resource;
    }

    /** @throws OssException if the request is malformed, or its host is not served */
    static ReceivedRequest of(RequestHead exchange, Addressing addressing) {
        DecoderResult decoded = exchange.head().decoderResult();
        if (decoded.isFailure()) {
            throw OssException.malformedRequest(String.valueOf(decoded.cause().getMessage()));
        }
        RequestTarget target = RequestTarget.parse(exchange.head().uri());
        String authority = target.authority();
        String host = authority != null ? authority : exchange.host();
        return new ReceivedRequest(exchange, target, host, addressing.resource(host, target));
    }

    RequestHead exchange() {
        return exchange;
    }

    String method() {
        return exchange.method();
    }

    /** Returns host and port of the target, or else of the header {@code Host}; empty where there is neither. */
    String host() {
        return host;
    }

    /** The path, still encoded. */
    String path() {
        return target.path();
    }

    /** The query's parameters, decoded; empty where there is no value. */
    Map<String, String> query() {
        return target.query();
    }

    RequestedResource resource() {
        return resource;
    }

    /** A header's value, several joined by commas; null where there is none. */
    @Override
    public @Nullable String header(String name) {
        List<String> values = exchange.head().headers().getAll(name);
        return values.isEmpty()
                ? null
                : HeaderText.received(String.join(",", values)).trim();
    }

    @Override
    public SortedSet<String> headerNames() {
        SortedSet<String> names = new TreeSet<>();
        for (String name : exchange.head().headers().names()) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** Whether the end of the body is known from the body itself. */
    boolean isChunked() {
        return HttpUtil.isTransferEncodingChunked(exchange.head());
    }

    /** Calls {@code action} with the name and value of each header line, in the order received. */
    void forEachHeader(BiConsumer<String, String> action) {
        exchange.head()
                .headers()
                .forEach(header -> action.accept(header.getKey(), HeaderText.received(header.getValue())));
    }
}
