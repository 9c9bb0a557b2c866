// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.text.PrintableText;

/** The XML document of an error. It is well-formed whatever the request contains, and truncates texts of it. */
final class ErrorDocument {
    /** A field of a form can be longer, and so can its escapes. */
    private static final int MAX_TEXT = 64 << 10;

    private ErrorDocument() {}

    /** Returns the document in UTF-8. */
    static byte[] toBytes(OssException error, RequestHead head) {
        XmlDocument document = new XmlDocument("Error")
                .element("Code", error.code())
                .element("Message", shown(error.text()))
                .element("RequestId", head.requestId())
                .element("HostId", shown(head.host()));
        error.details().forEach((name, value) -> document.element(name, shown(value)));
        String ec = error.ec();
        if (ec != null) {
            document.element("EC", ec).element("RecommendDoc", "https://api.aliyun.com/troubleshoot?q=" + ec);
        }
        return document.toBytes();
    }

    private static String shown(String text) {
        return XmlDocument.replaceInvalid(PrintableText.truncate(text, MAX_TEXT));
    }
}
