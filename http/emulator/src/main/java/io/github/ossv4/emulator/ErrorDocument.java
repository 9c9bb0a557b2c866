// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/** Writes the XML that OSS describes an error with. */
final class ErrorDocument {
    private ErrorDocument() {}

    /** The document in UTF-8. */
    static byte[] of(OssException refusal, RequestHead exchange) {
        XmlDocument document = new XmlDocument("Error")
                .element("Code", refusal.code())
                .element("Message", refusal.text())
                .element("RequestId", exchange.requestId())
                .element("HostId", exchange.host());
        refusal.details().forEach(document::element);
        String ec = refusal.ec();
        if (ec != null) {
            document.element("EC", ec).element("RecommendDoc", "https://api.aliyun.com/troubleshoot?q=" + ec);
        }
        return document.toBytes();
    }
}
