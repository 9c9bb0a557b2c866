// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.PercentEncoding;

/** How the names in a document are spelled: percent-encoded if the client wants that, since XML cannot carry all. */
final class EncodingType {
    /** The parameter. */
    static final String NAME = "encoding-type";

    private final boolean url;

    private EncodingType(boolean url) {
        this.url = url;
    }

    /** @throws OssException if the request asks for an encoding that OSS does not have */
    static EncodingType of(ReceivedRequest request) {
        String value = request.query().get(NAME);
        if (value != null && !value.equals("url")) {
            throw OssException.invalidArgument(null, "Invalid Encoding Method specified in Request.", NAME, value);
        }
        return new EncodingType(value != null);
    }

    /** Says in the document that its names are encoded, if they are. */
    XmlDocument describe(XmlDocument document) {
        return url ? document.element("EncodingType", "url") : document;
    }

    String encode(String name) {
        return url ? PercentEncoding.encode(name) : name;
    }
}
