// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.wire;

/** The XML document of an error. It is well-formed whatever the request contains. */
final class ErrorDocument {
    private ErrorDocument() {}

    /** Returns the document in UTF-8. */
    static byte[] toBytes(OssException error, RequestHead head) {
        XmlDocument document = new XmlDocument("Error")
                .element("Code", error.code())
                .element("Message", XmlDocument.replaceInvalid(error.text()))
                .element("RequestId", head.requestId())
                .element("HostId", XmlDocument.replaceInvalid(head.host()));
        error.details().forEach((name, value) -> document.element(name, XmlDocument.replaceInvalid(value)));
        String ec = error.ec();
        if (ec != null) {
            document.element("EC", ec).element("RecommendDoc", "https://api.aliyun.com/troubleshoot?q=" + ec);
        }
        return document.toBytes();
    }
}
