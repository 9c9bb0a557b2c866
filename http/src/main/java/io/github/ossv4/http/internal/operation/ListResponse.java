// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the response of a list, entry by entry. */
public final class ListResponse {
    static final String REPEATED = "the pages of the list repeat: OSS returned the same marker of the next page twice";

    private ListResponse() {}

    /**
     * Returns a call whose response is a page of a list.
     *
     * @param check returns how a response contradicts the request; null if it does not
     */
    public static <D> Exchange<D> list(
            Transport transport,
            Operation operation,
            ResultDocument.Reader<D> reader,
            Function<D, @Nullable String> check) {
        return new Exchange<>(transport, operation, response -> {
            ResponseDocument.throwUnlessSuccessful(operation, response);
            D document = read(operation, response, reader);
            String problem = check.apply(document);
            if (problem != null) {
                throw new UnexpectedResponseException(operation + ": " + problem);
            }
            return document;
        });
    }

    /** Reads a list without holding its document in memory. */
    private static <D> D read(Operation operation, OssResponse response, ResultDocument.Reader<D> reader)
            throws IOException {
        ListStream stream = new ListStream(response.source().inputStream());
        D document = reader.read(stream);
        response.attempt().received(stream.count());
        // A response without a body that was cut looks the same as a whole one.
        boolean mayBeCut = stream.count() == 0 && !response.isEndKnown();
        if (document == null || mayBeCut) {
            // An error that occurs after the status is in the body.
            throw ResponseDocument.exception(operation, response, stream.readStart());
        }
        return document;
    }

    /** Returns how a page contradicts the markers of its request, empty for none; null if it does not. */
    static @Nullable String problem(Page<?> page, String markerName, String marker, String idMarker) {
        if (!page.isTruncated()) {
            return null;
        }
        if (page.nextMarker().isEmpty()) {
            return "the list is truncated, but the response has no " + markerName;
        }
        return page.nextMarker().equals(marker) && page.nextIdMarker().equals(idMarker) ? REPEATED : null;
    }

    /**
     * Returns the first key or common prefix without the requested prefix, as a problem: callers delete by lists, and
     * compare with them. Null for none.
     */
    static <E> @Nullable String problem(
            @Nullable String prefix, List<E> entries, Function<E, String> key, List<String> commonPrefixes) {
        if (prefix == null) {
            return null;
        }
        return Stream.concat(entries.stream().map(key), commonPrefixes.stream())
                .filter(name -> !name.startsWith(prefix))
                .findFirst()
                .map(name -> "the response lists \"" + PrintableText.escape(name)
                        + "\", which does not start with the requested prefix \"" + PrintableText.escape(prefix) + "\"")
                .orElse(null);
    }
}
