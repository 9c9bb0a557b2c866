// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.text.PercentEncoding;
import org.jspecify.annotations.Nullable;

/** The encoding of names in a document: percent-encoded on request, since XML cannot represent all characters. */
record EncodingType(boolean url) {
    /** The query parameter. */
    static final String NAME = "encoding-type";

    /**
     * Returns the encoding that a request selects.
     *
     * @throws OssException if OSS does not have it
     */
    static EncodingType of(ReceivedRequest request) {
        return parse(request.query().get(NAME));
    }

    /**
     * Returns the encoding that a request selects in its query or in a header. The documentation of
     * DeleteMultipleObjects names a header, but most clients send a parameter.
     *
     * @throws OssException if OSS does not have it
     */
    static EncodingType ofQueryOrHeader(ReceivedRequest request) {
        String parameter = request.query().get(NAME);
        return parse(parameter != null ? parameter : request.header(NAME));
    }

    private static EncodingType parse(@Nullable String value) {
        if (value != null && !value.equals("url")) {
            throw OssException.invalidArgument("Invalid Encoding Method specified in Request.", NAME, value);
        }
        return new EncodingType(value != null);
    }

    /** Adds the element for the encoding, if names are encoded. */
    XmlDocument describe(XmlDocument document) {
        return url ? document.element("EncodingType", "url") : document;
    }

    /** Encodes a name. */
    String encode(String name) {
        return url ? PercentEncoding.encode(name) : name;
    }
}
